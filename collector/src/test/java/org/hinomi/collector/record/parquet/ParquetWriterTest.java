package org.hinomi.collector.record.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParquetWriterTest {
  private static final ParquetSchema ALL = schema(true);

  @TempDir private Path dir;

  private static ParquetSchema schema(boolean nullable) {
    return new ParquetSchema(
        Arrays.stream(ParquetType.values())
            .map(type -> new ParquetColumn("c_" + type, type, nullable))
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0",
    "1, 1",
    "2, 0.5",
    "7, 0",
    "8, 0.1",
    "31, 0.5",
    "129, 0",
    "1000, 0.01",
    "5000, 0.99",
    "5000, 1",
    "9000, 0",
    "9000, 0.3"
  })
  void anyValuesReadBack(int rows, double nullShare) throws IOException, SQLException {
    SplittableRandom random = new SplittableRandom(rows + (long) (nullShare * 1000));
    for (boolean dictionary : new boolean[] {false, true}) {
      for (Shape shape : Shape.values()) {
        check(ALL, List.of(random(random, rows, nullShare, shape)), dictionary);
      }
    }
  }

  @Test
  void columnsThatMayNotBeNullReadBack() throws IOException, SQLException {
    SplittableRandom random = new SplittableRandom(1);
    for (int rows : new int[] {1, 9, 3000}) {
      check(schema(false), List.of(random(random, rows, 0, Shape.ANY)), false);
      check(schema(false), List.of(random(random, rows, 0, Shape.RUNS)), true);
    }
  }

  @Test
  void rowGroupsOfDifferentSizesReadBack() throws IOException, SQLException {
    SplittableRandom random = new SplittableRandom(2);
    List<List<List<@Nullable Object>>> rowGroups = new ArrayList<>();
    for (int rows : new int[] {3000, 1, 5000, 64}) {
      rowGroups.add(random(random, rows, 0.2, Shape.FEW));
    }

    check(ALL, rowGroups, false);
    check(ALL, rowGroups, true);
  }

  @Test
  void moreThanAPageReadsBack() throws IOException, SQLException {
    int rows = ColumnEncoder.PAGE_ROWS + 1000;
    List<@Nullable Object> numbers = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      numbers.add(i < ColumnEncoder.PAGE_ROWS ? Long.valueOf(i * 7L % 1000) : null);
    }
    List<@Nullable Object> words = new ArrayList<>();
    numbers.forEach(number -> words.add(number == null ? null : "w" + number));
    ParquetSchema schema =
        new ParquetSchema(
            List.of(
                new ParquetColumn("n", ParquetType.INT64, true),
                new ParquetColumn("w", ParquetType.STRING, true)));

    check(schema, List.of(List.of(numbers, words)), false);
    check(schema, List.of(List.of(numbers, words)), true);
  }

  @Test
  void hugeAndEmptyTextReadsBack() throws IOException, SQLException {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      values.add(
          switch (i % 5) {
            case 0 -> "";
            case 1 -> null;
            case 2 -> "é漢字🚒".repeat(30_000);
            case 3 -> "x".repeat(ColumnEncoder.PAGE_BYTES - 1 + i % 3);
            default -> "\u0000";
          });
    }
    ParquetSchema schema =
        new ParquetSchema(List.of(new ParquetColumn("text", ParquetType.STRING, true)));

    check(schema, List.of(List.of(values)), false);
    check(schema, List.of(List.of(values)), true);
  }

  @Test
  void aColumnWithoutValuesCostsNextToNothing() throws IOException, SQLException {
    ParquetSchema schema =
        new ParquetSchema(
            List.of(
                new ParquetColumn("a", ParquetType.INT64, true),
                new ParquetColumn("b", ParquetType.STRING, true)));
    Path file = dir.resolve("null.parquet");
    try (FileChannel channel = TestTable.create(file);
        ParquetWriter writer = new ParquetWriter(channel, schema, 1)) {
      writer.beginRowGroup(100_000);
      writer.allNull();
      writer.allNull();
      writer.endRowGroup();
      assertThat(writer.finish(Map.of())).isEqualTo(Files.size(file)).isLessThan(400);
    }

    assertThat(TestTable.read(file, schema))
        .allSatisfy(column -> assertThat(column).hasSize(100_000).containsOnlyNulls());
    assertThat(ParquetFooter.read(file).rowGroups().getFirst().statistics(0).nullCount())
        .isEqualTo(100_000);
  }

  @Test
  void aRowGroupBegunAgainForgetsTheFirst() throws IOException, SQLException {
    ParquetSchema schema =
        new ParquetSchema(List.of(new ParquetColumn("n", ParquetType.INT64, false)));
    Path file = dir.resolve("again.parquet");
    try (FileChannel channel = TestTable.create(file);
        ParquetWriter writer = new ParquetWriter(channel, schema, 1)) {
      writer.beginRowGroup(3);
      writer.longs(new long[] {1, 2, 3}, 0, null);
      writer.beginRowGroup(2);
      writer.longs(new long[] {0, 4, 5}, 1, null);
      writer.endRowGroup();
      writer.finish(Map.of());
    }

    assertThat(TestTable.read(file, schema)).containsExactly(List.of(4L, 5L));
  }

  @Test
  void refusesWhatDoesNotFit() throws IOException {
    ParquetSchema schema =
        new ParquetSchema(
            List.of(
                new ParquetColumn("n", ParquetType.INT64, false),
                new ParquetColumn("t", ParquetType.STRING, true)));
    try (FileChannel channel = TestTable.create(dir.resolve("refused.parquet"));
        ParquetWriter writer = new ParquetWriter(channel, schema, 1)) {
      assertThatIllegalArgumentException().isThrownBy(() -> writer.beginRowGroup(0));
      assertThatIllegalStateException().isThrownBy(writer::allNull);
      assertThatIllegalStateException().isThrownBy(() -> writer.extra("x", new byte[1], 0, 1));
      writer.beginRowGroup(2);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> writer.doubles(new double[2], 0, null))
          .withMessageContaining("column n")
          .withMessageContaining("INT64");
      assertThatIllegalArgumentException().isThrownBy(writer::allNull);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> writer.longs(new long[2], 0, new boolean[] {false, true}));
      writer.longs(new long[2], 0, new boolean[2]);
      assertThatIllegalStateException().isThrownBy(writer::endRowGroup);
      assertThatIllegalStateException().isThrownBy(() -> writer.finish(Map.of()));
      DictionaryValues values = new DictionaryValues(new byte[1], new int[] {0, 1}, 1);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> writer.bytes(new int[] {0, 1}, 0, values));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> writer.dictionary(new int[] {0, 1}, 0, values));
      writer.dictionary(new int[] {0, -1}, 0, values);
      assertThatIllegalStateException().isThrownBy(writer::allNull);
      writer.endRowGroup();
      writer.finish(Map.of());
      assertThatIllegalStateException().isThrownBy(() -> writer.beginRowGroup(1));
    }
  }

  private void check(
      ParquetSchema schema, List<List<List<@Nullable Object>>> rowGroups, boolean dictionary)
      throws IOException, SQLException {
    Path file = dir.resolve("table.parquet");
    TestTable.write(file, schema, rowGroups, dictionary, Map.of());

    List<List<@Nullable Object>> read = TestTable.read(file, schema);

    for (int i = 0; i < read.size(); i++) {
      List<@Nullable Object> expected = new ArrayList<>();
      for (List<List<@Nullable Object>> rowGroup : rowGroups) {
        rowGroup.get(i).forEach(value -> expected.add(TestTable.shown(value)));
      }
      // Not assertThat(list): a message with all values of a large column is of no use.
      assertThat(read.get(i).equals(expected))
          .as(() -> schema.columns() + ", dictionary " + dictionary)
          .isTrue();
    }
  }

  /** How the values of a column follow each other. */
  private enum Shape {
    ANY,
    FEW,
    RUNS,
    RISING
  }

  private static List<List<@Nullable Object>> random(
      SplittableRandom random, int rows, double nullShare, Shape shape) {
    return Arrays.stream(ParquetType.values())
        .map(type -> column(random, type, rows, nullShare, shape))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static List<@Nullable Object> column(
      SplittableRandom random, ParquetType type, int rows, double nullShare, Shape shape) {
    List<@Nullable Object> values = new ArrayList<>();
    long number = 0;
    for (int i = 0; i < rows; i++) {
      number =
          switch (shape) {
            case ANY ->
                switch (random.nextInt(8)) {
                  case 0 -> Long.MAX_VALUE;
                  case 1 -> Long.MIN_VALUE;
                  case 2 -> 0;
                  default -> random.nextLong() >> random.nextInt(64);
                };
            case FEW -> random.nextInt(5);
            case RUNS -> random.nextInt(20) == 0 ? random.nextLong(1000) : number;
            case RISING -> number + random.nextInt(100);
          };
      values.add(random.nextDouble() < nullShare ? null : value(random, type, number));
    }
    return values;
  }

  private static Object value(SplittableRandom random, ParquetType type, long number) {
    return switch (type) {
      case INT32 -> (int) (number == Long.MAX_VALUE ? Integer.MAX_VALUE : number >> 32 ^ number);
      case INT64 -> number;
      case TIMESTAMP_MICROS -> number >> 4;
      case DOUBLE -> number % 3 == 0 ? (double) number : Double.longBitsToDouble(number >>> 2);
      case STRING -> number % 17 == 0 ? "" : "語" + number;
      case BINARY -> {
        byte[] bytes = new byte[(int) (number & 31)];
        new SplittableRandom(number).nextBytes(bytes);
        yield bytes;
      }
    };
  }
}
