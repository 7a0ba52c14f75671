package org.hinomi.collector.detect;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the values of a field usually are, and which are far above it: a modified z-score (median
 * and MAD; Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993) of the logarithm, since
 * sizes and durations spread over orders of magnitude.
 *
 * <p>Of each day the median, the MAD and the largest value are kept, {@value #DAYS} times (days
 * with less than {@value #OF_DAY} values count together with the next ones); a day's figures are
 * those of at most {@value #SAMPLES} of its values, thinned out evenly. Usual is the median of the
 * days' medians; the spread is 1.4826 times the MAD of the days' medians and the median of their
 * MADs, both together, at least {@value #LEAST}. Extreme is a value more than {@value #DEVIATIONS}
 * spreads above (the authors have 3.5 for a sample that is looked at once; here each of thousands
 * of values a day is) that is also more than {@value #BEYOND} times the largest of all days and of
 * this one. Nothing is said before {@value #LEARNED} such days are known. Values below 0 are not
 * looked at. For one thread.
 */
final class UsualValues {
  static final int DAYS = 14;
  static final int LEARNED = 5;
  static final int OF_DAY = 10;
  static final double DEVIATIONS = 6;
  static final double BEYOND = 1.5;
  private static final int SAMPLES = 64;

  /** A tenth in a natural logarithm is a tenth of the value. */
  private static final double LEAST = 0.1;

  private static final double CONSISTENT = 1.4826;
  private static final int BYTES = 1 + 4 + 2 + 8 + DAYS * 12 + 9 + SAMPLES * 8;

  private final float[] medians = new float[DAYS];
  private final float[] spreads = new float[DAYS];
  private final float[] largest = new float[DAYS];
  private final double[] samples = new double[SAMPLES];
  private int count;
  private int next;
  private int day;
  private int sampled;
  private int seen;
  private int every = 1;
  private double most;

  /**
   * A value far above the usual.
   *
   * @param deviations how many spreads above
   */
  record Extreme(double usual, double largest, double deviations) {}

  /** The day of the newest value, since 1970. */
  int day() {
    return day;
  }

  /** Takes a value; says whether it is extreme. */
  Optional<Extreme> take(int today, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      return Optional.empty();
    }
    if (today > day) {
      day = today;
      if (seen >= OF_DAY) {
        learn();
      }
    }
    double log = Math.log1p(value);
    Optional<Extreme> extreme = judge(log);
    if (seen++ % every == 0) {
      if (sampled == SAMPLES) {
        for (int i = 0; i < SAMPLES / 2; i++) {
          samples[i] = samples[2 * i];
        }
        sampled = SAMPLES / 2;
        every *= 2;
      }
      samples[sampled++] = log;
    }
    most = Math.max(most, log);
    return extreme;
  }

  private Optional<Extreme> judge(double log) {
    if (count < LEARNED || log <= most + Math.log(BEYOND)) {
      return Optional.empty();
    }
    double before = most;
    for (int i = 0; i < count; i++) {
      before = Math.max(before, largest[i]);
    }
    if (log <= before + Math.log(BEYOND)) {
      return Optional.empty();
    }
    double[] known = sorted(medians);
    double median = Trend.median(known, count);
    double between = deviation(known, count, median);
    double within = Trend.median(sorted(spreads), count);
    double spread = Math.max(LEAST, CONSISTENT * Math.hypot(between, within));
    double deviations = (log - median) / spread;
    return deviations > DEVIATIONS
        ? Optional.of(new Extreme(Math.expm1(median), Math.expm1(before), deviations))
        : Optional.empty();
  }

  private double[] sorted(float[] values) {
    double[] sorted = new double[count];
    Arrays.setAll(sorted, i -> values[i]);
    Arrays.sort(sorted);
    return sorted;
  }

  /** The day is over, or the days in which there were enough values. */
  private void learn() {
    double[] sorted = Arrays.copyOf(samples, sampled);
    Arrays.sort(sorted);
    double median = Trend.median(sorted, sampled);
    medians[next] = (float) median;
    spreads[next] = (float) deviation(sorted, sampled, median);
    largest[next] = (float) most;
    next = (next + 1) % DAYS;
    count = Math.min(DAYS, count + 1);
    sampled = 0;
    seen = 0;
    every = 1;
    most = 0;
  }

  /** The MAD; the values are lost. */
  private static double deviation(double[] values, int n, double median) {
    for (int i = 0; i < n; i++) {
      values[i] = Math.abs(values[i] - median);
    }
    Arrays.sort(values, 0, n);
    return Trend.median(values, n);
  }

  byte[] write() {
    ByteBuffer out = ByteBuffer.allocate(BYTES).put((byte) 'u');
    out.putInt(day).put((byte) count).put((byte) next).putDouble(most);
    for (int i = 0; i < DAYS; i++) {
      out.putFloat(medians[i]).putFloat(spreads[i]).putFloat(largest[i]);
    }
    out.put((byte) sampled).putInt(seen).putInt(every);
    for (double sample : samples) {
      out.putDouble(sample);
    }
    return out.array();
  }

  /** Reads what was written; empty where it is something else. */
  static Optional<UsualValues> read(byte[] state) {
    if (state.length != BYTES || state[0] != 'u') {
      return Optional.empty();
    }
    UsualValues usual = new UsualValues();
    ByteBuffer in = ByteBuffer.wrap(state, 1, BYTES - 1);
    usual.day = in.getInt();
    usual.count = Math.clamp(in.get(), 0, DAYS);
    usual.next = Math.floorMod(in.get(), DAYS);
    usual.most = in.getDouble();
    for (int i = 0; i < DAYS; i++) {
      usual.medians[i] = in.getFloat();
      usual.spreads[i] = in.getFloat();
      usual.largest[i] = in.getFloat();
    }
    usual.sampled = Math.clamp(in.get(), 0, SAMPLES);
    usual.seen = Math.max(usual.sampled, in.getInt());
    usual.every = Math.max(1, in.getInt());
    Arrays.setAll(usual.samples, i -> in.getDouble());
    return Optional.of(usual);
  }
}
