package org.hinomi.collector.record.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetConcatTest {
  private static final ParquetSchema SCHEMA =
      new ParquetSchema(
          List.of(
              new ParquetColumn("n", ParquetType.INT64, false),
              new ParquetColumn("s", ParquetType.STRING, true)));

  @TempDir private Path dir;

  @Test
  void rowsFollowEachOtherAndExtrasStayWithTheirRowGroup() throws IOException, SQLException {
    Path one = part("one", 0, 2, true);
    Path two = part("two", 2, 3, false);
    Path three = part("three", 5, 1, true);
    Path both = dir.resolve("both");
    try (FileChannel target = TestTable.create(both)) {
      ParquetConcat.concat(List.of(one, two), target, Map.of("from", "2"));
    }
    Path all = dir.resolve("all");
    try (FileChannel target = TestTable.create(all)) {
      assertThat(ParquetConcat.concat(List.of(both, three), target, Map.of("from", "3")))
          .isEqualTo(Files.size(all));
    }

    List<@Nullable Object> numbers = new ArrayList<>();
    List<@Nullable Object> words = new ArrayList<>();
    for (int group = 0; group < 6; group++) {
      columns(group, numbers, words);
    }
    assertThat(TestTable.read(all, SCHEMA)).isEqualTo(List.of(numbers, words));
    ParquetFooter footer = ParquetFooter.read(all);
    assertThat(footer.keyValues()).isEqualTo(Map.of("from", "3"));
    assertThat(footer.rows()).isEqualTo(600);
    try (FileChannel file = FileChannel.open(all, StandardOpenOption.READ)) {
      for (int group = 0; group < 6; group++) {
        RowGroup rowGroup = footer.rowGroups().get(group);
        assertThat(rowGroup.statistics(0).minLong()).hasValue(group * 100L);
        assertThat(rowGroup.statistics(0).maxLong()).hasValue(group * 100L + 99);
        assertThat(rowGroup.extras()).hasSize(group == 2 || group == 3 || group == 4 ? 0 : 2);
        for (Map.Entry<String, Extra> extra : rowGroup.extras().entrySet()) {
          assertThat(extra.getValue().read(file)).isEqualTo(index(group, extra.getKey()));
        }
      }
    }
  }

  @Test
  void filesOfOtherColumnsAreRefused() throws IOException {
    Path one = part("one", 0, 1, false);
    Path other = dir.resolve("other");
    TestTable.write(
        other,
        new ParquetSchema(List.of(new ParquetColumn("n", ParquetType.INT64, true))),
        List.of(List.of(List.of(1L))),
        false,
        Map.of());

    try (FileChannel target = TestTable.create(dir.resolve("all"))) {
      assertThatIOException()
          .isThrownBy(() -> ParquetConcat.concat(List.of(one, other), target, Map.of()))
          .withMessageContaining(other + ": other columns");
    }
    assertThatIOException().isThrownBy(() -> ParquetFooter.read(dir.resolve("all")));
  }

  @Test
  void aDamagedExtraIsFound() throws IOException {
    Path one = part("one", 0, 1, true);
    Extra extra =
        ParquetFooter.read(one).rowGroups().getFirst().extras().values().iterator().next();
    byte[] bytes = Files.readAllBytes(one);
    bytes[(int) extra.offset() + 2] ^= 1;
    Files.write(one, bytes);

    try (FileChannel file = FileChannel.open(one, StandardOpenOption.READ)) {
      assertThatIOException().isThrownBy(() -> extra.read(file)).withMessageContaining("damaged");
    }
  }

  private Path part(String name, int firstGroup, int groups, boolean extras) throws IOException {
    Path file = dir.resolve(name);
    try (FileChannel channel = TestTable.create(file);
        ParquetWriter writer = new ParquetWriter(channel, SCHEMA, 3)) {
      for (int group = firstGroup; group < firstGroup + groups; group++) {
        List<@Nullable Object> numbers = new ArrayList<>();
        List<@Nullable Object> words = new ArrayList<>();
        columns(group, numbers, words);
        writer.beginRowGroup(numbers.size());
        TestTable.column(writer, ParquetType.INT64, numbers, false);
        TestTable.column(writer, ParquetType.STRING, words, group % 2 == 0);
        writer.endRowGroup();
        if (extras) {
          for (String kind : new String[] {"ngram", "other.kind"}) {
            byte[] index = index(group, kind);
            writer.extra(kind, index, 0, index.length);
          }
        }
      }
      writer.finish(Map.of("name", name));
    }
    return file;
  }

  private static byte[] index(int group, String kind) {
    return ("index " + kind + " of " + group).getBytes(StandardCharsets.UTF_8);
  }

  private static void columns(
      int group, List<@Nullable Object> numbers, List<@Nullable Object> words) {
    for (int i = 0; i < 100; i++) {
      numbers.add(group * 100L + i);
      words.add(i % 4 == 0 ? null : "word" + i % 7);
    }
  }
}
