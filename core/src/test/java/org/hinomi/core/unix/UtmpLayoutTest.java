package org.hinomi.core.unix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UtmpLayoutTest {
  private static final byte[] IPV6 = {
    0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7
  };

  @ParameterizedTest
  @EnumSource
  void tellsEachLayoutAndReadsAllOfIt(UtmpLayout layout) {
    UtmpRecord logon =
        new UtmpRecord(
            UtmpType.USER_PROCESS,
            70_000,
            "pts/0",
            "ts/0",
            "利用者",
            "h".repeat(256),
            9,
            255,
            4711,
            4_000_000_000_123_456L,
            "192.0.2.7");
    byte[] four = {(byte) 192, 0, 2, 7};
    byte[] six = UtmpBytes.of(layout, UtmpBytes.logon("pts/1", "eve", "h", 1_795_836_000L), IPV6);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(UtmpBytes.of(layout, UtmpBytes.boot(1_795_835_000L)));
    file.writeBytes(UtmpBytes.of(layout, logon, four));
    file.writeBytes(six);
    byte[] bytes = file.toByteArray();

    assertThat(UtmpLayout.tell(bytes)).contains(layout);
    assertThat(UtmpLayout.tell(java.util.Arrays.copyOf(bytes, layout.length()))).contains(layout);
    assertThat(layout.read(bytes, 0)).isEqualTo(UtmpBytes.boot(1_795_835_000L));
    assertThat(layout.read(bytes, layout.length())).isEqualTo(logon);
    assertThat(layout.read(bytes, 2 * layout.length()).address()).isEqualTo("2001:db8:0:0:0:0:0:7");
  }

  @Test
  void nothingElseIsTakenForIt() {
    byte[] random = new byte[64 << 10];
    new java.util.SplittableRandom(17).nextBytes(random);
    String text = "Nov 28 03:18:01 fs1 sshd[812]: Accepted publickey for ops\n".repeat(500);

    assertThat(UtmpLayout.tell(random)).isEqualTo(Optional.empty());
    assertThat(UtmpLayout.tell(text.getBytes(StandardCharsets.US_ASCII))).isEmpty();
    assertThat(UtmpLayout.tell(new byte[4096])).isEmpty();
    assertThat(UtmpLayout.tell(new byte[0])).isEmpty();
    assertThat(UtmpLayout.tell(text.getBytes(StandardCharsets.UTF_16LE))).isEmpty();
  }
}
