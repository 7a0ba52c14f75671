package org.hinomi.collector.decode.service;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Words of mail headers that are not ASCII: {@code =?CHARSET?B|Q?TEXT?=} (RFC 2047, section 2). */
final class EncodedWords {
  private EncodedWords() {}

  /** The text; as it stands where a word cannot be read. Line breaks come as question marks. */
  static String decode(String text) {
    int open = text.indexOf("=?");
    if (open < 0) {
      return text;
    }
    StringBuilder decoded = new StringBuilder(text.length());
    int p = 0;
    boolean before = false;
    while (open >= 0) {
      int charset = text.indexOf('?', open + 2);
      int encoding = charset < 0 ? -1 : text.indexOf('?', charset + 1);
      int close = encoding < 0 ? -1 : text.indexOf("?=", encoding + 1);
      if (close < 0 || encoding != charset + 2) {
        break;
      }
      String between = text.substring(p, open);
      // Blanks between two encoded words are none (RFC 2047, 6.2).
      if (!before || !between.strip().replace("?", "").isEmpty()) {
        decoded.append(between);
      }
      decoded.append(
          word(
              text.substring(open + 2, charset),
              text.charAt(charset + 1),
              text.substring(encoding + 1, close)));
      p = close + 2;
      before = true;
      open = text.indexOf("=?", p);
    }
    return decoded.append(text, p, text.length()).toString();
  }

  private static String word(String charset, char encoding, String text) {
    try {
      byte[] bytes = (encoding | 0x20) == 'b' ? Base64.getDecoder().decode(text) : quoted(text);
      return new String(bytes, Charset.forName(charset));
    } catch (IllegalArgumentException damaged) {
      return text;
    }
  }

  private static byte[] quoted(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '=' && i + 2 < text.length()) {
        int value = Integer.parseInt(text, i + 1, i + 3, 16);
        bytes.write(value);
        i += 2;
      } else {
        bytes.writeBytes(String.valueOf(c == '_' ? ' ' : c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }
}
