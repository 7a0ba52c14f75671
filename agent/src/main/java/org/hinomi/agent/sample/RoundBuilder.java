package org.hinomi.agent.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.core.sample.Sample;
import org.hinomi.core.sample.SampleJson;

/**
 * Collects the values of one round, and turns counters into rates by what the round before had.
 * Confined to the sampling thread.
 */
final class RoundBuilder {

  private record Series(String metric, Map<String, String> attributes) {}

  private record Reading(long value, long nanos) {}

  private final List<Sample> samples = new ArrayList<>();
  private final List<Sample.Unavailable> unavailable = new ArrayList<>();
  private Map<Series, Reading> before = new HashMap<>();
  private Map<Series, Reading> now = new HashMap<>();
  private long nanos;

  /**
   * Starts a round.
   *
   * @param nanoTime monotonic clock, ns
   */
  void start(long nanoTime) {
    samples.clear();
    unavailable.clear();
    before = now;
    now = new HashMap<>();
    nanos = nanoTime;
  }

  SampleJson.Round finish(double intervalSeconds) {
    return new SampleJson.Round(intervalSeconds, samples, unavailable);
  }

  void value(String metric, Map<String, String> attributes, double value) {
    samples.add(Sample.of(metric, attributes, value));
  }

  void missing(String metric, Map<String, String> attributes, String reason) {
    unavailable.add(new Sample.Unavailable(metric, new java.util.TreeMap<>(attributes), reason));
  }

  /** Gives the share that {@code part} has in {@code whole}, 0..1. */
  void share(
      String metric, Map<String, String> attributes, double part, double whole, String ifNone) {
    if (whole > 0) {
      value(metric, attributes, part / whole);
    } else {
      missing(metric, attributes, ifNone);
    }
  }

  /**
   * Gives the rate of a counter per second of the monotonic clock, times {@code scale}. In the
   * first round of a series there is none, and no reason is given for what is not yet due.
   */
  void rate(String metric, Map<String, String> attributes, long counter, double scale) {
    var series = new Series(metric, Map.copyOf(attributes));
    now.put(series, new Reading(counter, nanos));
    Reading last = before.get(series);
    if (last == null) {
      return;
    }
    double seconds = (nanos - last.nanos) / 1e9;
    if (counter < last.value) {
      missing(
          metric,
          attributes,
          "the counter went back from " + last.value + " to " + counter + ": restarted or wrapped");
    } else if (seconds <= 0) {
      missing(metric, attributes, "no time has passed since the last round");
    } else {
      value(metric, attributes, (counter - last.value) * scale / seconds);
    }
  }
}
