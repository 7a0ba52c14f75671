package org.hinomi.core.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.hinomi.core.settings.HostPort;

/**
 * What a collector's operator gives to a new agent, as one word: where the collector is, how its
 * authority is recognised, and a secret that allows one certificate. Base64url of a version byte,
 * the fingerprint (32), the secret (16) and the address.
 *
 * @param collector where it receives RELP over TLS
 * @param authority the fingerprint of its authority's certificate
 * @param secret 16 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record EnrolmentToken(HostPort collector, Fingerprint authority, byte[] secret) {
  private static final byte VERSION = 1;
  private static final int SECRET = 16;
  private static final int HEAD = 1 + Fingerprint.LENGTH + SECRET;
  private static final int LONGEST = 1024;

  public EnrolmentToken {
    if (secret.length != SECRET) {
      throw new IllegalArgumentException(secret.length + " bytes (expected: " + SECRET + ")");
    }
  }

  /**
   * Reads a token.
   *
   * @throws IllegalArgumentException where it is none; the message does not repeat it
   */
  public static EnrolmentToken parse(String text) {
    try {
      String word = text.strip();
      byte[] bytes = Base64.getUrlDecoder().decode(word.length() > LONGEST ? "" : word);
      if (bytes.length > HEAD && bytes[0] == VERSION) {
        return new EnrolmentToken(
            HostPort.parse(new String(bytes, HEAD, bytes.length - HEAD, StandardCharsets.UTF_8)),
            Fingerprint.of(Arrays.copyOfRange(bytes, 1, 1 + Fingerprint.LENGTH)),
            Arrays.copyOfRange(bytes, 1 + Fingerprint.LENGTH, HEAD));
      }
    } catch (IllegalArgumentException e) {
      // What was given is a secret or close to one: not repeated, also not as a cause.
    }
    throw new IllegalArgumentException(
        "no enrolment token of this version (expected: the whole word that \"hinomi enroll token\""
            + " printed on the collector)");
  }

  /** The secret as it is sent to the collector. */
  public String secretText() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  /** The word; whoever has it can enrol one agent. */
  public String text() {
    byte[] address = collector.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(HEAD + address.length);
    bytes.put(VERSION).put(authority.bytes()).put(secret).put(address);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "EnrolmentToken[" + collector + ", " + authority + "]";
  }
}
