package org.hinomi.collector.search;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of RFC 4180. Text that a spreadsheet would take for a formula gets an apostrophe before it
 * (also the full-width signs that Japanese versions of Excel take for one); numbers stay numbers.
 * Control characters are shown as escapes: a terminal may be where the rows go.
 */
public final class Csv {
  /** Without it Excel takes the text for one of its own charset. */
  public static final String BYTE_ORDER_MARK = "\uFEFF";

  private static final String FORMULA_STARTS = "=+-@\t\r\n＝＋－＠";

  private Csv() {}

  /** Writes one. */
  public static void row(Appendable out, List<? extends @Nullable Object> cells)
      throws IOException {
    for (int i = 0; i < cells.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      Object cell = cells.get(i);
      if (cell instanceof Number || cell instanceof Boolean) {
        out.append(cell.toString());
      } else if (cell != null) {
        text(out, cell.toString());
      }
    }
    out.append("\r\n");
  }

  private static void text(Appendable out, String text) throws IOException {
    boolean formula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
    String safe = Terminal.safeLines(text).replace("\"", "\"\"");
    out.append('"').append(formula ? "'" : "").append(safe).append('"');
  }
}
