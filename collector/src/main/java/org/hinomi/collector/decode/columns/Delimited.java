package org.hinomi.collector.decode.columns;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Splits delimited records (RFC 4180), and pairs of key and value. */
final class Delimited {
  private static final int LIMIT = 4096;

  private Delimited() {}

  /** The fields of a record, without quotes around them. */
  static List<String> fields(String text, char delimiter) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    boolean start = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c != '"') {
          field.append(c);
        } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
          field.append('"');
          i++;
        } else {
          quoted = false;
        }
      } else if (c == '"' && start) {
        quoted = true;
        start = false;
      } else if (c == delimiter && fields.size() < LIMIT) {
        fields.add(field.toString());
        field.setLength(0);
        start = true;
      } else {
        field.append(c);
        start = start && c == ' ' && delimiter != ' ';
        if (start) {
          field.setLength(0);
        }
      }
    }
    fields.add(field.toString());
    return fields;
  }

  /** Adds the pairs of a text such as {@code a=1 b="two words"}; text between them is left out. */
  static void pairs(String text, Map<String, Object> values) {
    int i = 0;
    while (i < text.length() && values.size() < LIMIT) {
      int equals = text.indexOf('=', i);
      if (equals < 0) {
        return;
      }
      int key = equals;
      while (key > i && isOfKey(text.charAt(key - 1))) {
        key--;
      }
      int from = equals + 1;
      if (key == equals) {
        i = from;
        continue;
      }
      StringBuilder value = new StringBuilder();
      i = value(text, from, value);
      values.putIfAbsent(text.substring(key, equals), value.toString());
    }
  }

  private static boolean isOfKey(char c) {
    return c > ' ' && c != '"' && c != ',' && c != ';' && c != '[' && c != ']' && c != '='
        && c != '|';
  }

  private static int value(String text, int from, StringBuilder value) {
    int i = from;
    char quote = i < text.length() ? text.charAt(i) : ' ';
    if (quote == '"' || quote == '\'') {
      i++;
      while (i < text.length() && text.charAt(i) != quote) {
        if (text.charAt(i) == '\\' && i + 1 < text.length()) {
          i++;
        }
        value.append(text.charAt(i++));
      }
      return i + 1;
    }
    while (i < text.length() && text.charAt(i) > ' ') {
      value.append(text.charAt(i++));
    }
    int end = value.length();
    if (end > 0 && (value.charAt(end - 1) == ',' || value.charAt(end - 1) == ';')) {
      value.setLength(end - 1);
    }
    return i;
  }
}
