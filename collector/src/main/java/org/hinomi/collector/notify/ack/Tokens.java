package org.hinomi.collector.notify.ack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The right to acknowledge one group of alerts in somebody's name until a time: group, time and
 * person with an HMAC-SHA256 (RFC 2104) over them, in the letters of base64url. Nobody can make one
 * without the key; who has one can do nothing but that. Immutable.
 */
public final class Tokens {
  private static final String HMAC = "HmacSHA256";
  private static final int MAC_LENGTH = 32;
  private static final int THREAD_LENGTH = 16;
  private static final int LONGEST = 1_000;

  /** Sets these codes apart from others that might be made with the key. */
  private static final byte[] PURPOSE = "hinomi-acknowledge-1".getBytes(UTF_8);

  private final byte[] key;
  private final Duration valid;

  /**
   * What a token grants.
   *
   * @param thread names the group
   * @param person their id; "" where the token is for nobody in particular
   */
  public record Grant(String thread, String person, Instant until) {}

  /**
   * @param key at least 32 random bytes
   */
  public Tokens(byte[] key, Duration valid) {
    if (key.length < MAC_LENGTH) {
      throw new IllegalArgumentException("key: " + key.length + " bytes (expected: at least 32)");
    }
    this.key = key.clone();
    this.valid = valid;
  }

  /**
   * @param thread 32 hexadecimal digits
   */
  public String issue(String thread, String person, Instant now) {
    byte[] name = person.getBytes(UTF_8);
    ByteBuffer grant = ByteBuffer.allocate(THREAD_LENGTH + Long.BYTES + name.length);
    grant.put(HexFormat.of().parseHex(thread)).putLong(now.plus(valid).getEpochSecond()).put(name);
    byte[] content = grant.array();
    byte[] whole =
        ByteBuffer.allocate(MAC_LENGTH + content.length).put(mac(content)).put(content).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
  }

  /** What it grants; empty where it is none of ours, or too old. */
  public Optional<Grant> read(String token, Instant now) {
    if (token.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      ByteBuffer whole = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
      byte[] mac = new byte[MAC_LENGTH];
      whole.get(mac);
      byte[] content = new byte[whole.remaining()];
      whole.get(content);
      if (!MessageDigest.isEqual(mac, mac(content))) {
        return Optional.empty();
      }
      ByteBuffer grant = ByteBuffer.wrap(content);
      byte[] thread = new byte[THREAD_LENGTH];
      grant.get(thread);
      Instant until = Instant.ofEpochSecond(grant.getLong());
      byte[] name = new byte[grant.remaining()];
      grant.get(name);
      return now.isBefore(until)
          ? Optional.of(new Grant(HexFormat.of().formatHex(thread), new String(name, UTF_8), until))
          : Optional.empty();
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  private byte[] mac(byte[] content) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      mac.update(PURPOSE);
      return mac.doFinal(content);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }
}
