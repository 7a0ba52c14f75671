package org.hinomi.collector.review.cross;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hinomi.collector.review.ReviewSql;

/** Fragments of the statements of cross-checks. */
final class CrossSql {
  /** The account without its domain, in small letters, as {@code Names.account} makes it. */
  static final String ACCOUNT = "lower(split_part(split_part(user_name, '@', 1), '\\', -1))";

  static final String ACTION = "json_extract_string(fields, '/event.action')";
  static final String FILE = "json_extract_string(fields, '/file.path')";
  static final String SERVICE = "json_extract_string(fields, '/service.name')";

  /** A file or a share is used. */
  static final String FILES =
      """
      user_name IS NOT NULL AND outcome = 'success' AND (
        code IN ('4663', '5140', '5145', '560') OR app IN ('smbd_audit', 'smbd-audit', 'smbd'))\
      """;

  /** Days end when nobody is left. */
  static final int DAY_BEGINS = 5;

  private CrossSql() {}

  static String in(String column, Collection<String> texts) {
    return texts.isEmpty()
        ? "FALSE"
        : "("
            + column
            + ")"
            + texts.stream()
                .sorted()
                .map(ReviewSql::literal)
                .collect(Collectors.joining(", ", " IN (", ")"));
  }

  /**
   * Whether two columns hold one of many pairs. Nothing is joined: a statement as long as this may
   * become is refused where it makes texts.
   *
   * @param pairs texts of the second column by one of the first
   */
  static String in(String first, String second, Map<String, ? extends Collection<String>> pairs) {
    return pairs.isEmpty()
        ? "FALSE"
        : new TreeMap<>(pairs)
            .entrySet().stream()
                .map(
                    of ->
                        "WHEN "
                            + ReviewSql.literal(of.getKey())
                            + " THEN "
                            + in(second, of.getValue()))
                .collect(Collectors.joining(" ", "(CASE " + first + " ", " ELSE FALSE END)"));
  }
}
