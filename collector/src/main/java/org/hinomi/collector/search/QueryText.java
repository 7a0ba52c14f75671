package org.hinomi.collector.search;

/**
 * A query made ready for Lucene's parser, with the way back to the columns the user typed:
 * {@code @} (a special character there, but the first of {@code @timestamp}) is escaped, and {@code
 * field:>=5} becomes {@code field >=5}, as Lucene writes it.
 */
final class QueryText {
  private static final int MAX_DEPTH = 50;

  private final String typed;
  private final StringBuilder prepared = new StringBuilder();
  private int[] columns;

  private QueryText(String typed) {
    this.typed = typed;
    this.columns = new int[typed.length() * 2 + 1];
  }

  static QueryText of(String typed) throws QueryException {
    QueryText text = new QueryText(typed);
    text.prepare();
    return text;
  }

  String prepared() {
    return prepared.toString();
  }

  /** The column typed, from 1, of an index in the prepared text, from 0. */
  int column(int index) {
    return columns[Math.clamp(index, 0, prepared.length())];
  }

  QueryException problem(int index, WrongQuestion problem) {
    return new QueryException(typed, column(index), problem);
  }

  QueryException problem(int index, String key, Object... values) {
    return problem(index, new WrongQuestion(key, values));
  }

  private void prepare() throws QueryException {
    char inside = 0;
    int depth = 0;
    for (int i = 0; i < typed.length(); i++) {
      char c = typed.charAt(i);
      if (c == '\\' && i + 1 < typed.length()) {
        put(c, i);
        put(typed.charAt(++i), i);
        continue;
      }
      if (inside != 0) {
        put(c, i);
        if (c == inside) {
          inside = 0;
        }
        continue;
      }
      if (c == '"' || c == '/') {
        inside = c;
      } else if (c == '(' && ++depth > MAX_DEPTH) {
        throw new QueryException(typed, i + 1, new WrongQuestion("query.deeper", MAX_DEPTH));
      } else if (c == ')') {
        depth--;
      }
      char next = i + 1 < typed.length() ? typed.charAt(i + 1) : 0;
      if (c == '@') {
        put('\\', i);
      }
      put(c == ':' && (next == '<' || next == '>') ? ' ' : c, i);
    }
    columns[prepared.length()] = typed.length() + 1;
  }

  private void put(char c, int typedIndex) {
    columns[prepared.length()] = typedIndex + 1;
    prepared.append(c);
  }
}
