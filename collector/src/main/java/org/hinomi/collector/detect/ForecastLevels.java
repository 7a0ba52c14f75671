package org.hinomi.collector.detect;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hinomi.core.settings.Section;

/** The levels of a forecast: hours that are left. */
final class ForecastLevels {
  private static final Duration LONGEST = Duration.ofDays(365);

  /** A forecast ends when so many times the hours are left: trends move. */
  private static final double CLEAR = 1.5;

  private ForecastLevels() {}

  static Levels read(Section threshold, Section forecast) {
    Optional<Duration> warning = within(forecast, "warning");
    Optional<Duration> critical = within(forecast, "critical");
    for (String key : List.of("warning", "critical", "clear", "clear-critical", "direction")) {
      if (threshold.has(key)) {
        threshold.problem(key, "beside forecast", "warning and critical in forecast, as times");
      }
    }
    if (warning.isEmpty() && critical.isEmpty()) {
      if (!forecast.has("warning") && !forecast.has("critical")) {
        forecast.problem("warning", "missing", "warning, critical, or both, as 48h");
      }
      return new Levels(Direction.BELOW, level(LONGEST), null, Duration.ZERO, Duration.ZERO);
    }
    boolean right =
        warning.isEmpty() || critical.isEmpty() || critical.get().compareTo(warning.get()) <= 0;
    if (!right) {
      forecast.problem("critical", "" + critical.get(), "at most " + warning.get());
    }
    return new Levels(
        Direction.BELOW,
        warning.map(ForecastLevels::level).orElse(null),
        critical.filter(c -> right).map(ForecastLevels::level).orElse(null),
        threshold.duration("for").orElse(Duration.ZERO),
        threshold.duration("clear-for").orElse(Duration.ZERO));
  }

  private static Optional<Duration> within(Section s, String key) {
    return s.duration(key, Duration.ofMinutes(10), LONGEST).optional();
  }

  private static Level level(Duration within) {
    double hours = within.toMinutes() / 60.0;
    return new Level(hours, hours * CLEAR);
  }
}
