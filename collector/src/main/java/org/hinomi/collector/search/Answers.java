package org.hinomi.collector.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of an answer that is small enough to be held, in the formats for machines. */
public final class Answers {
  private Answers() {}

  /** One object a line. */
  public static void json(StringBuilder text, List<Map<String, Object>> rows) {
    rows.forEach(row -> text.append(Json.text(row)).append('\n'));
  }

  /** The named values of each row; a map or list in a cell is JSON. */
  public static void csv(StringBuilder text, List<Map<String, Object>> rows, List<String> names)
      throws IOException {
    text.append(Csv.BYTE_ORDER_MARK);
    Csv.row(text, names);
    for (Map<String, Object> row : rows) {
      List<@Nullable Object> cells = new ArrayList<>();
      for (String name : names) {
        Object value = row.get(name);
        cells.add(
            value instanceof Map<?, ?> || value instanceof Collection<?>
                ? Json.text(value)
                : value);
      }
      Csv.row(text, cells);
    }
  }
}
