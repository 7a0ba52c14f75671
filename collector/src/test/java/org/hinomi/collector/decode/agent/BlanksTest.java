package org.hinomi.collector.decode.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BlanksTest {
  /** Bytes beside a blank in value, and such that have its bits and one more. */
  private static final byte[] BYTES = {' ', ' ', 0x1f, 0x21, 0, (byte) 0xa0, 'a', (byte) 0xff};

  @Test
  void findsWhatLookingAtEachByteFinds() {
    Random random = new Random(1);
    for (int round = 0; round < 20_000; round++) {
      byte[] b = new byte[random.nextInt(40)];
      for (int i = 0; i < b.length; i++) {
        b[i] = BYTES[random.nextInt(BYTES.length)];
      }
      int from = random.nextInt(b.length + 1);
      int end = from + random.nextInt(b.length - from + 1);
      int n = 1 + random.nextInt(7);
      assertThat(Blanks.find(b, from, end, n)).isEqualTo(oneByOne(b, from, end, n));
    }
  }

  private static int oneByOne(byte[] b, int from, int end, int n) {
    int seen = 0;
    for (int i = from; i < end; i++) {
      if (b[i] == ' ' && ++seen == n) {
        return i;
      }
    }
    return -1;
  }
}
