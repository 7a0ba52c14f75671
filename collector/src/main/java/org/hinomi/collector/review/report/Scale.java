package org.hinomi.collector.review.report;

/**
 * How people read a metric of {@code capacity}.
 *
 * @param factor from the stored unit to this one
 */
record Scale(String unit, double factor) {
  private static final Scale PERCENT = new Scale("%", 100);
  private static final Scale CELSIUS = new Scale("\u2103", 1);
  private static final Scale KILOBYTES = new Scale("kB/s", 1e-3);

  static Scale of(String metric) {
    return switch (metric) {
      case "hw.temperature" -> CELSIUS;
      case "system.network.io" -> KILOBYTES;
      default -> PERCENT;
    };
  }

  double of(double value) {
    return value * factor;
  }

  /** The end of an axis: shares are seen against the whole. */
  double end(double most) {
    return this == PERCENT ? Math.max(100, of(most)) : Math.max(1, of(most));
  }
}
