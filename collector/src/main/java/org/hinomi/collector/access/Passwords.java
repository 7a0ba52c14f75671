package org.hinomi.collector.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes of passwords: Argon2id (RFC 9106), 19 MiB and two passes, as OWASP's Password Storage
 * Cheat Sheet has it, written as the reference implementation writes them ({@code
 * $argon2id$v=19$m=…,t=…,p=…$salt$hash}), so that costs can rise later. One at a time is computed,
 * so that logins never take more memory than that. Thread-safe.
 */
public final class Passwords {
  /** NIST SP 800-63B, 3.1.1.2 and PCI DSS 8.3.6 ask for less or as much. */
  public static final int SHORTEST = 12;

  public static final int LONGEST = 256;

  private static final int MEMORY_KIB = 19_456;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT = 16;
  private static final int HASH = 32;

  /** Most that a stored hash may ask for: nobody has the collector compute for minutes. */
  private static final int MOST_KIB = 1 << 16;

  private static final int MOST_PASSES = 16;
  private static final long PATIENCE_SECONDS = 5;

  private static final Pattern WRITTEN =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{1,100})\\$([A-Za-z0-9+/]{1,100})");

  private final Semaphore turn = new Semaphore(1, true);
  private final SecureRandom random = new SecureRandom();

  /** Too many want to log in at the same time. */
  public static final class BusyException extends Exception {
    private static final long serialVersionUID = 1;

    BusyException() {
      super("too many logins at the same time");
    }
  }

  /** What is wrong with a new password; {@code ""} where nothing is. */
  public static String fault(String name, String password) {
    int length = password.codePointCount(0, password.length());
    if (length < SHORTEST || length > LONGEST) {
      return "length";
    }
    if (password.toLowerCase(java.util.Locale.ROOT).contains(name)) {
      return "name";
    }
    return password.codePoints().distinct().count() < 5 ? "same" : "";
  }

  /** The hash of a new password, with a salt of its own. */
  public String hash(String password) throws InterruptedException, BusyException {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            MEMORY_KIB,
            PASSES,
            LANES,
            base64.encodeToString(salt),
            base64.encodeToString(compute(password, salt, MEMORY_KIB, PASSES, LANES, HASH)));
  }

  /**
   * Whether this is the password; takes the same time wherever it differs.
   *
   * @param written as {@link #hash} gives it
   */
  public boolean fits(String password, String written) throws InterruptedException, BusyException {
    Matcher parts = WRITTEN.matcher(written);
    if (!parts.matches() || password.length() > LONGEST * 2) {
      return false;
    }
    int memory = Integer.parseInt(parts.group(1));
    int passes = Integer.parseInt(parts.group(2));
    int lanes = Integer.parseInt(parts.group(3));
    if (lanes < 1 || lanes > 4 || memory < 8 * lanes || memory > MOST_KIB) {
      return false;
    }
    if (passes < 1 || passes > MOST_PASSES) {
      return false;
    }
    byte[] hash = Base64.getDecoder().decode(parts.group(5));
    byte[] salt = Base64.getDecoder().decode(parts.group(4));
    return MessageDigest.isEqual(hash, compute(password, salt, memory, passes, lanes, hash.length));
  }

  private byte[] compute(
      String password, byte[] salt, int memory, int passes, int lanes, int length)
      throws InterruptedException, BusyException {
    // The same characters, however a keyboard puts them together (RFC 8265, 4.2: NFC).
    byte[] bytes =
        Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
    if (!turn.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new BusyException();
    }
    try {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(memory)
              .withIterations(passes)
              .withParallelism(lanes)
              .withSalt(salt)
              .build());
      byte[] hash = new byte[length];
      generator.generateBytes(bytes, hash);
      return hash;
    } finally {
      turn.release();
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
