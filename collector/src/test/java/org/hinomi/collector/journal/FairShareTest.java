package org.hinomi.collector.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class FairShareTest {
  private static final int CHUNK = 10;
  private static final InetAddress FLOOD = InetAddress.ofLiteral("192.0.2.1");

  private final FairShare shares = new FairShare(1_000);
  private long waiting;

  private boolean offer(InetAddress sender) {
    if (waiting + CHUNK > 1_000 || !shares.allows(sender, CHUNK, waiting)) {
      return false;
    }
    waiting += CHUNK;
    return true;
  }

  private int offered(InetAddress sender) {
    int taken = 0;
    while (offer(sender)) {
      taken += CHUNK;
    }
    return taken;
  }

  private static InetAddress sender(int number) {
    return InetAddress.ofLiteral("198.51.100." + number);
  }

  @Test
  void aFloodLeavesRoomForOthers() {
    assertThat(offered(FLOOD)).as("half, and half of the other half").isEqualTo(750);
    assertThat(offer(FLOOD)).isFalse();
    for (int i = 1; i <= 10; i++) {
      assertThat(offer(sender(i))).as("sender " + i).isTrue();
    }
    assertThat(offer(FLOOD)).as("has more than its share still").isFalse();
  }

  @Test
  void whoIsAloneGoesOnWhenHalfIsWritten() {
    assertThat(offered(FLOOD)).isEqualTo(750);
    waiting -= 100;
    shares.written(waiting);
    assertThat(offer(FLOOD)).as("not half yet").isFalse();
    waiting -= 200;
    shares.written(waiting);
    assertThat(offered(FLOOD)).isEqualTo(300);
  }

  @Test
  void twoFloodsGetTheSame() {
    waiting = 500;
    int[] taken = new int[2];
    for (int i = 0; i < 100; i++) {
      for (int j = 0; j < 2; j++) {
        if (offer(sender(j + 1))) {
          taken[j] += CHUNK;
        }
      }
    }
    assertThat(taken[0]).isEqualTo(taken[1]).isGreaterThan(100);
  }

  @Test
  void whatIsLargerThanAShareIsTakenAllTheSame() {
    assertThat(shares.allows(FLOOD, 400, 500)).isTrue();
    assertThat(shares.allows(FLOOD, 1, 900)).isFalse();
  }

  @Test
  void sendersWithoutEndTakeNoMemoryWithoutEnd() {
    for (int i = 0; i < 20_000; i++) {
      shares.allows(InetAddress.ofLiteral("10.0." + i / 250 + "." + i % 250), 1, 600);
    }
    assertThat(shares.known()).isLessThanOrEqualTo(10_001);
  }
}
