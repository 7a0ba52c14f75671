package org.hinomi.agent.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.hinomi.core.event.Identity;
import org.jspecify.annotations.Nullable;

/** What was given out, and how far the collector has it. Guarded by the spool's lock. */
final class Acknowledgements {
  /** The longest time that positions lie unwritten while more comes. */
  private static final long WRITE_NANOS = 1_000_000_000L;

  private record InFlight(long incarnation, long sequence, SpoolEntry entry) {}

  private final Path directory;
  private final LongSupplier nanoTime;
  private final Deque<InFlight> inFlight = new ArrayDeque<>();
  private final Map<StreamKey, String> streams = new HashMap<>();
  private @Nullable Positions last;
  private boolean dirty;
  private long writtenNanos;
  private long count;

  /**
   * @param found what was acknowledged before
   */
  Acknowledgements(Path directory, Optional<Positions> found, LongSupplier nanoTime) {
    this.directory = directory;
    this.nanoTime = nanoTime;
    last = found.orElse(null);
    found.ifPresent(known -> streams.putAll(known.streams()));
    writtenNanos = nanoTime.getAsLong();
  }

  /** The incarnation of the newest record that was acknowledged; 0 where none was. */
  long incarnation() {
    return last == null ? 0 : last.incarnation();
  }

  boolean has(long incarnation, long sequence) {
    return Recovery.isAcknowledged(last, incarnation, sequence);
  }

  /** How many since the start. */
  long count() {
    return count;
  }

  /** Notes a record that waits for its acknowledgement from now on. */
  void expect(long incarnation, long sequence, SpoolEntry entry) {
    inFlight.addLast(new InFlight(incarnation, sequence, entry));
  }

  /** The collector has the oldest record that waits. */
  void acknowledge(Identity identity) {
    InFlight oldest = inFlight.peekFirst();
    if (oldest == null
        || oldest.incarnation != identity.incarnation()
        || oldest.sequence != identity.sequence()) {
      throw new IllegalStateException("acknowledged: " + identity + " (expected: " + oldest + ")");
    }
    inFlight.removeFirst();
    SpoolEntry entry = oldest.entry;
    if (!entry.position().isEmpty()) {
      streams.put(new StreamKey(entry.source(), entry.stream()), entry.position());
    }
    last = new Positions(oldest.incarnation, oldest.sequence, Map.of());
    dirty = true;
    count++;
  }

  /**
   * @param idle nothing more comes at present
   */
  void writeIfDue(boolean idle) throws IOException {
    if (dirty && (idle || nanoTime.getAsLong() - writtenNanos > WRITE_NANOS)) {
      write();
    }
  }

  void write() throws IOException {
    if (last != null && dirty) {
      new Positions(last.incarnation(), last.acknowledged(), streams).write(directory);
    }
    dirty = false;
    writtenNanos = nanoTime.getAsLong();
  }
}
