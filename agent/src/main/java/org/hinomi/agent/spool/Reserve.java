package org.hinomi.agent.spool;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Room on the disk that is kept back in a file: before the spool may free what it holds it has to
 * write, which a full disk does not let it. Guarded by the spool's lock.
 */
final class Reserve {
  static final String FILE = "reserve";

  /** Far more than the file of positions takes. */
  private static final int BYTES = 256 << 10;

  /** Kept where there is no room for all; still more than that file takes. */
  private static final int LEAST_BYTES = 32 << 10;

  private final Path file;
  private long kept;

  /** What has to write. */
  interface Action {
    void run() throws IOException;
  }

  /** Keeps it, where the disk has room. */
  Reserve(Path directory) throws IOException {
    file = directory.resolve(FILE);
    kept = Files.exists(file) ? Files.size(file) : 0;
    keep();
  }

  /**
   * Makes it where it is not whole, as large as there is room; the rest is left to the next time.
   */
  void keep() {
    if (kept >= BYTES) {
      return;
    }
    kept = 0;
    for (int bytes = BYTES; kept == 0 && bytes >= LEAST_BYTES; bytes /= 2) {
      write(bytes);
    }
  }

  private void write(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes); // zeros take no room where the file system packs
    try (FileChannel channel = FileChannel.open(file, CREATE, WRITE, TRUNCATE_EXISTING)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
      kept = size;
    } catch (IOException noRoom) {
      discard();
    }
  }

  private void discard() {
    kept = 0;
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // it is written over the next time
    }
  }

  /** Does it; where it fails, once more with the room that is kept back. */
  void use(Action action) throws IOException {
    try {
      action.run();
    } catch (IOException e) {
      if (kept == 0) {
        throw e;
      }
      discard();
      try {
        action.run();
      } finally {
        keep();
      }
    }
  }
}
