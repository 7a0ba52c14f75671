package org.hinomi.core.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class SigmaReaderFuzzTest {

  /**
   * Whatever comes in gives rules that can be asked, or reasons with a line; never an exception.
   */
  @FuzzTest
  void readsOrSaysWhy(byte[] input) {
    SigmaReader.Reading reading = new SigmaReader().read("fuzz.yml", input);
    assertThat(reading.rules().isEmpty() && reading.problems().isEmpty()).isFalse();
    for (SigmaProblem problem : reading.problems()) {
      assertThat(problem.line()).isPositive();
      assertThat(problem.message()).isNotBlank();
    }
    Events event = Events.of("a", "some text", "message", "Failed password for root");
    for (SigmaRule rule : reading.rules()) {
      boolean first = rule.matches(event);
      assertThat(rule.matches(event)).isEqualTo(first);
    }
  }
}
