package org.hinomi.collector.search.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hinomi.collector.detect.Direction;
import org.hinomi.collector.detect.Level;

/**
 * Proposes levels for a metric from its history: what only so small a share of the values reached,
 * and which alerts each would have raised. An alert is raised when values have been at the level
 * for long enough, and lasts to the first one inside of it by 5 %, as one of a threshold that says
 * no more. For one thread.
 */
public final class LevelSuggestion {
  /** Shares of the values inside the levels that are proposed. */
  private static final double[] SHARES = {0.95, 0.99, 0.995, 0.999, 1.0};

  /** A level that most values reach is none. */
  private static final double LEAST_SHARE = 0.5;

  private static final long NONE = Long.MIN_VALUE;

  private final Direction direction;
  private final Duration hold;
  private final Duration length;
  private final Map<SortedMap<String, String>, Series> series = new LinkedHashMap<>();
  private int count;

  /** Values in the order of time; those of a level that low ones reach stand negated. */
  private static final class Series {
    long[] times = new long[16];
    double[] values = new double[16];
    int size;

    void add(long time, double value) {
      if (size == times.length) {
        times = Arrays.copyOf(times, size * 2);
        values = Arrays.copyOf(values, size * 2);
      }
      times[size] = time;
      values[size++] = value;
    }
  }

  /**
   * An alert that would have been raised.
   *
   * @param labels host and attributes
   * @param from when its level was reached
   * @param until when it was over, or the last value
   */
  public record Would(SortedMap<String, String> labels, Instant from, Instant until, double worst) {
    public Would {
      labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }
  }

  /**
   * A level.
   *
   * @param inside share of the values that do not reach it
   * @param alerts that it would have raised, the worst first
   */
  public record Proposal(double level, double inside, List<Would> alerts) {
    public Proposal {
      alerts = List.copyOf(alerts);
    }
  }

  /** For levels that each high value reaches at once. */
  public LevelSuggestion() {
    this(Direction.ABOVE, Duration.ZERO, Duration.ZERO);
  }

  /**
   * @param hold for how long values are at the level before it raises
   * @param length what a value stands for: its own time at the level
   */
  public LevelSuggestion(Direction direction, Duration hold, Duration length) {
    this.direction = direction;
    this.hold = hold;
    this.length = length;
  }

  /** Takes a value; those of a series come in the order of time. */
  public void add(SortedMap<String, String> labels, Instant time, double value) {
    series.computeIfAbsent(labels, n -> new Series()).add(time.toEpochMilli(), signed(value));
    count++;
  }

  /** How many values there are. */
  public int count() {
    return count;
  }

  /** How many series have one. */
  public int seriesCount() {
    return series.size();
  }

  private double signed(double value) {
    return direction == Direction.ABOVE ? value : -value;
  }

  /**
   * The levels, the first reached first; none where nothing was taken.
   *
   * @param shares whether values are shares: levels are whole per cents then
   */
  public List<Proposal> proposals(boolean shares) {
    if (count == 0) {
      return List.of();
    }
    double[] all = all();
    TreeSet<Double> levels = new TreeSet<>();
    for (double share : SHARES) {
      double value = all[Math.min(count - 1, (int) Math.floor(share * count))];
      // No level is -0.
      levels.add(0.0 + (shares ? Math.min(1.0, Math.ceil(value * 100) / 100) : rounded(value)));
    }
    List<Proposal> proposals = new ArrayList<>();
    for (double level : levels) {
      Proposal proposal = proposal(Level.withDefaultClear(direction, signed(level)), all);
      if (proposal.inside() >= LEAST_SHARE) {
        proposals.add(proposal);
      }
    }
    return proposals;
  }

  /** What a level would have raised that somebody names. */
  public Proposal of(Level level) {
    return proposal(level, all());
  }

  private double[] all() {
    double[] all = new double[count];
    int n = 0;
    for (Series values : series.values()) {
      System.arraycopy(values.values, 0, all, n, values.size);
      n += values.size;
    }
    Arrays.sort(all);
    return all;
  }

  private Proposal proposal(Level level, double[] all) {
    double raise = 0.0 + signed(level.raise());
    int inside = Arrays.binarySearch(all, raise);
    inside = inside < 0 ? -inside - 1 : first(all, inside);
    double share = all.length == 0 ? 1 : (double) inside / all.length;
    return new Proposal(0.0 + signed(raise), share, alerts(raise, signed(level.clear())));
  }

  private static int first(double[] all, int found) {
    int at = found;
    while (at > 0 && all[at - 1] == all[found]) {
      at--;
    }
    return at;
  }

  /** Up, to two figures: a level with more says more than it knows. */
  private static double rounded(double value) {
    if (value == 0) {
      return 0;
    }
    double unit = Math.pow(10, Math.floor(Math.log10(Math.abs(value))) - 1);
    return Math.ceil(value / unit - 1e-9) * unit;
  }

  private List<Would> alerts(double raise, double clear) {
    List<Would> alerts = new ArrayList<>();
    series.forEach((labels, values) -> alerts(labels, values, raise, clear, alerts));
    Comparator<Would> worst = Comparator.comparingDouble(alert -> signed(alert.worst()));
    alerts.sort(worst.reversed().thenComparing(Would::from));
    return alerts;
  }

  private void alerts(
      SortedMap<String, String> labels, Series of, double raise, double clear, List<Would> into) {
    long since = NONE;
    boolean raised = false;
    double worst = raise;
    for (int i = 0; i < of.size; i++) {
      double value = of.values[i];
      long time = of.times[i];
      if (value >= raise) {
        worst = since == NONE ? value : Math.max(worst, value);
        since = since == NONE ? time : since;
        raised |= time - since + length.toMillis() >= hold.toMillis();
      } else if (!raised) {
        since = NONE;
      } else if (value <= clear) {
        into.add(would(labels, since, time, worst));
        raised = false;
        since = NONE;
      }
    }
    if (raised) {
      into.add(would(labels, since, of.times[of.size - 1], worst));
    }
  }

  private Would would(SortedMap<String, String> labels, long from, long until, double worst) {
    return new Would(
        labels, Instant.ofEpochMilli(from), Instant.ofEpochMilli(until), 0.0 + signed(worst));
  }
}
