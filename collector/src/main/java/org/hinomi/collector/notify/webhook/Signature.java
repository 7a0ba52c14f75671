package org.hinomi.collector.notify.webhook;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.hinomi.core.settings.Secret;

/**
 * Proves who sent a body and when: HMAC-SHA256 (RFC 2104) over the seconds since 1970, a dot and
 * the body. The receiver refuses what is older than some minutes, so that nobody sends it again.
 */
public final class Signature {
  /** Header with the seconds since 1970. */
  public static final String TIMESTAMP = "Hinomi-Timestamp";

  /** Header with {@code v1=} and the code in hexadecimal digits. */
  public static final String HEADER = "Hinomi-Signature";

  private static final String HMAC = "HmacSHA256";

  private Signature() {}

  /** The value of {@link #HEADER}. */
  public static String of(Secret key, Instant at, byte[] body) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), HMAC));
      mac.update((at.getEpochSecond() + ".").getBytes(StandardCharsets.US_ASCII));
      return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }
}
