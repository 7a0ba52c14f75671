package org.hinomi.collector.record.template;

import java.util.Arrays;

/**
 * What each byte of a UTF-8 text is to the splitting of messages into tokens. Tokens end at white
 * space, control characters and {@code ( ) [ ] { } " ' = , ; < >}, and where ASCII and other text
 * meet: Japanese has no spaces, so this is what sets the 120 of {@code 接続数が120に} apart. The
 * characters inside addresses, paths and ids ({@code - . : / _ @}) do not end a token.
 */
public final class Tokens {
  /** An ASCII character of a token that is not a digit. */
  public static final int WORD = 0;

  /** An ASCII digit. */
  public static final int DIGIT = 1;

  /** A byte between tokens. */
  public static final int DELIMITER = 2;

  /** A byte of a character outside ASCII. */
  public static final int OTHER = 3;

  private static final byte[] KINDS = kinds();

  private Tokens() {}

  /** {@link #WORD}, {@link #DIGIT}, {@link #DELIMITER} or {@link #OTHER}. */
  public static int kind(byte b) {
    return KINDS[b & 0xFF];
  }

  /**
   * Whether the character whose last byte stands at {@code at} is one of the only two outside ASCII
   * whose lower case is in ASCII: U+0130 (i) and U+212A (k). {@code from}: where the text begins.
   */
  public static boolean lowersToAscii(byte[] b, int from, int at) {
    return switch (b[at]) {
      case (byte) 0xB0 -> at > from && b[at - 1] == (byte) 0xC4;
      case (byte) 0xAA -> at > from + 1 && b[at - 1] == (byte) 0x84 && b[at - 2] == (byte) 0xE2;
      default -> false;
    };
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    Arrays.fill(kinds, 0, ' ' + 1, (byte) DELIMITER);
    kinds[0x7F] = DELIMITER;
    for (char c : "()[]{}\"'=,;<>".toCharArray()) {
      kinds[c] = DELIMITER;
    }
    Arrays.fill(kinds, '0', '9' + 1, (byte) DIGIT);
    Arrays.fill(kinds, 0x80, 0x100, (byte) OTHER);
    return kinds;
  }
}
