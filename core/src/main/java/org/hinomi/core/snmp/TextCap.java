package org.hinomi.core.snmp;

/**
 * How long the texts of a message may be for all of it to fit: the longest are cut to one common
 * length, so that short ones (names, identifiers) stay whole.
 */
final class TextCap {
  private TextCap() {}

  /**
   * The greatest common length, in octets.
   *
   * @param budget octets for all texts and what surrounds them
   * @param most the greatest length that is allowed anyway
   * @param fixed octets of what surrounds the texts
   * @param lengths octets of each text
   */
  static int of(int budget, int most, int fixed, int[] lengths) {
    int low = 0;
    int high = most;
    while (low < high) {
      int middle = (low + high + 1) / 2;
      long needed = fixed;
      for (int length : lengths) {
        needed += Math.min(length, middle);
      }
      if (needed <= budget) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
