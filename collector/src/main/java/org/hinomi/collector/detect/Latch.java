package org.hinomi.collector.detect;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One severity of one series: inactive, pending since the value reached the level, firing once it
 * has stayed there for long enough, inactive again once it has stayed inside the clear level for
 * long enough.
 *
 * @param sinceMicros when the value reached the level (event time, microseconds since 1970); 0 when
 *     inactive
 * @param insideMicros when it came inside the clear level; {@link #NOT_INSIDE} where it is not
 */
public record Latch(Phase phase, long sinceMicros, long insideMicros) {

  public static final long NOT_INSIDE = Long.MIN_VALUE;
  public static final Latch INACTIVE = new Latch(Phase.INACTIVE, 0, NOT_INSIDE);

  /** In ascending order. */
  public enum Phase {
    INACTIVE,
    PENDING,
    FIRING
  }

  public Latch {
    requireNonNull(phase, "phase");
  }

  boolean firing() {
    return phase == Phase.FIRING;
  }

  /** The latch after a value. Without a level (the settings took it away) it is inactive. */
  Latch after(Levels levels, @Nullable Level level, long timeMicros, double value) {
    if (level == null) {
      return INACTIVE;
    }
    if (levels.direction().reaches(value, level.raise())) {
      long since = phase == Phase.INACTIVE ? timeMicros : sinceMicros;
      boolean held = timeMicros - since >= micros(levels.holdFor());
      return new Latch(firing() || held ? Phase.FIRING : Phase.PENDING, since, NOT_INSIDE);
    }
    if (!firing()) {
      return INACTIVE;
    }
    if (!levels.direction().leaves(value, level.clear())) {
      return new Latch(Phase.FIRING, sinceMicros, NOT_INSIDE);
    }
    long inside = insideMicros == NOT_INSIDE ? timeMicros : insideMicros;
    return timeMicros - inside >= micros(levels.clearFor())
        ? INACTIVE
        : new Latch(Phase.FIRING, sinceMicros, inside);
  }

  /** The latch on a clock that was set back: what was being counted is counted anew. */
  Latch onNewClock() {
    return firing() ? new Latch(Phase.FIRING, sinceMicros, NOT_INSIDE) : INACTIVE;
  }

  static long micros(Duration duration) {
    return duration.toSeconds() * 1_000_000 + duration.getNano() / 1_000;
  }
}
