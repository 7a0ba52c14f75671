package org.hinomi.collector.search.rules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Proposes levels for a metric from its history: what only so small a share of the values reached,
 * and which alerts each would have raised. An alert lasts from the first value at the level to the
 * first one inside of it by 5 %, as a threshold that says no more. For one thread.
 */
public final class LevelSuggestion {
  /** Shares of the values below the levels that are proposed. */
  private static final double[] SHARES = {0.95, 0.99, 0.995, 0.999, 1.0};

  private static final double CLEAR = 0.95;

  private final Map<String, List<Value>> series = new LinkedHashMap<>();
  private int count;

  private record Value(Instant time, double value) {}

  /**
   * An alert that would have been raised.
   *
   * @param series host and attributes
   */
  public record Would(String series, Instant from, Instant until, double worst) {}

  /**
   * A level.
   *
   * @param share of the values that lie below it
   * @param alerts that it would have raised, the worst first
   */
  public record Proposal(double level, double share, List<Would> alerts) {
    public Proposal {
      alerts = List.copyOf(alerts);
    }
  }

  /** Takes a value; those of a series come in the order of time. */
  public void add(String name, Instant time, double value) {
    series.computeIfAbsent(name, n -> new ArrayList<>()).add(new Value(time, value));
    count++;
  }

  public int count() {
    return count;
  }

  /**
   * The levels, the lowest first; none where nothing was taken.
   *
   * @param shares whether values are shares: levels are whole per cents then
   */
  public List<Proposal> proposals(boolean shares) {
    if (count == 0) {
      return List.of();
    }
    double[] all = new double[count];
    int n = 0;
    for (List<Value> values : series.values()) {
      for (Value value : values) {
        all[n++] = value.value();
      }
    }
    Arrays.sort(all);
    TreeSet<Double> levels = new TreeSet<>();
    for (double share : SHARES) {
      double value = all[Math.min(n - 1, (int) Math.floor(share * n))];
      levels.add(shares ? Math.min(1.0, Math.ceil(value * 100) / 100) : rounded(value));
    }
    List<Proposal> proposals = new ArrayList<>();
    for (double level : levels) {
      int below = Arrays.binarySearch(all, level);
      below = below < 0 ? -below - 1 : first(all, below);
      proposals.add(new Proposal(level, (double) below / n, alerts(level)));
    }
    return proposals;
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

  private List<Would> alerts(double level) {
    double clear = level - Math.abs(level) * (1 - CLEAR);
    List<Would> alerts = new ArrayList<>();
    for (Map.Entry<String, List<Value>> one : series.entrySet()) {
      Instant from = null;
      Instant until = Instant.EPOCH;
      double worst = level;
      for (Value value : one.getValue()) {
        if (from == null && value.value() >= level) {
          from = value.time();
          worst = value.value();
        } else if (from != null && value.value() <= clear) {
          alerts.add(new Would(one.getKey(), from, value.time(), worst));
          from = null;
        }
        worst = from == null ? level : Math.max(worst, value.value());
        until = value.time();
      }
      if (from != null) {
        alerts.add(new Would(one.getKey(), from, until, worst));
      }
    }
    alerts.sort(Comparator.comparingDouble(Would::worst).reversed().thenComparing(Would::from));
    return alerts;
  }
}
