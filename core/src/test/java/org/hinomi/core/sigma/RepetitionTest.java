package org.hinomi.core.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RepetitionTest {

  @Test
  void isReadBesideWhatTheSpecificationHas() {
    assertThat(read("repeat: {count: 2, within: 3m}").rules().getFirst().repetition())
        .isEqualTo(new Repetition(2, Duration.ofMinutes(3)));
    assertThat(read("repeat: {count: 10000}").rules().getFirst().repetition())
        .isEqualTo(new Repetition(10_000, null));
    assertThat(read("level: low").rules().getFirst().repetition()).isNull();
  }

  @Test
  void aRuleThatSaysItWrongIsRefused() {
    for (String[] wrong :
        new String[][] {
          {"repeat: 2", "not a map (expected: count, within)"},
          {"repeat: {within: 3m}", "null (expected: a number from 1 to 10000)"},
          {"repeat: {count: 0}", "0 (expected: a number from 1 to 10000)"},
          {"repeat: {count: 10001}", "10001 (expected: a number from 1 to 10000)"},
          {"repeat: {count: 2, within: 180}", "180 (expected: e.g. 90s, 5m, 1h)"},
          {"repeat: {count: 2, time: 3m}", "has no place here (expected: count, within)"},
        }) {
      SigmaReader.Reading reading = read(wrong[0]);
      assertThat(reading.rules()).as(wrong[0]).isEmpty();
      assertThat(reading.problems())
          .extracting(SigmaProblem::message)
          .as(wrong[0])
          .containsExactly(wrong[1]);
    }
  }

  private static SigmaReader.Reading read(String line) {
    return new SigmaReader()
        .read(
            "r.yml",
            """
            title: t
            logsource: {product: windows}
            detection: {selection: {EventID: 1}, condition: selection}
            """
                + line);
  }
}
