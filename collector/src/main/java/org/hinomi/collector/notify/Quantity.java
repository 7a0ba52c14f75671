package org.hinomi.collector.notify;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** A value of a metric as people read it: {@code 93.1%}, {@code 81 °C}, {@code 2.5}. */
public final class Quantity {
  private Quantity() {}

  /**
   * @param metric OpenTelemetry name; it decides on the unit
   */
  public static String text(String metric, double value) {
    if (metric.endsWith(".utilization")) {
      return number(value * 100, 1) + "%";
    }
    if (metric.equals("hw.temperature")) {
      return number(value, 1) + " °C";
    }
    return number(value, 2);
  }

  private static String number(double value, int decimals) {
    BigDecimal rounded =
        BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0).toPlainString() : rounded.toPlainString();
  }
}
