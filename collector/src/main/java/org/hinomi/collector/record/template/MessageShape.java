package org.hinomi.collector.record.template;

/**
 * Tells messages of different templates apart at the cost of one look at each character, without
 * making the template: messages with the same number have the same template (up to a collision of
 * 64 bits); those of one template may have different ones. The first {@value #LONGEST} characters
 * count.
 */
public final class MessageShape {
  private static final int LONGEST = 512;
  private static final int SHORTEST_HEX = 8;
  private static final long K = 0x9E3779B97F4A7C15L;
  private static final long VARIABLE = 0xD1B54A32D192ED03L;

  private static final int DIGIT = 1;
  private static final int DELIMITER = 2;

  /** A character of a word that is no hexadecimal letter. */
  private static final int LETTER = 4;

  /** A character outside ASCII: where it meets ASCII a token ends. */
  private static final int OTHER = 8;

  private static final byte[] KINDS = kinds();

  private MessageShape() {}

  /** The number of the shape of a message. */
  public static long of(String message) {
    int limit = Math.min(message.length(), LONGEST);
    long shape = K;
    long token = K;
    int kinds = 0;
    int length = 0;
    for (int i = 0; i < limit; i++) {
      char c = message.charAt(i);
      int kind = c < 128 ? KINDS[c] : OTHER;
      boolean meets = length > 0 && (kind == OTHER) != (kinds == OTHER);
      if (length > 0 && (kind == DELIMITER || meets)) {
        shape = (shape ^ token(token, kinds, length)) * K;
        token = K;
        kinds = 0;
        length = 0;
      }
      if (kind == DELIMITER) {
        shape = (shape ^ c) * K;
      } else {
        token = (token ^ c) * K;
        kinds |= kind;
        length++;
      }
    }
    if (length > 0) {
      shape = (shape ^ token(token, kinds, length)) * K;
    }
    return shape ^ shape >>> 32;
  }

  private static long token(long token, int kinds, int length) {
    boolean variable = (kinds & DIGIT) != 0 || kinds == 0 && length >= SHORTEST_HEX;
    return variable ? VARIABLE : token ^ token >>> 29;
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[128];
    for (int c = 0; c < 128; c++) {
      boolean hex = c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
      kinds[c] =
          switch (Tokens.kind((byte) c)) {
            case Tokens.DIGIT -> DIGIT;
            case Tokens.DELIMITER -> DELIMITER;
            default -> hex ? (byte) 0 : LETTER;
          };
    }
    return kinds;
  }
}
