package org.hinomi.collector.record.index;

import org.hinomi.collector.record.template.Tokens;

/**
 * The grams by which a text is found again, the same ones in a message and in any part of it that
 * is long enough.
 *
 * <p>ASCII tokens: of every two neighbouring grams of {@value #LENGTH} bytes (letters in lower
 * case) the one with the smaller hash (winnowing: Schleimer, Wilkerson, Aiken, SIGMOD 2003). Which
 * one that is depends on these {@value #USABLE} bytes alone, so each pair that lies within a needle
 * gives the gram that it gave in the message, whatever stands around it; shorter tokens give none.
 * Equal hashes are equal grams (the hash is a bijection), so ties do not matter. Shorter grams
 * would take less room, but random digits contain nearly all of them: with 5 bytes and windows of
 * 4, one absent 12-digit number in five is found; with 7 and 2, one in a thousand.
 *
 * <p>And of every token every {@value #SHORT} neighbouring bytes, for needles that are too short
 * for the others: a word such as {@code oom} or {@code panic} has none of the longer grams. There
 * are few different ones, so they fill little of a filter, and random digits do contain nearly all
 * that consist of digits.
 *
 * <p>Chinese, Japanese and Korean text: every pair of neighbouring characters. Other characters
 * outside ASCII give no grams: their lower case depends on the Unicode version and on the library.
 */
final class Grams {
  static final int LENGTH = 7;

  /** The length in bytes from which any part of an ASCII token has a gram. */
  static final int USABLE = LENGTH + 1;

  /** Bytes of a short gram. */
  static final int SHORT = 3;

  /** Short grams are told apart by so many numbers: a set of them stays in a core's first cache. */
  static final int BUCKETS = 1 << 17;

  private static final int SHORT_MASK = (1 << 8 * SHORT) - 1;
  private static final int BUCKET_SPREAD = 0x9E3779B1;
  private static final int BUCKET_SHIFT = 32 - 17;
  private static final long GRAM_MASK = (1L << 8 * LENGTH) - 1;

  // Odd numbers with well spread bits: the golden ratio, and the first prime of XXH64.
  private static final long ORDER = 0x9E3779B97F4A7C15L;
  private static final long SPREAD = 0x9E3779B185EBCA87L;

  /** Lower case of a token's ASCII byte; 0 for delimiters and bytes outside ASCII. */
  private static final byte[] LOWER = new byte[256];

  static {
    for (int b = 0; b < 128; b++) {
      boolean inToken = Tokens.kind((byte) b) != Tokens.DELIMITER;
      LOWER[b] = (byte) (inToken ? (b >= 'A' && b <= 'Z' ? b + 32 : b) : 0);
    }
  }

  private Grams() {}

  interface Sink {
    /** One gram's hash; the same one may come more than once. Its upper bits are well mixed. */
    void gram(long hash);

    /** One short gram's bucket, 0 to {@link #BUCKETS} - 1, likewise. */
    default void shortGram(int bucket) {}
  }

  /**
   * Gives the grams of {@code b[from, to)} to the sink.
   *
   * @return whether the text has a character whose lower case is in ASCII: then the grams do not
   *     speak for it
   */
  static boolean scan(byte[] b, int from, int to, Sink sink) {
    boolean odd = false;
    int i = from;
    while (i < to) {
      if (b[i] >= 0) {
        i = ascii(b, i, to, sink);
        continue;
      }
      int before = 0;
      while (i < to && b[i] < 0) {
        int c = cjk(b, i, to);
        if (c == 0) {
          odd |= Tokens.lowersToAscii(b, from, i);
          i++;
        } else {
          if (before != 0) {
            sink.gram(mix(((long) before << 16 | c) * ORDER));
          }
          i += 3;
        }
        before = c;
      }
    }
    return odd;
  }

  /** The grams of one ASCII token; where it ends, or one further for a delimiter. */
  private static int ascii(byte[] b, int from, int to, Sink sink) {
    long gram = 0;
    long previous = 0;
    long last = 0;
    int i = from;
    for (; i < to; i++) {
      int c = LOWER[b[i] & 0xFF];
      if (c == 0) {
        return b[i] < 0 ? i : i + 1;
      }
      gram = (gram << 8 | c) & GRAM_MASK;
      long hash = gram * ORDER;
      int length = i - from + 1;
      if (length >= SHORT) {
        sink.shortGram(((int) gram & SHORT_MASK) * BUCKET_SPREAD >>> BUCKET_SHIFT);
      }
      if (length >= USABLE) {
        long smaller = Math.min(previous, hash);
        if (length == USABLE || smaller != last) {
          sink.gram(mix(smaller));
          last = smaller;
        }
      }
      previous = hash;
    }
    return i;
  }

  /**
   * The character at {@code i} where it is in U+3000 to U+9FFF or U+AC00 to U+D7FF (scripts without
   * case, three bytes each), else 0.
   */
  static int cjk(byte[] b, int i, int to) {
    if (b[i] < (byte) 0xE3 || b[i] > (byte) 0xED || to - i < 3) {
      return 0;
    }
    int c = (b[i] & 0xF) << 12 | (b[i + 1] & 0x3F) << 6 | b[i + 2] & 0x3F;
    return c <= 0x9FFF || c >= 0xAC00 ? c : 0;
  }

  /** What stands in a filter for a bucket of short grams; no other gram has its highest bit. */
  static long ofBucket(int bucket) {
    return mix((bucket | Long.MIN_VALUE) * ORDER);
  }

  static long mix(long hash) {
    return (hash ^ hash >>> 32) * SPREAD;
  }
}
