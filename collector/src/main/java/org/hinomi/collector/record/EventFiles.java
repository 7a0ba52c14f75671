package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** Where a question finds the events' files. Thread-safe. */
interface EventFiles {

  /** The files in which events of a window may be, all of one moment. */
  Held files(Window window) throws IOException;

  /** The files in which events of a span of positions may be, all of one moment. */
  Held files(Positions positions) throws IOException;

  /**
   * Waits until an event at a position or after it is there, or patience is at an end.
   *
   * @return {@link #nextPosition}
   */
  long awaitEvent(long position, Duration patience) throws InterruptedException;

  /** First journal position that is not in it. */
  long nextPosition();

  /** How many events there are in all. */
  long rows();

  /** When the newest was received, microseconds since 1970; empty where there is none. */
  OptionalLong lastReceivedMicros();

  /**
   * A question has failed in a way that a damaged file may be the reason of; looks for it, which
   * takes as long as reading all files.
   *
   * @return whether one is known that will be mended
   */
  boolean suspect() throws IOException;

  /** Files that stay until this is closed. */
  interface Held extends AutoCloseable {
    List<Path> files();

    /** Of the bytes of a file that is a part, as the manifest says, hexadecimal; else empty. */
    String sha256(Path file);

    @Override
    void close();
  }
}
