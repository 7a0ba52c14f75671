package org.hinomi.collector.detect;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** What is judged in place of a value itself. */
public sealed interface Derivation {

  /** The name of what is judged, for a metric. */
  String of(String metric);

  /** The value itself. */
  record Plain() implements Derivation {
    @Override
    public String of(String metric) {
      return metric;
    }
  }

  /** How much the value has changed over a time; nothing before that much is known. */
  record Change(Duration over) implements Derivation {
    public Change {
      requireNonNull(over, "over");
    }

    @Override
    public String of(String metric) {
      return "change(" + metric + ")";
    }
  }

  /**
   * In how many hours the value will be at a level, by its {@link Trend} over a window; at most
   * {@link Forecast#NEVER}.
   */
  record Forecast(Duration window, double level) implements Derivation {
    /** Hours that stand for never: a year. */
    public static final double NEVER = 8_784;

    public Forecast {
      requireNonNull(window, "window");
    }

    @Override
    public String of(String metric) {
      return "hours(" + metric + ")";
    }
  }

  /**
   * How far the value is from what it usually is in this hour of the week, in robust standard
   * deviations ({@link HourlyBaseline}) over the hours of at most eight weeks. Holidays are
   * compared with the same hour of holidays. Nothing is judged before {@link #LEARNED} such hours
   * are known.
   *
   * @param counts whether the values are counts of events, which spread by themselves as the square
   *     root of what is usual
   */
  record Baseline(boolean counts) implements Derivation {
    /** Hours of the same kind that make a baseline. */
    public static final int LEARNED = 4;

    /** Of measured values. */
    public Baseline() {
      this(false);
    }

    @Override
    public String of(String metric) {
      return "deviation(" + metric + ")";
    }
  }
}
