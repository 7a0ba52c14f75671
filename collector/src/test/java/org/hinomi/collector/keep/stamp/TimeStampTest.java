package org.hinomi.collector.keep.stamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeStampTest {
  private static final Instant AT = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private static final String TEXT = "hinomi-head …";

  @TempDir Path dir;
  private TestAuthority authority;

  @BeforeEach
  void start() throws Exception {
    authority = new TestAuthority(AT);
  }

  @AfterEach
  void stop() {
    authority.close();
  }

  @Test
  void provesThatATextWasThere() throws Exception {
    TimeStamp stamp = TimeStamp.parse(authority.client().stamp(TEXT).line());
    assertThat(stamp.check(TEXT, authority.authorities().certificates()))
        .isEqualTo(new TimeStamp.Proof(AT, "CN=Test time stamps", true));
    Path pem = Files.writeString(dir.resolve("ca.pem"), authority.pem());
    assertThat(stamp.check(TEXT, Authorities.of(pem).certificates()).trusted()).isTrue();
  }

  @Test
  void saysWhenNobodyKnowsTheSigner() throws Exception {
    TimeStamp stamp = authority.client().stamp(TEXT);
    assertThat(stamp.check(TEXT, List.of()).trusted()).isFalse();
    assertThat(stamp.check(TEXT, Authorities.ofJava().certificates()).trusted()).isFalse();
    try (TestAuthority other = new TestAuthority(AT)) {
      assertThat(stamp.check(TEXT, other.authorities().certificates()).trusted()).isFalse();
    }
  }

  @Test
  void isOverOneTextAlone() throws Exception {
    TimeStamp stamp = authority.client().stamp(TEXT);
    assertThatExceptionOfType(TimeStamp.BrokenException.class)
        .isThrownBy(() -> stamp.check("hinomi-head 1", List.of()))
        .withMessageContaining("something else");
  }

  @Test
  void noChangedByteGoesUnseen() throws Exception {
    byte[] whole = authority.client().stamp(TEXT).der();
    Random random = new Random(8);
    List<X509Certificate> root = authority.authorities().certificates();
    int refused = 0;
    for (int i = 0; i < 600; i++) {
      byte[] bytes = whole.clone();
      int at = random.nextInt(bytes.length);
      bytes[at] ^= (byte) (1 + random.nextInt(255));
      try {
        // What nobody signed may change: then it says the same, or trusts nobody.
        TimeStamp.Proof proof = new TimeStamp(bytes).check(TEXT, root);
        assertThat(proof.at()).isEqualTo(AT);
      } catch (TimeStamp.BrokenException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(400);
    for (int i = 0; i < 200; i++) {
      byte[] cut = Arrays.copyOf(whole, random.nextInt(whole.length));
      assertThatExceptionOfType(TimeStamp.BrokenException.class)
          .isThrownBy(() -> new TimeStamp(cut).check(TEXT, root));
    }
  }

  @Test
  void refusesAnswersToSomethingElse() throws Exception {
    authority.answerInstead("no".getBytes(StandardCharsets.US_ASCII));
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> authority.client().stamp(TEXT));
    authority.answerInstead(new byte[TimeStamp.LIMIT + 10]);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> authority.client().stamp(TEXT))
        .withMessageContaining("longer than");
  }

  @Test
  void refusesTokensThatNobodyCouldCheckLater() {
    authority.leaveCertificatesOut();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> authority.client().stamp(TEXT))
        .withMessageContaining("the certificate of its signer is not in it");
  }

  @Test
  void linesThatAreNoneSaySo() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> TimeStamp.parse("hinomi-stamp !"));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> TimeStamp.parse("hinomi-head"));
  }
}
