package org.hinomi.core.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A field such as Content-Type: a value and its parameters, also in pieces and with a charset (RFC
 * 2231).
 *
 * @param value in lower case
 * @param parameters names in lower case; values as text
 */
public record FieldParameters(String value, Map<String, String> parameters) {
  private static final Pattern PARAMETER =
      Pattern.compile(
          ";\\s*([^\\s=;\"]{1,100})\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"?|([^;\\s]*))");
  private static final Pattern PIECE = Pattern.compile("([^*]+)(?:\\*(\\d{1,3}))?(\\*)?");
  private static final int PIECES = 200;

  public FieldParameters {
    parameters = Map.copyOf(parameters);
  }

  public static FieldParameters of(String field) {
    int end = field.indexOf(';');
    String value = (end < 0 ? field : field.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    Map<String, String> plain = new LinkedHashMap<>();
    Map<String, String> pieces = new LinkedHashMap<>();
    Matcher matcher = PARAMETER.matcher(field);
    for (int i = 0; i < PIECES && matcher.find(); i++) {
      String name = matcher.group(1).toLowerCase(Locale.ROOT);
      String text =
          matcher.group(2) == null
              ? matcher.group(3)
              : matcher.group(2).replaceAll("\\\\(.)", "$1");
      Matcher piece = PIECE.matcher(name);
      if (!piece.matches() || piece.group(2) == null && piece.group(3) == null) {
        plain.putIfAbsent(name, EncodedWords.text(text));
      } else {
        // Escaped or not, put together before it is read.
        String whole = piece.group(3) == null ? text.replace("%", "%25") : text;
        pieces.merge(piece.group(1), whole, String::concat);
      }
    }
    pieces.forEach((name, text) -> plain.put(name, unescaped(text)));
    return new FieldParameters(value, plain);
  }

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** {@code charset'language'text} with %XX. */
  private static String unescaped(String text) {
    int first = text.indexOf('\'');
    int second = first < 0 ? -1 : text.indexOf('\'', first + 1);
    Optional<Charset> charset =
        second < 0 ? Optional.empty() : MailCharsets.of(text.substring(0, first));
    String escaped = second < 0 ? text : text.substring(second + 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      int high =
          c == '%' && i + 2 < escaped.length() ? EncodedWords.hex(escaped.charAt(i + 1)) : -1;
      int low = high < 0 ? -1 : EncodedWords.hex(escaped.charAt(i + 2));
      if (low >= 0) {
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return charset.isPresent()
        ? bytes.toString(charset.get())
        : MailCharsets.text(bytes.toByteArray());
  }
}
