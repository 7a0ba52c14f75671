package org.hinomi.collector.record.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.hinomi.collector.record.parquet.ParquetColumn;
import org.hinomi.collector.record.parquet.ParquetSchema;
import org.hinomi.collector.record.parquet.ParquetType;
import org.hinomi.collector.record.parquet.ParquetWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunColumnTest {
  @TempDir private Path dir;
  private final RunColumn column = new RunColumn();
  private final List<@Nullable String> expected = new ArrayList<>();

  /** Long runs become a dictionary, short ones plain values. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9, 40, 1000})
  void givesBackWhatWasAdded(int longestRun) throws Exception {
    Random random = new Random(longestRun);
    for (int round = 0; round < 2; round++) {
      column.clear();
      expected.clear();
      while (expected.size() < 3000) {
        String text = random.nextInt(5) == 0 ? null : "value " + random.nextInt(7) + "、";
        add(text, 1 + random.nextInt(longestRun));
      }
      int kept = 100 + random.nextInt(2900);
      column.cut(kept);
      expected.subList(kept, expected.size()).clear();
      add("after", 3);
      assertThat(written()).isEqualTo(expected.reversed());
    }
  }

  @Test
  void aRunIsHeldOnce() {
    add("0123456789", 1000);

    assertThat(column.size()).isEqualTo(10);
  }

  private void add(@Nullable String text, int times) {
    byte[] bytes = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < times; i++) {
      column.add(bytes);
      expected.add(text);
    }
  }

  /** In the reverse order. */
  private List<@Nullable String> written() throws Exception {
    Path file = dir.resolve("table.parquet");
    int rows = expected.size();
    ParquetSchema schema =
        new ParquetSchema(List.of(new ParquetColumn("c", ParquetType.STRING, true)));
    try (FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        ParquetWriter writer = new ParquetWriter(channel, schema, 1)) {
      writer.beginRowGroup(rows);
      column.write(writer, IntStream.range(0, rows).map(i -> rows - 1 - i).toArray(), rows);
      writer.endRowGroup();
      writer.finish(Map.of());
    }
    List<@Nullable String> read = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT c FROM read_parquet('" + file + "')")) {
      while (row.next()) {
        read.add(row.getString(1));
      }
    }
    return read;
  }
}
