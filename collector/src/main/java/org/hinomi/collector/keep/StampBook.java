package org.hinomi.collector.keep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.hinomi.collector.keep.stamp.TimeStamp;
import org.hinomi.core.file.AtomicFile;

/**
 * The heads of a history that have a time stamp, {@code history/stamps.txt}: a line with the head,
 * a line with the stamp. Only ever appended to, by one thread.
 */
final class StampBook {
  static final String NAME = "history/stamps.txt";

  private StampBook() {}

  static Path path(Path data) {
    return data.resolve(NAME);
  }

  /**
   * All whole entries; of a last one that a crash left, nothing.
   *
   * @throws IllegalArgumentException where a line is not what was written
   */
  static List<SentHead> read(Path data) throws IOException {
    Path file = path(data);
    if (!Files.exists(file)) {
      return List.of();
    }
    byte[] all = Files.readAllBytes(file);
    String text = new String(all, 0, end(all), StandardCharsets.UTF_8);
    return SentHead.parse(text.lines().toList(), NAME);
  }

  /** Appends an entry and syncs it. */
  static void append(Path data, Head head, TimeStamp stamp) throws IOException {
    Path file = path(data);
    boolean made = !Files.exists(file);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(channel.size()));
      while (all.hasRemaining() && channel.read(all, all.position()) >= 0) {
        // Until all is read.
      }
      int end = end(all.array());
      channel.truncate(end);
      ByteBuffer bytes =
          ByteBuffer.wrap((head + "\n" + stamp.line() + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes, (long) end + bytes.position());
      }
      channel.force(true);
    }
    if (made) {
      AtomicFile.syncDirectory(file.resolveSibling(""));
    }
  }

  /** Where the last whole line ends. */
  private static int end(byte[] all) {
    int end = all.length;
    while (end > 0 && all[end - 1] != '\n') {
      end--;
    }
    return end;
  }
}
