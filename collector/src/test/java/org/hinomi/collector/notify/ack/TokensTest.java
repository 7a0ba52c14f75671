package org.hinomi.collector.notify.ack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final String THREAD = "fedcba9876543210fedcba9876543210";
  private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");
  private final Tokens tokens = new Tokens(new byte[32], Duration.ofHours(1));

  @Test
  void grantsUntilItsTime() {
    String token = tokens.issue(THREAD, "佐藤", NOW);
    assertThat(token).matches("[A-Za-z0-9_-]+");
    assertThat(tokens.read(token, NOW.plusSeconds(3_599)).orElseThrow())
        .isEqualTo(new Tokens.Grant(THREAD, "佐藤", NOW.plusSeconds(3_600)));
    assertThat(tokens.read(token, NOW.plusSeconds(3_600))).isEmpty();
  }

  @Test
  void nothingOfItCanBeChanged() {
    String token = tokens.issue(THREAD, "sato", NOW);
    for (int i = 0; i < token.length() - 1; i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String changed = token.substring(0, i) + other + token.substring(i + 1);
      assertThat(tokens.read(changed, NOW)).as("character %s", i).isEmpty();
    }
    byte[] otherKey = new byte[32];
    otherKey[0] = 1;
    assertThat(new Tokens(otherKey, Duration.ofHours(1)).read(token, NOW)).isEmpty();
  }

  @Test
  void refusesWhatIsNoToken() {
    for (String wrong : new String[] {"", "a", "====", "\0", "x".repeat(100_000)}) {
      assertThat(tokens.read(wrong, NOW)).isEmpty();
    }
  }
}
