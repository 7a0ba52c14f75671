package org.hinomi.collector.record;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The attributes of a sample as one text, the same for the same attributes: {@code
 * name=value,name2=value2}, sorted by name; a backslash stands before {@code \ , =} that belong to
 * a name or value.
 */
final class SeriesText {
  private SeriesText() {}

  static String write(SortedMap<String, String> attributes) {
    if (attributes.isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      if (!out.isEmpty()) {
        out.append(',');
      }
      escape(attribute.getKey(), out);
      out.append('=');
      escape(attribute.getValue(), out);
    }
    return out.toString();
  }

  static SortedMap<String, String> read(String text) {
    SortedMap<String, String> attributes = new TreeMap<>();
    StringBuilder part = new StringBuilder();
    String name = "";
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        part.append(text.charAt(++i));
      } else if (c == '=') {
        name = part.toString();
        part.setLength(0);
      } else if (c == ',') {
        attributes.put(name, part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    if (!text.isEmpty()) {
      attributes.put(name, part.toString());
    }
    return Collections.unmodifiableSortedMap(attributes);
  }

  private static void escape(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' || c == ',' || c == '=') {
        out.append('\\');
      }
      out.append(c);
    }
  }
}
