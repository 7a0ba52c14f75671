package org.hinomi.collector.search;

import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.record.FieldKind;

/**
 * Fields to count by, as typed: names with commas between; a whole number at the end says how many
 * values.
 *
 * @param fields stored names
 * @param number at least 1
 */
record FieldList(List<String> fields, int number) {
  /**
   * Reads a list.
   *
   * @param option the name of the parameter, for errors
   * @param byDefault the number where the text has none
   * @throws IllegalArgumentException with a message for the reader
   */
  static FieldList of(String option, String text, int byDefault) {
    List<String> fields = new ArrayList<>();
    int number = byDefault;
    List<String> parts = List.of(text.split(",", -1));
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i).strip();
      if (i > 0 && i == parts.size() - 1 && part.matches("\\d{1,9}")) {
        number = Integer.parseInt(part);
      } else if (part.isEmpty() || FieldKind.of(QueryParser.field(part)) == FieldKind.OPAQUE) {
        throw new WrongQuestion("fields", option, text);
      } else {
        fields.add(QueryParser.field(part));
      }
    }
    if (number < 1) {
      throw new WrongQuestion("number", option, text);
    }
    return new FieldList(List.copyOf(fields), number);
  }
}
