package org.hinomi.collector.record.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFooterTest {
  private static final ParquetSchema SCHEMA =
      new ParquetSchema(
          List.of(
              new ParquetColumn("i", ParquetType.INT32, false),
              new ParquetColumn("t", ParquetType.TIMESTAMP_MICROS, true),
              new ParquetColumn("d", ParquetType.DOUBLE, true),
              new ParquetColumn("s", ParquetType.STRING, true),
              new ParquetColumn("b", ParquetType.BINARY, false)));

  @TempDir private Path dir;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = dir.resolve("part.parquet");
    try (FileChannel channel = TestTable.create(file);
        ParquetWriter writer = new ParquetWriter(channel, SCHEMA, 1)) {
      for (int group = 0; group < 3; group++) {
        writer.beginRowGroup(2);
        writer.ints(new int[] {group, 5}, 0, null);
        writer.longs(new long[] {7, 0}, 0, new boolean[] {false, true});
        writer.doubles(new double[] {1.5, 2.5}, 0, null);
        writer.allNull();
        writer.bytes(
            new int[] {0, 1},
            0,
            new DictionaryValues(new byte[] {1, 2, 3}, new int[] {0, 1, 3}, 2));
        writer.endRowGroup();
        writer.extra("x", new byte[] {1, 2}, 0, 2);
      }
      writer.finish(Map.of("first", "1", "語", "値"));
    }
  }

  @Test
  void tellsWhatWasWritten() throws IOException {
    ParquetFooter footer = ParquetFooter.read(file);

    assertThat(footer.schema()).isEqualTo(SCHEMA);
    assertThat(footer.keyValues()).isEqualTo(Map.of("first", "1", "語", "値"));
    assertThat(footer.rowGroups()).hasSize(3);
    assertThat(footer.rows()).isEqualTo(6);
    RowGroup last = footer.rowGroups().getLast();
    assertThat(last.rows()).isEqualTo(2);
    assertThat(last.extras()).containsOnlyKeys("x");
    assertThat(last.statistics(1).minLong()).hasValue(7);
    assertThat(last.statistics(1).nullCount()).isEqualTo(1);
    assertThat(last.statistics(3).nullCount()).isEqualTo(2);
    assertThat(last.statistics(3).min()).isNull();
  }

  @Test
  void aCutFileIsNone() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));

      assertThatIOException()
          .isThrownBy(() -> ParquetFooter.read(file))
          .withMessageStartingWith(file + ": ")
          .withMessageContaining("expected: ");
    }
  }

  @Test
  void changedBytesGiveAFooterOrAnIoException() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    int end = whole.length - 8;
    int length = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
    SplittableRandom random = new SplittableRandom(1);
    int refused = 0;
    for (int run = 0; run < 20_000; run++) {
      byte[] changed = Arrays.copyOfRange(whole, end - length, end);
      for (int i = random.nextInt(3); i >= 0; i--) {
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        FooterDecoder.decode(changed, end - length);
      } catch (IOException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(5_000, 19_999);
  }

  @Test
  void aLengthThatCannotBeIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int flipped = 0; flipped < Integer.SIZE; flipped++) {
      byte[] changed = whole.clone();
      changed[whole.length - 8 + flipped / 8] ^= (byte) (1 << flipped % 8);
      Files.write(file, changed);

      assertThatIOException()
          .isThrownBy(() -> ParquetFooter.read(file))
          .withMessageStartingWith(file + ": ");
    }
  }

  @Test
  void aFileOfAnotherProgramIsRefused() throws IOException, SQLException {
    Path foreign = dir.resolve("foreign.parquet");
    try (Connection connection = TestTable.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("COPY (SELECT [1, 2] AS list) TO '" + foreign + "' (FORMAT parquet)");
    }

    assertThatIOException()
        .isThrownBy(() -> ParquetFooter.read(foreign))
        .withMessageStartingWith(foreign + ": ")
        .withMessageContaining("expected: ");
  }
}
