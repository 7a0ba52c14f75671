package org.hinomi.collector.imports.text;

import java.util.ArrayList;
import java.util.List;

/** Reads the first record of delimited text: the names of its columns. */
final class CsvHeader {
  private static final String DELIMITERS = ",\t;|";

  private CsvHeader() {}

  /** The delimiter that it has most of, outside quotes; a comma where it has none. */
  static char delimiter(String header) {
    char best = ',';
    int most = 0;
    for (char candidate : DELIMITERS.toCharArray()) {
      int count = names(header, candidate).size() - 1;
      if (count > most) {
        best = candidate;
        most = count;
      }
    }
    return best;
  }

  static List<String> names(String header, char delimiter) {
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < header.length(); i++) {
      char c = header.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == delimiter && !quoted) {
        names.add(name.toString().strip());
        name.setLength(0);
      } else {
        name.append(c);
      }
    }
    names.add(name.toString().strip());
    return names;
  }
}
