package org.hinomi.core.syslog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.hinomi.core.charset.Mojibake;
import org.jspecify.annotations.Nullable;

/**
 * Makes strings of byte ranges, taken as UTF-8. Short names that come again and again (hosts,
 * programs, parameter names) are kept, so that a busy sender costs no new strings.
 *
 * <p>Not thread-safe. The cache holds 8192 names of at most 64 bytes; a colliding one takes the
 * other's place.
 */
public final class TextReader {
  private static final int SLOTS = 8192;
  private static final int LONGEST_CACHED = 64;

  private final CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
  private final byte[] @Nullable [] keys = new byte[SLOTS][];
  private final @Nullable String[] values = new String[SLOTS];
  private boolean undecodable;
  private boolean damaged;

  /**
   * Whether a text since the last {@link #forget()} held bytes that are not UTF-8, or had been
   * damaged before ({@link Mojibake}).
   */
  public boolean damaged() {
    return damaged;
  }

  /** Whether one held bytes that are not UTF-8. */
  public boolean undecodable() {
    return undecodable;
  }

  public void forget() {
    damaged = false;
    undecodable = false;
  }

  /** The text, U+FFFD where bytes are not UTF-8. */
  public String text(byte[] b, int start, int end) {
    if (start >= end) {
      return "";
    }
    if (Ascii.isAscii(b, start, end)) {
      return new String(b, start, end - start, StandardCharsets.ISO_8859_1);
    }
    try {
      String text = strict.decode(ByteBuffer.wrap(b, start, end - start)).toString();
      damaged |= Mojibake.in(text);
      return text;
    } catch (CharacterCodingException notUtf8) {
      damaged = true;
      undecodable = true;
      return new String(b, start, end - start, StandardCharsets.UTF_8);
    }
  }

  /** The same text, from the cache where it is there. */
  public String name(byte[] b, int start, int end) {
    int n = end - start;
    if (n <= 0 || n > LONGEST_CACHED) {
      return text(b, start, end);
    }
    int hash = n;
    for (int i = start; i < end; i++) {
      hash = hash * 31 + b[i];
    }
    int slot = (hash ^ (hash >>> 13)) & (SLOTS - 1);
    byte[] key = keys[slot];
    String value = values[slot];
    if (key != null && value != null && same(key, b, start, n)) {
      return value;
    }
    boolean before = damaged;
    damaged = false;
    String text = text(b, start, end);
    if (!damaged) {
      keys[slot] = Arrays.copyOfRange(b, start, end);
      values[slot] = text;
    }
    damaged |= before;
    return text;
  }

  private static boolean same(byte[] key, byte[] b, int start, int n) {
    return Arrays.equals(key, 0, key.length, b, start, start + n);
  }
}
