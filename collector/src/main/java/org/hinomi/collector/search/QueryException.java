package org.hinomi.collector.search;

/** A question that cannot be understood: what is wrong, and where. */
public final class QueryException extends Exception {
  private static final long serialVersionUID = 1;

  private final String query;
  private final int column;

  /**
   * Points at a character of the query.
   *
   * @param column of the first wrong character, from 1
   */
  public QueryException(String query, int column, String problem) {
    super(problem);
    this.query = query;
    this.column = Math.clamp(column, 1, query.length() + 1);
  }

  /** Column of the first wrong character, from 1; the one after the last where something lacks. */
  public int column() {
    return column;
  }

  /** What is wrong, with the query and a mark under the place. */
  public String pointed() {
    StringBuilder text = new StringBuilder();
    text.append("query, column ").append(column).append(": ").append(getMessage()).append('\n');
    text.append("  ").append(query.replaceAll("\\p{Cntrl}", " ")).append('\n');
    text.append("  ");
    for (int i = 0; i < column - 1; i++) {
      text.append(wide(query.charAt(i)) ? "  " : " ");
    }
    return text.append('^').toString();
  }

  /** Characters that take two cells of a terminal (the East Asian blocks that matter here). */
  private static boolean wide(char c) {
    return (c >= 0x1100 && c <= 0x115f)
        || (c >= 0x2e80 && c <= 0xa4cf)
        || (c >= 0xac00 && c <= 0xd7a3)
        || (c >= 0xf900 && c <= 0xfaff)
        || (c >= 0xff00 && c <= 0xff60)
        || (c >= 0xffe0 && c <= 0xffe6);
  }
}
