package org.hinomi.collector.search;

import org.hinomi.core.text.DisplayWidth;
import org.hinomi.core.text.Language;

/** A question that cannot be understood: what is wrong, and where. */
public final class QueryException extends Exception {
  private static final long serialVersionUID = 1;

  private final String query;
  private final int column;
  private final WrongQuestion problem;

  /**
   * Points at a character of the query.
   *
   * @param column of the first wrong character, from 1
   */
  QueryException(String query, int column, WrongQuestion problem) {
    super(problem.getMessage(), problem);
    this.problem = problem;
    this.query = query;
    this.column = Math.clamp(column, 1, query.length() + 1);
  }

  /** Column of the first wrong character, from 1; the one after the last where something lacks. */
  public int column() {
    return column;
  }

  /** What is wrong. */
  public String text(Language language) {
    return problem.text(language);
  }

  /** What is wrong, with the query and a mark under the place. */
  public String pointed(Language language) {
    StringBuilder text = new StringBuilder();
    text.append(new WrongQuestion("query", column, problem).text(language)).append('\n');
    text.append("  ").append(query.replaceAll("\\p{Cntrl}", " ")).append('\n');
    text.append("  ");
    text.append(" ".repeat(DisplayWidth.of(query.substring(0, column - 1))));
    return text.append('^').toString();
  }
}
