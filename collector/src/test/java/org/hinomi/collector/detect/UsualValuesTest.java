package org.hinomi.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class UsualValuesTest {
  private final Random random = new Random(6);

  @Test
  void aValueFarAboveAllThatWasIsExtreme() {
    UsualValues usual = new UsualValues();
    learn(usual, 8, 200);
    assertThat(usual.take(8, 20_000)).isEmpty();
    UsualValues.Extreme extreme = usual.take(8, 5e9).orElseThrow();
    assertThat(extreme.usual()).isBetween(5_000.0, 20_000.0);
    assertThat(extreme.deviations()).isGreaterThan(6);
    assertThat(usual.take(8, 5.1e9)).as("hardly more than the one before").isEmpty();
  }

  /** Sizes spread over orders of magnitude: the tail of every day is no news. */
  @Test
  void noiseRaisesNothing() {
    UsualValues usual = new UsualValues();
    int found = 0;
    for (int day = 0; day < 60; day++) {
      for (int i = 0; i < 500; i++) {
        double value = Math.exp(9 + 1.5 * random.nextGaussian());
        found += usual.take(day, value).isPresent() ? 1 : 0;
      }
    }
    assertThat(found).isZero();
  }

  @Test
  void nothingIsSaidBeforeFiveDaysAndFewValuesMakeADayTogether() {
    UsualValues usual = new UsualValues();
    learn(usual, 4, 50);
    assertThat(usual.take(4, 1e12)).isEmpty();
    UsualValues rare = new UsualValues();
    for (int day = 0; day < 40; day++) {
      rare.take(day, 1_000 + day);
      rare.take(day, 1_100 + day);
    }
    assertThat(rare.take(40, 1e9)).isPresent();
  }

  @Test
  void constantValuesNeedMoreThanATrifle() {
    UsualValues usual = new UsualValues();
    for (int day = 0; day < 8; day++) {
      for (int i = 0; i < 20; i++) {
        usual.take(day, 100);
      }
    }
    assertThat(usual.take(8, 140)).isEmpty();
    assertThat(usual.take(8, 400)).isPresent();
    assertThat(usual.take(8, Double.NaN)).isEmpty();
    assertThat(usual.take(8, -5)).isEmpty();
  }

  @Test
  void whatWasLearnedOutlivesARestart() {
    UsualValues usual = new UsualValues();
    learn(usual, 8, 200);
    UsualValues after = UsualValues.read(usual.write()).orElseThrow();
    assertThat(after.take(8, 5e9)).isEqualTo(usual.take(8, 5e9)).isPresent();
    assertThat(UsualValues.read(new byte[3])).isEmpty();
  }

  private void learn(UsualValues usual, int days, int each) {
    for (int day = 0; day < days; day++) {
      for (int i = 0; i < each; i++) {
        usual.take(day, 10_000 * Math.exp(0.3 * random.nextGaussian()));
      }
    }
  }
}
