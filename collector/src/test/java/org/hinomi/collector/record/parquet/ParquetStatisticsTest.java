package org.hinomi.collector.record.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetStatisticsTest {
  @TempDir private Path dir;

  @Test
  void boundsAreThoseOfTheValues() throws IOException, SQLException {
    assertThat(bounds(ParquetType.INT32, 5, null, Integer.MIN_VALUE, 7))
        .containsExactly("-2147483648", "7", "1", "true", "true");
    assertThat(bounds(ParquetType.INT64, Long.MAX_VALUE, -1L))
        .containsExactly("-1", "9223372036854775807", "0", "true", "true");
    assertThat(bounds(ParquetType.TIMESTAMP_MICROS, 0L, 1_700_000_000_123_456L))
        .containsExactly("1970-01-01 00:00:00", "2023-11-14 22:13:20.123456", "0", "true", "true");
    assertThat(bounds(ParquetType.DOUBLE, 2.5, -1.0, null))
        .containsExactly("-1.0", "2.5", "1", "true", "true");
    assertThat(bounds(ParquetType.DOUBLE, 2.5, Double.NaN))
        .containsExactly(null, null, "0", null, null);
    assertThat(bounds(ParquetType.STRING, "b", "", null, "bb", "é"))
        .containsExactly("", "é", "1", "true", "true");
    assertThat(bounds(ParquetType.STRING, null, null)).containsExactly(null, null, "2", null, null);
  }

  @Test
  void longBoundsAreCutAtACharacter() throws IOException, SQLException {
    String cut = "a" + "漢".repeat(30);

    List<@Nullable String> bounds = bounds(ParquetType.STRING, cut + "z", cut + "b");

    assertThat(bounds.get(0)).isEqualTo("a" + "漢".repeat(21));
    assertThat(bounds.get(1)).isGreaterThan(cut).startsWith("a" + "漢".repeat(20)).hasSize(22);
    assertThat(bounds.subList(2, 5)).containsExactly("0", "false", "false");
  }

  /** A bound that cannot grow is left out; else it is one, and valid UTF-8. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u007f",
        "\uffff",
        "\u00bf",
        "\udbff\udfff",
        "~",
        "A",
        "a\u007f",
        "é\u007f\u07ff"
      })
  void anUpperBoundIsOne(String part) {
    byte[] value = part.repeat(100).getBytes(StandardCharsets.UTF_8);
    for (ParquetType type : List.of(ParquetType.STRING, ParquetType.BINARY)) {
      Bounds bounds = new Bounds();
      bounds.bytes(value, 0, value.length);

      ByteBuffer max = bounds.statistics(type, 0).max();

      if (max != null) {
        assertThat(Arrays.compareUnsigned(max.array(), value)).isPositive();
        assertThat(max.remaining()).isLessThanOrEqualTo(Bounds.MAX_BYTES);
        String text = new String(max.array(), StandardCharsets.UTF_8);
        assertThat(type == ParquetType.BINARY || !text.contains("\ufffd")).isTrue();
      }
    }
  }

  @Test
  void bytesThatCannotGrowHaveNoUpperBound() {
    byte[] value = new byte[100];
    Arrays.fill(value, (byte) 0xFF);
    Bounds bounds = new Bounds();
    bounds.bytes(value, 0, value.length);

    assertThat(bounds.statistics(ParquetType.BINARY, 0).max()).isNull();
  }

  @Test
  void rowGroupsOutsideOfTheQuestionAreNotRead() throws IOException, SQLException {
    ParquetSchema schema =
        new ParquetSchema(
            List.of(
                new ParquetColumn("n", ParquetType.INT64, false),
                new ParquetColumn("s", ParquetType.STRING, true)));
    List<List<List<@Nullable Object>>> rowGroups = new ArrayList<>();
    for (int group = 0; group < 4; group++) {
      List<@Nullable Object> numbers = new ArrayList<>();
      List<@Nullable Object> words = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        numbers.add(group * 1000L + i);
        words.add("host" + group + "-" + i % 10);
      }
      rowGroups.add(List.of(numbers, words));
    }
    Path file = dir.resolve("prune.parquet");
    TestTable.write(file, schema, rowGroups, true, Map.of());

    assertThat(count(file, "n BETWEEN 1500 AND 1599")).isEqualTo(100);
    assertThat(count(file, "s = 'host2-3'")).isEqualTo(100);
    assertThat(count(file, "s = 'nothing'")).isZero();
    try (Connection connection = TestTable.connect();
        Statement statement = connection.createStatement();
        ResultSet groups =
            statement.executeQuery(
                "SELECT count(DISTINCT row_group_id) FROM parquet_metadata('"
                    + file
                    + "') WHERE path_in_schema = 'n' AND stats_min_value::BIGINT <= 1599"
                    + " AND stats_max_value::BIGINT >= 1500")) {
      groups.next();
      assertThat(groups.getInt(1)).isEqualTo(1);
    }
  }

  private static long count(Path file, String where) throws SQLException {
    try (Connection connection = TestTable.connect();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT count(*) FROM read_parquet('" + file + "') WHERE " + where)) {
      result.next();
      return result.getLong(1);
    }
  }

  /** Minimum, maximum, nulls, and whether each bound is exact, as DuckDB reads the footer. */
  private List<@Nullable String> bounds(ParquetType type, @Nullable Object... values)
      throws IOException, SQLException {
    ParquetSchema schema = new ParquetSchema(List.of(new ParquetColumn("c", type, true)));
    Path file = dir.resolve("bounds.parquet");
    TestTable.write(file, schema, List.of(List.of(Arrays.asList(values))), false, Map.of());
    try (Connection connection = TestTable.connect();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT stats_min_value, stats_max_value, stats_null_count, min_is_exact,"
                    + " max_is_exact FROM parquet_metadata('"
                    + file
                    + "')")) {
      result.next();
      List<@Nullable String> bounds = new ArrayList<>();
      for (int i = 1; i <= 5; i++) {
        bounds.add(result.getString(i));
      }
      return bounds;
    }
  }
}
