package org.hinomi.collector.receive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names connections unlike all others of a history, also across restarts and whatever the clock
 * does: the number of the run, kept in a file, times 2^32, and a count. Thread-safe.
 */
public final class ConnectionNumbers {
  private final AtomicLong last;

  private ConnectionNumbers(long run) {
    last = new AtomicLong(run << 32);
  }

  /**
   * Begins another run.
   *
   * @param dir the folder of the history, which exists
   * @throws IOException where the file cannot be read, understood or written; the collector must
   *     not start then, since numbers could repeat
   */
  public static ConnectionNumbers open(Path dir) throws IOException {
    Path file = dir.resolve("runs");
    long run = 1;
    if (Files.exists(file)) {
      String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
      try {
        run = Long.parseLong(text) + 1;
      } catch (NumberFormatException e) {
        throw new IOException(
            file + ": \"" + text + "\" (expected: how often the collector has started)", e);
      }
    }
    Path next = dir.resolve("runs.tmp");
    try (FileChannel out =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap((run + "\n").getBytes(StandardCharsets.US_ASCII)));
      out.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return new ConnectionNumbers(run);
  }

  /** A number above 0 that no other connection has. */
  public long next() {
    return last.incrementAndGet();
  }
}
