package org.hinomi.collector.decode.service;

/**
 * Which three characters in a row a text holds, as a set of 256 bits: what a pattern says literally
 * must all be there. Texts of a hundred characters fill a third of the bits, so that nearly every
 * pattern that cannot match is told by four ANDs. Not thread-safe.
 */
final class Trigrams {
  private static final int MIXER = 0x9E3779B1;
  private static final int LENGTH = 3;

  private long a;
  private long b;
  private long c;
  private long d;

  void clear() {
    a = 0;
    b = 0;
    c = 0;
    d = 0;
  }

  void add(String text, int from, int end) {
    if (end - from < LENGTH) {
      return;
    }
    int two = text.charAt(from) << 8 ^ text.charAt(from + 1);
    for (int i = from + 2; i < end; i++) {
      int three = two << 8 ^ text.charAt(i);
      two = three & 0xffff;
      int bit = (three & 0xffffff) * MIXER >>> 24;
      long one = 1L << bit;
      switch (bit >>> 6) {
        case 0 -> a |= one;
        case 1 -> b |= one;
        case 2 -> c |= one;
        default -> d |= one;
      }
    }
  }

  /** Whether all of these are in the text's. */
  boolean within(Trigrams text) {
    return (a & ~text.a) == 0 && (b & ~text.b) == 0 && (c & ~text.c) == 0 && (d & ~text.d) == 0;
  }
}
