package org.hinomi.collector.detect;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How one log of one host speaks: when it last did, and what was usual on each of the last seven
 * days, in working hours and out of them apart. Usual is what was on at least {@value
 * #LEARNING_DAYS} days; until then nothing is judged but what is declared. Times are microseconds
 * since 1970 and those of receipt. For one thread.
 */
final class SourceRhythm {
  /** Days on which a source must have spoken before its silence says something. */
  static final int LEARNING_DAYS = 3;

  /** So many times the longest pause of the last days is late; twice that is silent. */
  static final int LATE_FACTOR = 2;

  /** So many times the busiest hour of the last days is a flood. */
  static final int FLOOD_FACTOR = 5;

  /** No pause is late that is shorter, whatever was learned. */
  static final long LEAST_PAUSE = 5 * 60 * 1_000_000L;

  /** No hour is a flood that has fewer records, whatever was learned. */
  static final long LEAST_FLOOD = 1_000;

  /** Records in a row without one missing before a missing one says something. */
  static final int CONTIGUOUS = 1_000;

  private static final int DAYS = 7;
  private static final long HOUR = 3_600_000_000L;
  private static final long DAY = 24 * HOUR;
  private static final byte LAYOUT = 1;
  private static final int BYTES = 1 + 8 * 7 + 4 + 2 * DAYS * (4 + 8 + 8);

  final SourceRule rule;

  long last;
  long position;

  /** What its silence was found to be, by the last look; null where it is not silent. */
  @Nullable BuiltIn silence;

  /** Since when it is silent: a later word ends that. */
  long silentSince;

  /** Whether the last look found a flood. */
  boolean floods;

  /** Whether something changed since it was kept last. */
  boolean dirty;

  private long hour;
  private long inHour;
  private long lastId;
  private int run;

  /** When the present kind of hours began, by the last look. */
  private long hoursSince;

  private long missing;

  /**
   * By kind of hours and day: which day it is, the longest pause in microseconds, most in an hour.
   */
  private final int[][] day = new int[2][DAYS];

  private final long[][] pause = new long[2][DAYS];
  private final long[][] most = new long[2][DAYS];

  SourceRhythm(SourceRule rule) {
    this.rule = requireNonNull(rule, "rule");
  }

  /**
   * A record came.
   *
   * @param ordinary whether the pause before it is one to learn from
   */
  void spoke(long received, long at, boolean working, boolean ordinary) {
    int kind = working ? 0 : 1;
    int slot = slot(received, kind);
    if (last != 0 && ordinary) {
      long since = received - Math.max(last, hoursSince);
      pause[kind][slot] = Math.max(pause[kind][slot], since);
    }
    long its = received / HOUR;
    if (its != hour) {
      hour = its;
      inHour = 0;
    }
    inHour++;
    last = Math.max(last, received);
    position = at;
  }

  /** The hour is over: what it had is learned, where it was no flood. */
  void hourOver(boolean working, boolean ordinary) {
    int kind = working ? 0 : 1;
    if (ordinary && inHour > 0) {
      int slot = slot(hour * HOUR, kind);
      most[kind][slot] = Math.max(most[kind][slot], inHour);
    }
  }

  private int slot(long micros, int kind) {
    int today = (int) (micros / DAY);
    int slot = today % DAYS;
    if (day[kind][slot] != today) {
      day[kind][slot] = today;
      pause[kind][slot] = 0;
      most[kind][slot] = 0;
    }
    return slot;
  }

  /**
   * A record with a number came.
   *
   * @return how many before it did not, where that says something; else 0
   */
  long numbered(long id) {
    long gap = id - lastId - 1;
    if (lastId == 0 || gap == 0) {
      run += lastId == 0 ? 0 : 1;
      lastId = id;
      return 0;
    }
    if (gap < 0) {
      if (id < lastId / 2) {
        // The log was cleared or put back; its own event tells of that.
        lastId = id;
        run = 0;
      }
      return 0; // else it came once more
    }
    boolean says = run >= CONTIGUOUS;
    lastId = id;
    run = says ? run : 0;
    missing += says ? gap : 0;
    return says ? gap : 0;
  }

  /** The next number is taken as it comes. */
  void forgetNumber() {
    lastId = 0;
  }

  /** From now on it is another kind of hours. */
  void hoursBegin(long now) {
    hoursSince = now;
  }

  long hoursSince() {
    return hoursSince;
  }

  long inHour(long now) {
    return now / HOUR == hour ? inHour : 0;
  }

  long hour() {
    return hour;
  }

  /** The pause that is late in such hours; empty while it is being learned. */
  OptionalLong late(boolean working, long now) {
    if (rule.every().isPresent()) {
      return OptionalLong.of(Latch.micros(rule.every().get()));
    }
    int kind = working ? 0 : 1;
    long longest = 0;
    int known = 0;
    int today = (int) (now / DAY);
    for (int i = 0; i < DAYS; i++) {
      if (day[kind][i] > today - DAYS && day[kind][i] != 0 && pause[kind][i] > 0) {
        known++;
        longest = Math.max(longest, pause[kind][i]);
      }
    }
    return known < LEARNING_DAYS
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(LEAST_PAUSE, LATE_FACTOR * longest));
  }

  /** Records in an hour out of working hours that are a flood; empty while it is being learned. */
  OptionalLong flood(long now) {
    if (rule.flood().isPresent()) {
      return rule.flood();
    }
    long busiest = 0;
    int known = 0;
    int today = (int) (now / DAY);
    for (int i = 0; i < DAYS; i++) {
      if (day[1][i] > today - DAYS && most[1][i] > 0) {
        known++;
        busiest = Math.max(busiest, most[1][i]);
      }
    }
    return known < LEARNING_DAYS
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(LEAST_FLOOD, FLOOD_FACTOR * busiest));
  }

  byte[] write() {
    ByteBuffer out = ByteBuffer.allocate(BYTES).put(LAYOUT);
    out.putLong(last).putLong(position).putLong(hour).putLong(inHour).putLong(lastId);
    out.putLong(hoursSince).putLong(missing).putInt(run);
    for (int kind = 0; kind < 2; kind++) {
      for (int i = 0; i < DAYS; i++) {
        out.putInt(day[kind][i]).putLong(pause[kind][i]).putLong(most[kind][i]);
      }
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  /** The state that was written; empty where it is of another layout. */
  static Optional<SourceRhythm> read(SourceRule rule, byte[] state) {
    if (state.length != BYTES || state[0] != LAYOUT) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(state, 1, state.length - 1);
    SourceRhythm rhythm = new SourceRhythm(rule);
    rhythm.last = in.getLong();
    rhythm.position = in.getLong();
    rhythm.hour = in.getLong();
    rhythm.inHour = in.getLong();
    rhythm.lastId = in.getLong();
    rhythm.hoursSince = in.getLong();
    rhythm.missing = in.getLong();
    rhythm.run = in.getInt();
    for (int kind = 0; kind < 2; kind++) {
      for (int i = 0; i < DAYS; i++) {
        rhythm.day[kind][i] = in.getInt();
        rhythm.pause[kind][i] = in.getLong();
        rhythm.most[kind][i] = in.getLong();
      }
    }
    return Optional.of(rhythm);
  }
}
