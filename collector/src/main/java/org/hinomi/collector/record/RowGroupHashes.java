package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.hinomi.collector.record.parquet.ParquetFooter;
import org.hinomi.collector.record.parquet.RowGroup;

/** SHA-256 of the columns of each row group: the bytes that joining copies as they are. */
public final class RowGroupHashes {
  private RowGroupHashes() {}

  /**
   * Reads the columns of a file.
   *
   * @return hexadecimal, in the order of the row groups
   */
  public static List<String> of(Path file) throws IOException {
    List<String> hashes = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
      for (RowGroup group : ParquetFooter.read(channel, file.toString()).rowGroups()) {
        hashes.add(hash(channel, group.start(), group.end(), buffer));
      }
    }
    return hashes;
  }

  private static String hash(FileChannel channel, long from, long to, ByteBuffer buffer)
      throws IOException {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      long at = from;
      while (at < to) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), to - at));
        int read = channel.read(buffer, at);
        if (read < 0) {
          throw new IOException("ends at byte " + at + " (expected: " + to + ")");
        }
        sha256.update(buffer.flip());
        at += read;
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
