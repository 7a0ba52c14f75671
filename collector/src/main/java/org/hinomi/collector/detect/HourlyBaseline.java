package org.hinomi.collector.detect;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * What a series usually is in each hour of the week: median and MAD of the last eight such hours.
 * 192 slots (168 of the week, 24 of holidays), some 12 KiB. How far a value is from usual is
 * measured by how the hours differ from each other and how the values within an hour do, both
 * together, so that neither noise within the hour nor drift from week to week is news. Counts of
 * events spread by chance alone as the square root of what is usual (Poisson), at least by one. For
 * one thread.
 */
final class HourlyBaseline implements DerivedState {
  static final int SLOTS = 192;
  private static final int WEEKS = 8;

  /** Samples of the present hour from which its median is made; more are thinned out evenly. */
  private static final int SAMPLES = 64;

  /** MAD → standard deviation of normal noise (Rousseeuw and Croux 1993). */
  private static final double CONSISTENT = 1.4826;

  /** Share of the median below which a deviation is no news, however steady the series was. */
  private static final double LEAST_SHARE = 0.02;

  private final boolean counts;
  private final float[] medians = new float[SLOTS * WEEKS];
  private final float[] spreads = new float[SLOTS * WEEKS];
  private final byte[] hours = new byte[SLOTS];
  private final byte[] next = new byte[SLOTS];
  private final double[] samples = new double[SAMPLES];
  private int sampled;
  private int every = 1;
  private int seen;
  private long hour = -1;
  private int slot;

  /**
   * @param counts whether the values are counts of events
   */
  HourlyBaseline(boolean counts) {
    this.counts = counts;
  }

  @Override
  public OptionalDouble derive(Derivation derivation, long timeMicros, double value, Hour now) {
    if (now.number() < hour) {
      return deviation(now.slot(), value); // late: its hour has been learned
    }
    if (now.number() > hour) {
      if (hour >= 0) {
        learn();
      }
      hour = now.number();
      slot = now.slot();
      sampled = 0;
      seen = 0;
      every = 1;
    }
    OptionalDouble deviation = deviation(now.slot(), value);
    if (seen++ % every == 0) {
      if (sampled == SAMPLES) {
        for (int i = 0; i < SAMPLES / 2; i++) {
          samples[i] = samples[2 * i];
        }
        sampled = SAMPLES / 2;
        every *= 2;
      }
      samples[sampled++] = value;
    }
    return deviation;
  }

  /** The hour is over: its median joins those of the weeks before. */
  private void learn() {
    if (sampled == 0) {
      return;
    }
    double[] sorted = Arrays.copyOf(samples, sampled);
    Arrays.sort(sorted);
    double median = Trend.median(sorted, sampled);
    medians[slot * WEEKS + next[slot]] = (float) median;
    spreads[slot * WEEKS + next[slot]] = (float) deviation(sorted, sampled, median);
    next[slot] = (byte) ((next[slot] + 1) % WEEKS);
    hours[slot] = (byte) Math.min(WEEKS, hours[slot] + 1);
  }

  private OptionalDouble deviation(int at, double value) {
    int n = hours[at];
    if (n < Derivation.Baseline.LEARNED) {
      return OptionalDouble.empty();
    }
    double[] known = new double[n];
    for (int i = 0; i < n; i++) {
      known[i] = medians[at * WEEKS + i];
    }
    Arrays.sort(known);
    double median = Trend.median(known, n);
    double between = deviation(known, n, median);
    for (int i = 0; i < n; i++) {
      known[i] = spreads[at * WEEKS + i];
    }
    Arrays.sort(known);
    double both = CONSISTENT * Math.hypot(between, Trend.median(known, n));
    double chance = counts ? Math.sqrt(Math.max(1, median)) : 0;
    double spread = Math.max(Math.max(both, chance), LEAST_SHARE * Math.abs(median));
    return spread == 0
        ? OptionalDouble.of(value == median ? 0 : 1_000)
        : OptionalDouble.of(Math.min(1_000, Math.abs(value - median) / spread));
  }

  /** The MAD; the values are lost. */
  private static double deviation(double[] values, int n, double median) {
    for (int i = 0; i < n; i++) {
      values[i] = Math.abs(values[i] - median);
    }
    Arrays.sort(values, 0, n);
    return Trend.median(values, n);
  }

  @Override
  public byte[] write() {
    ByteBuffer out = ByteBuffer.allocate(1 + SLOTS * 2 + SLOTS * WEEKS * 8).put((byte) 'b');
    out.put(hours).put(next);
    for (int i = 0; i < medians.length; i++) {
      out.putFloat(medians[i]).putFloat(spreads[i]);
    }
    return out.array();
  }

  @Override
  public void read(byte[] state) {
    if (state.length != 1 + SLOTS * 2 + SLOTS * WEEKS * 8 || state[0] != 'b') {
      return;
    }
    ByteBuffer in = ByteBuffer.wrap(state, 1, state.length - 1);
    in.get(hours).get(next);
    for (int i = 0; i < medians.length; i++) {
      medians[i] = in.getFloat();
      spreads[i] = in.getFloat();
    }
    for (int i = 0; i < SLOTS; i++) {
      hours[i] = (byte) Math.clamp(hours[i], 0, WEEKS);
      next[i] = (byte) Math.floorMod(next[i], WEEKS);
    }
  }
}
