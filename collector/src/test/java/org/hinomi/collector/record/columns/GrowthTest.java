package org.hinomi.collector.record.columns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class GrowthTest {
  @Test
  void whatIsLargeHasLittleRoomToSpare() {
    byte[] data = {1, 2, 3, 4};
    for (int needed = 5; needed < 40_000_000; needed += 1000) {
      if (needed > data.length) {
        data = Growth.grown(data, needed);
        assertThat(data.length).isBetween(needed, Math.max(2 << 20, needed + needed / 4));
      }
    }

    assertThat(data).startsWith(1, 2, 3, 4);
  }

  @Test
  void oneLargeValueGetsWhatItNeeds() {
    assertThat(Growth.grown(new byte[16], 5_000_000)).hasSize(5_000_000);
  }

  @Test
  void aColumnEndsBeforeWhatAnArrayHolds() {
    assertThatIllegalStateException().isThrownBy(() -> Growth.grown(new byte[1], 1L << 31));
  }
}
