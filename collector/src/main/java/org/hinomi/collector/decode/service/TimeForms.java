package org.hinomi.collector.decode.service;

import java.nio.charset.StandardCharsets;

/** Time stamps in forms that only single programs write, brought into ones that all write. */
final class TimeForms {
  private static final int COMPACT = 17;

  private TimeForms() {}

  /**
   * {@code dd/Mmm/yyyy:hh:mm:ss} of the Common Log Format, {@code yyyy.mm.dd hh:mm:ss} of stunnel,
   * {@code yyyymmdd-hh:mm:ss} of xrdp; any other as it stands.
   */
  static byte[] usual(String text, int start, int end) {
    StringBuilder out = new StringBuilder(end - start + 4).append(text, start, end);
    if (out.length() >= COMPACT && out.charAt(8) == '-' && digits(out, 8)) {
      out.setCharAt(8, 'T');
      out.insert(6, '-').insert(4, '-');
    } else if (out.length() >= COMPACT && out.charAt(4) == '.' && out.charAt(7) == '.') {
      out.setCharAt(4, '-');
      out.setCharAt(7, '-');
    }
    // Elsewhere slashes stand between digits only.
    for (int i = 1; i + 1 < out.length() && i < 8; i++) {
      boolean letters =
          Character.isLetter(out.charAt(i - 1)) || Character.isLetter(out.charAt(i + 1));
      if (out.charAt(i) == '/' && letters) {
        out.setCharAt(i, '-');
      }
    }
    return out.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean digits(StringBuilder text, int count) {
    for (int i = 0; i < count; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
