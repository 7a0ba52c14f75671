package org.hinomi.core.syslog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampReaderTest {
  private static final long RECEIVED =
      Instant.parse("2026-11-23T19:00:00Z").getEpochSecond() * 1_000_000;

  private final TimestampReader reader = new TimestampReader();

  /** An hour that is remembered is no reason to take what no clock shows. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-23T18:17:61Z",
        "2026-11-23T18:17:99Z",
        "2026-11-23T18:60:12Z",
        "Nov 23 18:17:61",
        "Nov 23 18:75:12"
      })
  void whatNoClockShowsIsNoTimeWhateverWasReadBefore(String text) {
    assertThat(read(text)).isEqualTo(-1);
    assertThat(read("2026-11-23T18:17:12Z")).isPositive();
    assertThat(read(text)).isEqualTo(-1);
    assertThat(read("Nov 23 18:17:12")).isPositive();
    assertThat(read(text)).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-23T18:59:60Z", "Nov 23 18:59:60"})
  void aLeapSecondIsTheSecondBehind(String text) {
    for (int i = 0; i < 2; i++) {
      assertThat(read(text)).isEqualTo(text.length());
      assertThat(reader.micros()).isEqualTo(RECEIVED);
    }
  }

  private int read(String text) {
    byte[] b = text.getBytes(US_ASCII);
    return reader.read(b, 0, b.length, RECEIVED, ZoneOffset.UTC);
  }
}
