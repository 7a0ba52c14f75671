package org.hinomi.core.syslog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bytes looked at as ASCII characters. Ranges are {@code [start, end)}. */
final class Ascii {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Ascii() {}

  static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  static boolean isUpper(byte c) {
    return c >= 'A' && c <= 'Z';
  }

  static boolean isLetter(byte c) {
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'z';
  }

  static boolean isBlank(byte c) {
    return c == ' ' || c == '\t';
  }

  /** The character at {@code p}, or 0 behind the end. */
  static byte at(byte[] b, int p, int end) {
    return p < end ? b[p] : 0;
  }

  static int skipSpaces(byte[] b, int p, int end) {
    while (p < end && b[p] == ' ') {
      p++;
    }
    return p;
  }

  static int skipDigits(byte[] b, int p, int end) {
    while (p < end && isDigit(b[p])) {
      p++;
    }
    return p;
  }

  /** Where the word that starts at {@code p} ends: at a blank or at the end. */
  static int wordEnd(byte[] b, int p, int end) {
    while (p < end && !isBlank(b[p])) {
      p++;
    }
    return p;
  }

  /** Position of {@code c}, or -1. */
  static int find(byte[] b, int p, int end, char c) {
    for (; p < end; p++) {
      if (b[p] == c) {
        return p;
      }
    }
    return -1;
  }

  static boolean startsWith(byte[] b, int p, int end, String text) {
    int n = text.length();
    if (end - p < n) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      if (b[p + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The number in {@code [start, end)}, all digits, at most 9 of them. */
  static int number(byte[] b, int start, int end) {
    int n = 0;
    for (int i = start; i < end; i++) {
      n = n * 10 + (b[i] - '0');
    }
    return n;
  }

  /** Whether no byte has its highest bit set. */
  static boolean isAscii(byte[] b, int start, int end) {
    int i = start;
    for (; i + 8 <= end; i += 8) {
      if (((long) LONG.get(b, i) & 0x8080808080808080L) != 0) {
        return false;
      }
    }
    for (; i < end; i++) {
      if (b[i] < 0) {
        return false;
      }
    }
    return true;
  }
}
