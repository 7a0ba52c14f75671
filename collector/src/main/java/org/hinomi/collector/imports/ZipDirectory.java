package org.hinomi.collector.imports;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * How large the directory of a zip archive is (APPNOTE.TXT, sections 4.3.14 to 4.3.16). {@link
 * java.util.zip.ZipFile} reads all of it into memory before it tells how many entries there are.
 */
final class ZipDirectory {
  /** Of a hundred thousand entries, 300 bytes each. */
  static final long MOST_BYTES = 32L << 20;

  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int MOST_COMMENT = 0xffff;
  private static final int LOCATOR = 0x07064b50;
  private static final int LOCATOR_BYTES = 20;
  private static final int END_64 = 0x06064b50;
  private static final int END_64_BYTES = 56;

  /** Says that the number stands in the 64-bit end. */
  private static final long ELSEWHERE = 0xffff_ffffL;

  private ZipDirectory() {}

  /**
   * @throws IOException where it is larger than any archive of logs has it
   */
  static void check(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size <= MOST_BYTES) {
        return;
      }
      int length = LOCATOR_BYTES + END_BYTES + MOST_COMMENT;
      ByteBuffer tail = read(channel, size - length, length);
      // A comment may look like an end: whichever it is, none may be so large.
      for (int at = LOCATOR_BYTES; at <= length - END_BYTES; at++) {
        if (tail.getInt(at) == END) {
          check(bytes(channel, tail, at));
        }
      }
    }
  }

  private static void check(long bytes) throws IOException {
    if (bytes > MOST_BYTES) {
      throw new IOException(
          "zip: a directory of " + bytes + " bytes (expected: at most " + MOST_BYTES + ")");
    }
  }

  private static long bytes(FileChannel channel, ByteBuffer tail, int at) throws IOException {
    long bytes = tail.getInt(at + 12) & ELSEWHERE;
    if (bytes != ELSEWHERE || tail.getInt(at - LOCATOR_BYTES) != LOCATOR) {
      return bytes;
    }
    long place = tail.getLong(at - LOCATOR_BYTES + 8);
    if (place < 0 || place > channel.size() - END_64_BYTES) {
      return 0; // no archive
    }
    ByteBuffer end = read(channel, place, END_64_BYTES);
    return end.getInt(0) == END_64 ? end.getLong(40) : 0;
  }

  private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new EOFException("zip: shorter than it was");
      }
    }
    return bytes;
  }
}
