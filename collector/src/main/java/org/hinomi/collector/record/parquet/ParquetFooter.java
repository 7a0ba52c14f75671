package org.hinomi.collector.record.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The footer of a file that {@link ParquetWriter} wrote (README.md, "File format"; parquet.thrift,
 * FileMetaData). Extras stand in the key-value metadata as {@code hinomi.extra.ROWGROUP.NAME} =
 * {@code OFFSET LENGTH CRC32C}, row groups counted from 0.
 *
 * @param keyValues without those of the extras
 */
public record ParquetFooter(
    ParquetSchema schema, List<RowGroup> rowGroups, Map<String, String> keyValues) {
  /** Keys that begin with this are the extras'. */
  public static final String EXTRA = "hinomi.extra.";

  /** More than any file of ours has; a damaged length must not take the memory. */
  private static final int MAX_METADATA = 1 << 26;

  /** Length of the metadata and magic. */
  private static final int TAIL = Integer.BYTES + ParquetWriter.MAGIC.length;

  public ParquetFooter {
    rowGroups = List.copyOf(rowGroups);
    keyValues = Map.copyOf(keyValues);
    for (String key : keyValues.keySet()) {
      if (key.startsWith(EXTRA)) {
        throw new IllegalArgumentException(
            "key " + key + " (expected: one that does not begin with " + EXTRA + ")");
      }
    }
  }

  /** Rows of all row groups. */
  public long rows() {
    return rowGroups.stream().mapToLong(RowGroup::rows).sum();
  }

  /**
   * Reads the footer of a file.
   *
   * @throws IOException that names the file, also when it is damaged or another program's
   */
  public static ParquetFooter read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(channel, file.toString());
    }
  }

  /**
   * Reads the footer of an open file.
   *
   * @param name of the file, for errors
   * @throws IOException that names the file, also when it is damaged or another program's
   */
  public static ParquetFooter read(FileChannel channel, String name) throws IOException {
    try {
      long size = channel.size();
      int magic = ParquetWriter.MAGIC.length;
      if (size < magic + TAIL) {
        throw new IOException(
            size + " bytes (expected: a Parquet file, at least " + (magic + TAIL) + ")");
      }
      ByteBuffer tail = ByteBuffer.allocate(TAIL).order(ByteOrder.LITTLE_ENDIAN);
      Extra.readFully(channel, tail, size - TAIL);
      byte[] last = Arrays.copyOfRange(tail.array(), Integer.BYTES, TAIL);
      if (!Arrays.equals(last, ParquetWriter.MAGIC)) {
        throw new IOException("no PAR1 at the end (expected: a finished Parquet file)");
      }
      int length = tail.getInt(0);
      long most = Math.min(MAX_METADATA, size - TAIL - magic);
      if (length < 0 || length > most) {
        throw new IOException("metadata of " + length + " bytes (expected: at most " + most + ")");
      }
      byte[] metadata = new byte[length];
      Extra.readFully(channel, ByteBuffer.wrap(metadata), size - TAIL - length);
      return FooterDecoder.decode(metadata, size - TAIL - length);
    } catch (IOException e) {
      throw new IOException(name + ": " + e.getMessage(), e);
    }
  }

  /** Writes it behind the last row group; gives the size of the file. */
  long write(Target target, long offset) throws IOException {
    ByteBuilder out = new ByteBuilder();
    FooterEncoder.encode(this, out);
    if (out.size() > MAX_METADATA) {
      throw new IOException(
          "metadata of " + out.size() + " bytes (expected: at most " + MAX_METADATA + ")");
    }
    out.putInt(out.size());
    out.put(ParquetWriter.MAGIC, 0, ParquetWriter.MAGIC.length);
    ParquetWriter.write(target, ByteBuffer.wrap(out.array(), 0, out.size()), offset);
    return offset + out.size();
  }
}
