package org.hinomi.bench.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/** Writes numbered lines into a file, about a thousand a second, until it is stopped. */
final class Lines implements AutoCloseable {
  private static final int TOGETHER = 10;
  private static final long PAUSE_NANOS = 10_000_000;

  private final Thread thread;
  private volatile boolean stopped;
  private volatile long written;

  Lines(Path file) {
    thread = Thread.ofPlatform().name("lines").start(() -> write(file));
  }

  private void write(Path file) {
    try (Writer out = Files.newBufferedWriter(file, StandardOpenOption.APPEND)) {
      for (long i = 0; !stopped; i += TOGETHER) {
        for (int j = 0; j < TOGETHER; j++) {
          out.write("oak number " + (i + j) + "\n");
        }
        out.flush();
        written = i + TOGETHER;
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops, and gives how many lines there are. */
  long end() throws InterruptedException {
    stopped = true;
    thread.join();
    return written;
  }

  @Override
  public void close() throws InterruptedException {
    end();
  }
}
