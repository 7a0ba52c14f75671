package org.hinomi.collector.detect;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiConsumer;
import org.hinomi.collector.calendar.Calendar;
import org.hinomi.collector.calendar.Calendars;

/**
 * What thresholds remember to derive values from. At most {@value #SERIES} series, {@value
 * #BASELINES} of them with a baseline (12 KiB each); beyond that nothing is derived, and it is
 * counted. Not part of a draft: a sample that comes again changes nothing, since only later ones
 * do. For one thread.
 */
public final class Derivations {
  static final int SERIES = 5_000;
  static final int BASELINES = 1_000;
  private static final long MICROS = 1_000_000;

  private final Calendars calendars;
  private final Map<SeriesKey, DerivedState> states = new HashMap<>();
  private final Map<SeriesKey, byte[]> kept = new HashMap<>();
  private final Set<SeriesKey> dirty = new LinkedHashSet<>();
  private int baselines;
  private long refused;

  public Derivations(Calendars calendars) {
    this.calendars = calendars;
  }

  /** What is judged in place of a value; empty while it is being learned. */
  public OptionalDouble derive(Threshold threshold, SeriesKey key, long timeMicros, double value) {
    Derivation derivation = threshold.derivation();
    if (derivation instanceof Derivation.Plain) {
      return OptionalDouble.of(value);
    }
    DerivedState state = states.get(key);
    if (state == null) {
      boolean large = derivation instanceof Derivation.Baseline;
      if (states.size() >= SERIES || large && baselines >= BASELINES) {
        refused++;
        return OptionalDouble.empty();
      }
      baselines += large ? 1 : 0;
      state = fresh(derivation);
      byte[] before = kept.remove(key);
      if (before != null) {
        state.read(before);
      }
      states.put(key, state);
    }
    dirty.add(key);
    return state.derive(
        derivation, timeMicros, value, hour(key.host(), about(threshold, timeMicros)));
  }

  /** The time that a value is about: a count is given at the end of its time, which is the next. */
  private static long about(Threshold threshold, long timeMicros) {
    return threshold.events() == null ? timeMicros : timeMicros - 1;
  }

  private static DerivedState fresh(Derivation derivation) {
    return switch (derivation) {
      case Derivation.Forecast forecast -> new SeriesPoints(forecast.window().toSeconds());
      case Derivation.Change change -> new SeriesPoints(change.over().toSeconds() * 5 / 4);
      case Derivation.Baseline baseline -> new HourlyBaseline(baseline.counts());
      case Derivation.Plain plain -> throw new IllegalArgumentException("nothing to derive");
    };
  }

  private DerivedState.Hour hour(String host, long timeMicros) {
    Calendar calendar = calendars.ofHost(host);
    long seconds = Math.floorDiv(timeMicros, MICROS);
    LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds), calendar.zone());
    long number = local.toEpochSecond(ZoneOffset.UTC) / 3600;
    int slot =
        calendar.holidayOn(local.toLocalDate()).isPresent()
            ? 168 + local.getHour()
            : (local.getDayOfWeek().getValue() - 1) * 24 + local.getHour();
    return new DerivedState.Hour(number, slot);
  }

  /** Whether a threshold is asked at such a time. */
  public boolean asks(Threshold threshold, String host, long timeMicros) {
    if (threshold.in() == Threshold.In.ALWAYS) {
      return true;
    }
    boolean working = calendars.ofHost(host).atMicros(about(threshold, timeMicros)).working();
    return working == (threshold.in() == Threshold.In.WORKING);
  }

  /** Series for which nothing is derived, because there are too many: how often that was so. */
  public long refused() {
    return refused;
  }

  public boolean changed() {
    return !dirty.isEmpty();
  }

  /** Gives the states that changed since it was asked last. */
  public void changes(BiConsumer<SeriesKey, byte[]> each) {
    for (SeriesKey key : dirty) {
      DerivedState state = states.get(key);
      if (state != null) {
        each.accept(key, state.write());
      }
    }
    dirty.clear();
  }

  /** Takes back a state that was kept; used when its series speaks again. */
  public void restore(SeriesKey key, byte[] state) {
    if (kept.size() < SERIES) {
      kept.put(key, state);
    }
  }
}
