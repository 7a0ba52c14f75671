package org.hinomi.agent.watch.file;

import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A place in a file, and enough of the file to know it again: an inode number alone does not tell,
 * since file systems give it to the next file, and a truncated file keeps it.
 *
 * @param key device and inode as {@code DEV:INO} in decimal; {@code -:-} where the system has none
 * @param headLength bytes at the file's start that were fingerprinted, 0..256
 * @param headCrc their CRC32C
 * @param tailLength bytes right before {@code offset} that were fingerprinted, 0..64
 * @param tailCrc their CRC32C
 * @param offset bytes of the file that are done; the next line starts there
 */
record FilePosition(
    String key, int headLength, int headCrc, int tailLength, int tailCrc, long offset) {

  static final int HEAD_LIMIT = 256;
  static final int TAIL_LIMIT = 64;

  private static final String VERSION = "1";

  FilePosition {
    if (headLength < 0
        || headLength > HEAD_LIMIT
        || tailLength < 0
        || tailLength > TAIL_LIMIT
        || tailLength > offset) {
      throw new IllegalArgumentException(
          "head " + headLength + ", tail " + tailLength + ", offset " + offset);
    }
  }

  static int crc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  /** {@code 1:DEV:INO:HEAD:CRC:TAIL:CRC:OFFSET}. */
  String token() {
    return new StringBuilder(96)
        .append(VERSION)
        .append(':')
        .append(key)
        .append(':')
        .append(headLength)
        .append(':')
        .append(Integer.toHexString(headCrc))
        .append(':')
        .append(tailLength)
        .append(':')
        .append(Integer.toHexString(tailCrc))
        .append(':')
        .append(offset)
        .toString();
  }

  /** Reads a token; empty where it is not one of ours. */
  static Optional<FilePosition> parse(String token) {
    String[] parts = token.split(":", -1);
    if (parts.length != 8 || !parts[0].equals(VERSION)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new FilePosition(
              String.join(":", Arrays.asList(parts).subList(1, 3)),
              Integer.parseInt(parts[3]),
              Integer.parseUnsignedInt(parts[4], 16),
              Integer.parseInt(parts[5]),
              Integer.parseUnsignedInt(parts[6], 16),
              Long.parseLong(parts[7])));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }
}
