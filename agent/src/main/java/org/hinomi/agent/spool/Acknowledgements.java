package org.hinomi.agent.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.hinomi.core.event.Identity;
import org.jspecify.annotations.Nullable;

/**
 * What was given out, and how far the collector has it. Guarded by the spool's lock, but for {@link
 * #acknowledge}, which is for one thread at a time.
 */
final class Acknowledgements {
  /**
   * Positions are not written more often, but at the end and before segments go: after a kill what
   * was acknowledged since is sent again, which the collector knows.
   */
  private static final long WRITE_NANOS = 5_000_000_000L;

  private final Path directory;
  private final LongSupplier nanoTime;
  private final Queue<Batch> inFlight = new ConcurrentLinkedQueue<>();
  private final Map<StreamKey, String> streams = new HashMap<>();

  /** What was acknowledged before the start. */
  private final @Nullable Positions found;

  /** The batch that the oldest record without an answer is in, and where. */
  private @Nullable Batch batch;

  private volatile int answered;
  private volatile @Nullable Identity last;

  /** The newest that the file names. */
  private @Nullable Identity inFile;

  /** Whether the file lacks what the start found. */
  private boolean isBehind;

  private final long startNanos;
  private long writtenNanos;
  private long finished;

  /**
   * @param found what was acknowledged before
   * @param isBehind whether the file does not say all of that
   */
  Acknowledgements(
      Path directory, Optional<Positions> found, boolean isBehind, LongSupplier nanoTime) {
    this.isBehind = isBehind;
    this.directory = directory;
    this.nanoTime = nanoTime;
    this.found = found.orElse(null);
    found.ifPresent(known -> streams.putAll(known.streams()));
    startNanos = nanoTime.getAsLong();
    writtenNanos = startNanos;
  }

  /** The incarnation of the newest record that was acknowledged; 0 where none was. */
  long incarnation() {
    Identity newest = last;
    return newest != null ? newest.incarnation() : found == null ? 0 : found.incarnation();
  }

  boolean has(long incarnation, long sequence) {
    Identity newest = last;
    return newest == null
        ? Recovery.isAcknowledged(found, incarnation, sequence)
        : Recovery.isAcknowledged(newest.incarnation(), newest.sequence(), incarnation, sequence);
  }

  /** How many since the start. */
  long count() {
    return finished + answered;
  }

  /** Notes records that wait for their acknowledgements from now on. */
  void expect(Batch given) {
    inFlight.add(given);
  }

  /**
   * The collector has the oldest record that waits. But for the last one of a batch that is all:
   * then {@link #finish} is to be called.
   *
   * @return whether it is the last one
   */
  @SuppressWarnings("ReferenceEquality") // mostly it is the same object
  boolean acknowledge(Identity identity) {
    Batch of = batch;
    if (of == null) {
      of = inFlight.poll();
      batch = of;
    }
    int at = answered;
    Identity oldest = of == null ? null : of.records().get(at).identity();
    if (of == null || (identity != oldest && !identity.equals(oldest))) {
      throw new IllegalStateException("acknowledged: " + identity + " (expected: " + oldest + ")");
    }
    if (at + 1 == of.records().size()) {
      return true;
    }
    last = identity;
    answered = at + 1;
    return false;
  }

  /** The collector has the oldest batch: the positions of its streams move. */
  void finish() {
    Batch of = batch;
    if (of != null) {
      last = of.records().getLast().identity();
      streams.putAll(of.positions());
      finished += of.records().size();
      batch = null;
      answered = 0;
    }
  }

  /**
   * Writes where that was not done for a while, which is shorter after a start: an agent that is
   * killed again and again would never come further.
   */
  void writeIfDue() throws IOException {
    long now = nanoTime.getAsLong();
    if (now - writtenNanos > Math.min(WRITE_NANOS, (now - startNanos) / 4)) {
      write();
    }
  }

  /** Writes where there is something new. */
  @SuppressWarnings("ReferenceEquality")
  void write() throws IOException {
    Identity newest = last;
    if (newest != inFile || isBehind) {
      long sequence = newest != null ? newest.sequence() : found == null ? 0 : found.acknowledged();
      new Positions(incarnation(), sequence, streams).write(directory);
      inFile = newest;
      isBehind = false;
    }
    writtenNanos = nanoTime.getAsLong();
  }
}
