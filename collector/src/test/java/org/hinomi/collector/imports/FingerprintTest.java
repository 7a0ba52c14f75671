package org.hinomi.collector.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  @Test
  void isTheSameWhoeverComputesIt() {
    Random random = new Random(14);
    byte[] bytes = new byte[300_000];
    random.nextBytes(bytes);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Fingerprint here = new Fingerprint("nas1");
      Fingerprint there = new Fingerprint("nas1", other);
      for (int i = 0; i < 20_000; i++) {
        int kept = i % 3000 == 17 ? 256 << 10 : random.nextInt(400);
        here.line(bytes, kept, kept + i % 2);
        there.line(bytes, kept, kept + i % 2);
        bytes[random.nextInt(400)]++;
        if (i % 1999 == 0) {
          assertThat(there.name()).isEqualTo(here.name());
        }
      }
      assertThat(there.name()).isEqualTo(here.name());
      assertThat(new Fingerprint("nas2", other).name()).isNotEqualTo(new Fingerprint("").name());
    }
  }
}
