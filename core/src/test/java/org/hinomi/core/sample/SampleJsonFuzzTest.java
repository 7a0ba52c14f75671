package org.hinomi.core.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class SampleJsonFuzzTest {

  /** Whatever comes in, it is either a round that survives a rewrite or refused with a reason. */
  @FuzzTest
  void readsOrSaysWhy(byte[] input) {
    SampleJson.Round round;
    try {
      round = SampleJson.read(input, 0, input.length);
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).isNotBlank();
      return;
    }
    byte[] rewritten = SampleJson.write(round);
    assertThat(SampleJson.read(rewritten, 0, rewritten.length)).isEqualTo(round);
  }
}
