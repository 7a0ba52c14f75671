package org.hinomi.collector.receive;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Times in which nothing was taken in, whoever sent. Thread-safe. */
public final class Pauses {

  /** Why nothing was taken in. */
  public enum Reason {
    /** The disk has less room than {@code disk.refuse}. */
    DISK_FULL,
    /** The journal could not be written. */
    JOURNAL_FAILED;

    /** As records have it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Pauses that are told together: all of one reason since the last that was told.
   *
   * @param from when the first began
   * @param to when the last ended
   * @param paused how long they were in all, by a clock that does not jump
   * @param count how many
   */
  public record Pause(Reason reason, Instant from, Instant to, Duration paused, long count) {

    private Pause and(Pause later) {
      return new Pause(reason, from, later.to, paused.plus(later.paused), count + later.count);
    }
  }

  private record Begun(Instant at, long nanos) {}

  private final InstantSource clock;
  private final LongSupplier nanoClock;
  private final Map<Reason, Begun> begun = new EnumMap<>(Reason.class);
  private final Map<Reason, Pause> over = new EnumMap<>(Reason.class);

  /**
   * @param nanoClock monotonic, nanoseconds
   */
  public Pauses(InstantSource clock, LongSupplier nanoClock) {
    this.clock = clock;
    this.nanoClock = nanoClock;
  }

  /** From now on nothing is taken in; no change where that is so already. */
  public synchronized void begin(Reason reason) {
    begun.computeIfAbsent(reason, r -> new Begun(clock.instant(), nanoClock.getAsLong()));
  }

  /** The reason is gone; no change where there was none. */
  public synchronized void end(Reason reason) {
    @Nullable Begun its = begun.remove(reason);
    if (its != null) {
      over.merge(reason, untilNow(reason, its), Pause::and);
    }
  }

  /** Those that are over and were not taken yet, at most one of each reason. */
  public synchronized List<Pause> take() {
    List<Pause> taken = List.copyOf(over.values());
    over.clear();
    return taken;
  }

  /** The same at the end: those that last count until now. */
  public synchronized List<Pause> takeAll() {
    new ArrayList<>(begun.keySet()).forEach(this::end);
    return take();
  }

  private Pause untilNow(Reason reason, Begun its) {
    return new Pause(
        reason,
        its.at(),
        clock.instant(),
        Duration.ofNanos(nanoClock.getAsLong() - its.nanos()),
        1);
  }
}
