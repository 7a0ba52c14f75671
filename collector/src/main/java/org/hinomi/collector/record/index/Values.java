package org.hinomi.collector.record.index;

/**
 * Hashes of whole values of columns, in whatever case. Only values whose lower case is the same
 * everywhere have some: ASCII and Chinese, Japanese and Korean characters.
 */
final class Values {
  /** With a quarter of the bits set, one absent value in 256 is found by accident. */
  private static final int HASHES = 4;

  // The prime of FNV-1a, and an odd number with well spread bits to tell the hashes apart.
  private static final long PRIME = 0x100000001B3L;
  private static final long NEXT = 0x9E3779B97F4A7C15L;

  private Values() {}

  /** Whether a value has hashes. */
  enum Known {
    YES,
    /** No value that has hashes equals it. */
    NO,
    /** It has no hashes, but a value that has some may equal it. */
    ODD
  }

  static Known known(String value) {
    Known known = Known.YES;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\u0130' || c == '\u212A') {
        return Known.ODD;
      }
      if (c >= 0x80 && !cjk(c)) {
        known = Known.NO;
      }
    }
    return known;
  }

  /** As in {@link Grams#cjk}. */
  private static boolean cjk(char c) {
    return c >= 0x3000 && c <= 0x9FFF || c >= 0xAC00 && c <= 0xD7FF;
  }

  static void hashes(int column, String value, Grams.Sink sink) {
    long hash = column + NEXT;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      hash = (hash ^ (c >= 'A' && c <= 'Z' ? c + 32 : c)) * PRIME;
    }
    for (int i = 1; i <= HASHES; i++) {
      sink.gram(Grams.mix(Grams.mix(hash + i * NEXT)));
    }
  }
}
