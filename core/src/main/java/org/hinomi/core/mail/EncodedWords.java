package org.hinomi.core.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads encoded words (RFC 2047). Words of one charset that follow each other are put together
 * before they are read, since many senders cut a character in two; what cannot be read stays as it
 * is.
 */
public final class EncodedWords {
  private static final Pattern WORD =
      Pattern.compile("=\\?([^?*\\s]{1,40})(?:\\*[^?\\s]*)?\\?([BbQq])\\?([^?]*)\\?=");

  private EncodedWords() {}

  public static String text(String value) {
    if (!value.contains("=?")) {
      return value;
    }
    StringBuilder text = new StringBuilder();
    ByteArrayOutputStream run = new ByteArrayOutputStream();
    Charset ofRun = StandardCharsets.UTF_8;
    Matcher word = WORD.matcher(value);
    int at = 0;
    while (word.find()) {
      String between = value.substring(at, word.start());
      Optional<Charset> charset = MailCharsets.of(word.group(1));
      Optional<byte[]> bytes = bytes(word.group(2), word.group(3));
      boolean follows = run.size() > 0 && between.isBlank();
      if (charset.isEmpty() || bytes.isEmpty()) {
        text.append(run.toString(ofRun)).append(between).append(word.group());
        run.reset();
      } else {
        if (!follows || !charset.get().equals(ofRun)) {
          text.append(run.toString(ofRun)).append(follows ? "" : between);
          run.reset();
        }
        ofRun = charset.get();
        run.writeBytes(bytes.get());
      }
      at = word.end();
    }
    return text.append(run.toString(ofRun)).append(value, at, value.length()).toString();
  }

  private static Optional<byte[]> bytes(String encoding, String encoded) {
    if (encoding.equalsIgnoreCase("B")) {
      try {
        return Optional.of(Base64.getMimeDecoder().decode(encoded));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      int high = c == '=' && i + 2 < encoded.length() ? hex(encoded.charAt(i + 1)) : -1;
      int low = high < 0 ? -1 : hex(encoded.charAt(i + 2));
      if (low >= 0) {
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.writeBytes(String.valueOf(c == '_' ? ' ' : c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return Optional.of(bytes.toByteArray());
  }

  static int hex(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }
}
