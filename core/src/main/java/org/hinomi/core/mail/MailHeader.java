package org.hinomi.core.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a header section (RFC 5322 section 2.2), unfolded. Lines that are no field are left
 * out: nothing is refused.
 *
 * @param fields in their order
 */
public record MailHeader(List<Field> fields) {
  /** Fields that are kept. */
  private static final int LIMIT = 2000;

  /**
   * A field.
   *
   * @param name in lower case
   * @param value without blanks around it, encoded words as they are
   */
  public record Field(String name, String value) {}

  public MailHeader {
    fields = List.copyOf(fields);
  }

  /** Reads a section up to its end or to its first empty line. */
  public static MailHeader of(String section) {
    List<Field> fields = new ArrayList<>();
    String name = null;
    StringBuilder value = new StringBuilder();
    for (String line : section.split("\r?\n|\r", -1)) {
      if (line.isEmpty()) {
        break;
      }
      char first = line.charAt(0);
      if (first == ' ' || first == '\t') {
        value.append(' ').append(line.strip());
        continue;
      }
      add(fields, name, value);
      int colon = line.indexOf(':');
      name = colon > 0 && isName(line, colon) ? line.substring(0, colon).strip() : null;
      value.append(line.substring(colon + 1).strip());
    }
    add(fields, name, value);
    return new MailHeader(fields);
  }

  private static void add(List<Field> fields, @Nullable String name, StringBuilder value) {
    if (name != null && fields.size() < LIMIT) {
      fields.add(new Field(name.toLowerCase(Locale.ROOT), value.toString()));
    }
    value.setLength(0);
  }

  private static boolean isName(String line, int colon) {
    for (int i = 0; i < colon; i++) {
      char c = line.charAt(i);
      if (c < '!' && !(c == ' ' && line.substring(i, colon).isBlank()) || c > '~') {
        return false;
      }
    }
    return true;
  }

  /** The value of the first field of this name. */
  public Optional<String> first(String name) {
    return fields.stream().filter(field -> field.name.equals(name)).map(Field::value).findFirst();
  }

  /** The values of all fields of this name. */
  public List<String> all(String name) {
    return fields.stream().filter(field -> field.name.equals(name)).map(Field::value).toList();
  }
}
