package org.hinomi.collector.record.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Says of a file that {@link ParquetWriter} wrote whether all its pages are what was written, by
 * the checksums in their headers (README.md, "Checksumming"; parquet.thrift, PageHeader.crc).
 */
public final class PageChecks {
  /** More than any page header of ours has. */
  private static final int HEADER = 512;

  private PageChecks() {}

  /**
   * Reads every page; one without a checksum counts as whole.
   *
   * @throws IOException that names the file, where a page or the footer is damaged
   */
  public static void check(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ParquetFooter footer = ParquetFooter.read(channel, file.toString());
      for (RowGroup group : footer.rowGroups()) {
        for (ColumnChunk chunk : group.chunks()) {
          check(channel, file, chunk);
        }
      }
    }
  }

  private static void check(FileChannel channel, Path file, ColumnChunk chunk) throws IOException {
    byte[] page = new byte[0];
    long at = chunk.start();
    while (at < chunk.end()) {
      byte[] header = new byte[(int) Math.min(HEADER, chunk.end() - at)];
      Extra.readFully(channel, ByteBuffer.wrap(header), at);
      CompactReader thrift = new CompactReader(header);
      int length = -1;
      int crc = 0;
      boolean known = false;
      thrift.begin();
      for (int field = thrift.next(); field != 0; field = thrift.next()) {
        switch (field) {
          case 3 -> length = thrift.i32();
          case 4 -> {
            crc = thrift.i32();
            known = true;
          }
          default -> thrift.skip();
        }
      }
      long from = at + thrift.position();
      if (length < 0 || length > chunk.end() - from) {
        throw new IOException(
            file
                + ": byte "
                + at
                + ": a page of "
                + length
                + " bytes (expected: one of its chunk)");
      }
      if (page.length < length) {
        page = Arrays.copyOf(page, length);
      }
      Extra.readFully(channel, ByteBuffer.wrap(page, 0, length), from);
      CRC32 found = new CRC32();
      found.update(page, 0, length);
      if (known && (int) found.getValue() != crc) {
        throw new IOException(file + ": byte " + at + ": damaged (expected: its CRC-32)");
      }
      at = from + length;
    }
  }
}
