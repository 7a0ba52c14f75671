package org.hinomi.core.mail;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Charsets by the names that mails give them: what is meant, not what the name says strictly. */
final class MailCharsets {
  private MailCharsets() {}

  static Optional<Charset> of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String meant =
        switch (lower) {
          // With the characters of Windows, which senders put into all of them.
          case "shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "cp932" -> "windows-31j";
          case "iso-2022-jp", "iso-2022-jp-ms", "cp50220", "cp50221" -> "x-windows-iso2022jp";
          case "us-ascii", "iso-8859-1" -> "windows-1252";
          case "utf8" -> "UTF-8";
          case "unicode-1-1-utf-7", "unknown-8bit", "x-unknown", "default" -> "";
          default -> lower;
        };
    if (meant.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Charset.isSupported(meant) ? Optional.of(Charset.forName(meant)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Text of bytes that name no charset. */
  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
