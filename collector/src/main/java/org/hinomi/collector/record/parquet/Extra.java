package org.hinomi.collector.record.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * Bytes between the row groups of a file, such as an index.
 *
 * @param offset in the file
 * @param length in bytes
 * @param checksum their CRC-32C (RFC 3720 appendix B.4)
 */
public record Extra(long offset, int length, int checksum) {

  static Extra of(byte[] bytes, int from, int length, long offset) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return new Extra(offset, length, (int) crc.getValue());
  }

  /**
   * Reads the bytes.
   *
   * @throws IOException also when they are not those that were written
   */
  public byte[] read(FileChannel file) throws IOException {
    byte[] bytes = new byte[length];
    readFully(file, ByteBuffer.wrap(bytes), offset);
    if (of(bytes, 0, length, offset).checksum != checksum) {
      throw new IOException(
          "bytes " + offset + " to " + (offset + length) + ": damaged (expected: their CRC-32C)");
    }
    return bytes;
  }

  /**
   * Reads one byte, which is not checked.
   *
   * @param index 0 to {@code length - 1}
   */
  public byte read(FileChannel file, int index) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    readFully(file, one, offset + index);
    return one.get(0);
  }

  static void readFully(FileChannel file, ByteBuffer target, long offset) throws IOException {
    long at = offset;
    while (target.hasRemaining()) {
      int read = file.read(target, at);
      if (read < 0) {
        throw new EOFException("the file ends at byte " + at + " (expected: more)");
      }
      at += read;
    }
  }
}
