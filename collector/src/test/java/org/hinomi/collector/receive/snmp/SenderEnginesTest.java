package org.hinomi.collector.receive.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SenderEnginesTest {
  private static final long SECOND = 1_000_000_000L;
  private static final byte[] ENGINE = {1, 2, 3, 4, 5};

  private final SenderEngines engines = new SenderEngines(3);

  @Test
  void theWindowMovesWithTheClock() {
    assertThat(engines.timely(ENGINE, 3, 1000, 0)).isTrue();
    assertThat(engines.timely(ENGINE, 3, 1000, 150 * SECOND)).as("150 s late").isTrue();
    assertThat(engines.timely(ENGINE, 3, 1000, 151 * SECOND)).as("151 s late").isFalse();
    assertThat(engines.timely(ENGINE, 3, 1151, 151 * SECOND)).isTrue();
    assertThat(engines.timely(ENGINE, 3, 5000, 152 * SECOND)).as("its clock went fast").isTrue();
    assertThat(engines.timely(ENGINE, 3, 1160, 160 * SECOND)).isFalse();
  }

  @Test
  void bootsNeverGoBack() {
    assertThat(engines.timely(ENGINE, 3, 1000, 0)).isTrue();
    assertThat(engines.timely(ENGINE, 4, 0, SECOND)).isTrue();
    assertThat(engines.timely(ENGINE, 3, 1001, SECOND)).isFalse();
    assertThat(engines.timely(ENGINE, Integer.MAX_VALUE, 1, SECOND)).as("at its end").isFalse();
    assertThat(engines.timely(ENGINE, -1, 1, SECOND)).isFalse();
  }

  @Test
  void theOneThatWasSilentForLongestIsForgotten() {
    for (byte i = 1; i <= 3; i++) {
      assertThat(engines.timely(new byte[] {i}, 5, 100, 0)).isTrue();
    }
    assertThat(engines.timely(new byte[] {1}, 5, 101, SECOND)).isTrue();
    assertThat(engines.timely(new byte[] {4}, 5, 100, SECOND)).isTrue();
    assertThat(engines.size()).isEqualTo(3);
    assertThat(engines.forgotten()).isEqualTo(1);
    assertThat(engines.timely(new byte[] {1}, 4, 1, SECOND)).as("still known").isFalse();
    assertThat(engines.timely(new byte[] {2}, 4, 1, SECOND)).as("forgotten").isTrue();
  }
}
