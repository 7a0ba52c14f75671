package org.hinomi.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.hinomi.core.text.Glob;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelsTest {

  @Test
  void refusesLevelsInTheWrongOrder() {
    assertThatThrownBy(() -> levels(Direction.ABOVE, new Level(0.9, 0.8), new Level(0.8, 0.7)))
        .hasMessage("critical: 0.8 (expected: >= 0.9, the warning level)");
    assertThatThrownBy(() -> levels(Direction.BELOW, new Level(0.1, 0.2), new Level(0.2, 0.3)))
        .hasMessage("critical: 0.2 (expected: <= 0.1, the warning level)");
  }

  @Test
  void refusesAClearLevelOnTheBadSide() {
    assertThatThrownBy(() -> levels(Direction.ABOVE, new Level(0.8, 0.85), null))
        .hasMessage("clear: 0.85 (expected: <= 0.8, the level)");
    assertThatThrownBy(() -> levels(Direction.BELOW, null, new Level(0.1, 0.05)))
        .hasMessage("clear: 0.05 (expected: >= 0.1, the level)");
  }

  @Test
  void refusesNoLevelAtAll() {
    assertThatThrownBy(() -> levels(Direction.ABOVE, null, null))
        .hasMessage("levels: none (expected: warning, critical or both)");
  }

  @Test
  void clearsALittleInsideByDefault() {
    assertThat(Level.withDefaultClear(Direction.ABOVE, 0.8).clear()).isCloseTo(0.76, within(1e-9));
    assertThat(Level.withDefaultClear(Direction.BELOW, 0.2).clear()).isCloseTo(0.21, within(1e-9));
    assertThat(Level.withDefaultClear(Direction.BELOW, -10).clear()).isCloseTo(-9.5, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "db-*, db-1, true",
    "db-*, xdb-1, false",
    "*, '', true",
    "a*b*c, aXbXbc, true",
    "a*b*c, aXbX, false",
    "?, x, true",
    "?, '', false",
    "/srv*, /srv/data/x, true",
    "**a, bba, true",
  })
  void globs(String pattern, String text, boolean matches) {
    assertThat(new Glob(pattern).matches(text)).isEqualTo(matches);
  }

  private static Levels levels(
      Direction direction, @Nullable Level warning, @Nullable Level critical) {
    return new Levels(direction, warning, critical, Duration.ZERO, Duration.ZERO);
  }
}
