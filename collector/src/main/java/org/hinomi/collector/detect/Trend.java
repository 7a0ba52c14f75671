package org.hinomi.collector.detect;

import java.util.Arrays;

/**
 * A robust trend: the median of the slopes between all pairs of points (Theil 1950), with the
 * confidence bounds of Sen 1968. Up to 29 % of the points may be anything. With n points and N =
 * n(n-1)/2 slopes in order, the bounds at 95 % are those at (N ± C)/2, where C = 1.96
 * sqrt(n(n-1)(2n+5)/18), the deviation of Kendall's S without ties.
 *
 * @param slope per second, the median
 * @param least per second: the trend is steeper than this with 97.5 %
 * @param most per second: it is less steep than this with 97.5 %
 * @param last value of the line at the last point
 */
record Trend(double slope, double least, double most, double last) {
  private static final double Z = 1.96;

  /**
   * @param times seconds, ascending, none twice
   * @param n how many points count; at least 2
   */
  static Trend of(double[] times, double[] values, int n) {
    double[] slopes = new double[n * (n - 1) / 2];
    int k = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        slopes[k++] = (values[j] - values[i]) / (times[j] - times[i]);
      }
    }
    Arrays.sort(slopes);
    double slope = median(slopes, slopes.length);
    double c = Z * Math.sqrt(n * (n - 1.0) * (2.0 * n + 5) / 18);
    int low = (int) Math.floor((slopes.length - c) / 2);
    int high = (int) Math.ceil((slopes.length + c) / 2);
    double[] ends = new double[n];
    for (int i = 0; i < n; i++) {
      ends[i] = values[i] + slope * (times[n - 1] - times[i]);
    }
    Arrays.sort(ends);
    return new Trend(
        slope,
        low < 0 ? Double.NEGATIVE_INFINITY : slopes[low],
        high >= slopes.length ? Double.POSITIVE_INFINITY : slopes[high],
        median(ends, n));
  }

  /** Of values in ascending order. */
  static double median(double[] sorted, int n) {
    return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  }

  /**
   * Seconds until the line reaches a level; infinite where it does not, or where the trend may as
   * well be none: where the bound on the near side leads away from the level, or reaches it only in
   * more than twice the time. So noise without a trend forecasts nothing.
   */
  double secondsTo(double level) {
    double left = level - last;
    if (left == 0) {
      return 0;
    }
    double sure = left > 0 ? least : -most;
    double way = Math.abs(left);
    double speed = left > 0 ? slope : -slope;
    if (sure <= 0 || speed <= 0 || way / sure > 2 * way / speed) {
      return Double.POSITIVE_INFINITY;
    }
    return way / speed;
  }
}
