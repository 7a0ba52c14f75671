package org.hinomi.collector.detect;

/**
 * Where a severity begins and where it ends. Between the two nothing changes, so that a value that
 * hovers around the level raises one alert and not many.
 *
 * @param raise the severity begins when the value is here or beyond; in the unit of the metric
 * @param clear it ends when the value is here or further inside; on the good side of {@code raise}
 *     or equal to it
 */
public record Level(double raise, double clear) {

  /** How far inside its raise level a severity ends where the settings do not say: 5 % of it. */
  public static final double DEFAULT_MARGIN = 0.05;

  public Level {
    if (!Double.isFinite(raise) || !Double.isFinite(clear)) {
      throw new IllegalArgumentException(
          "level: raise " + raise + ", clear " + clear + " (expected: finite numbers)");
    }
  }

  /** A level that clears {@link #DEFAULT_MARGIN} inside. */
  public static Level withDefaultClear(Direction direction, double raise) {
    return withMargin(direction, raise, Math.abs(raise) * DEFAULT_MARGIN);
  }

  /** A level that clears {@code margin} (≥ 0) inside. */
  public static Level withMargin(Direction direction, double raise, double margin) {
    return new Level(raise, direction == Direction.ABOVE ? raise - margin : raise + margin);
  }
}
