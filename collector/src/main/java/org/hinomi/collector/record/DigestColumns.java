package org.hinomi.collector.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Columns that digests of the same events are made from, so that a file, and the JSON in it, is
 * read once for all of them. Statements of digests are about events; in them, expressions give way
 * to the columns that have their values.
 *
 * @param select gives a SELECT over what stands behind FROM
 * @param names the column, by the expression that it stands for; an expression that has another one
 *     in it comes before that
 * @param left columns of events that the SELECT does not give
 */
public record DigestColumns(
    UnaryOperator<String> select, Map<String, String> names, Set<String> left) {
  /** Those of events, for a single digest. */
  static final DigestColumns NONE =
      new DigestColumns(table -> "SELECT * FROM " + table, Map.of(), Set.of());

  /** A name that is used, not given. */
  private static final Pattern WORD = Pattern.compile("(?<!\\bAS )\\b\\w+");

  public DigestColumns {
    names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
    left = Set.copyOf(left);
  }

  /** A statement over the columns in place of one over events; empty where they do not suffice. */
  public Optional<String> over(String statement) {
    String text = statement;
    for (Map.Entry<String, String> name : names.entrySet()) {
      text = text.replace(name.getKey(), name.getValue());
    }
    return WORD.matcher(text).results().anyMatch(word -> left.contains(word.group()))
        ? Optional.empty()
        : Optional.of(text);
  }
}
