package org.hinomi.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An RFC 5424 message of a given size whose number stands in fixed places, so that millions can be
 * made without formatting each. Not thread-safe.
 */
final class Message {
  private static final int DIGITS = 10;

  private final byte[] bytes;
  private final int numberAt;

  /**
   * @param size bytes of the whole message, at least 120
   */
  Message(int size) {
    String head = "<134>1 2026-11-23T00:00:00.000000Z load.example.net bench 4711 LOAD - request ";
    String tail = " served in 12 ms from cache for 198.51.100.23 ";
    if (size < head.length() + DIGITS + tail.length()) {
      throw new IllegalArgumentException(
          "size: "
              + size
              + " (expected: at least "
              + (head.length() + DIGITS + tail.length())
              + ")");
    }
    bytes = new byte[size];
    Arrays.fill(bytes, (byte) 'x');
    byte[] start = (head + "0".repeat(DIGITS) + tail).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(start, 0, bytes, 0, start.length);
    numberAt = head.length();
  }

  int size() {
    return bytes.length;
  }

  /** The message with this number; the array is the same at each call. */
  byte[] number(long number) {
    long rest = number;
    for (int i = numberAt + DIGITS - 1; i >= numberAt; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return bytes;
  }
}
