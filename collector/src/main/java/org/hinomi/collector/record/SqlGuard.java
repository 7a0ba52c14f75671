package org.hinomi.collector.record;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Says whether a statement may run, by its tree as DuckDB's own parser gives it: one SELECT over
 * the documented views, made of functions known to read nothing but their arguments and to give
 * back no more than they take. What is not known is refused.
 *
 * <p>DuckDB counts tables, sorts and groups against its memory limit, but not the text that a
 * function makes for a batch of 2048 rows; so the functions that make text longer than their
 * arguments are left out, and those that join texts may stand in a statement {@link #MAX_JOINED}
 * times.
 */
final class SqlGuard {
  /** Characters of a statement that joins texts. */
  static final int MAX_LENGTH = 8192;

  /** Characters of one that does not: a register of hundreds of sources stands in it. */
  static final int MAX_PLAIN = 256 << 10;

  /** Each can double what the one inside it made, of up to 8 KiB and 2048 rows: 256 MiB. */
  private static final int MAX_JOINED = 4;

  private static final int MAX_DEPTH = 200;

  private static final Set<String> QUERIES =
      Set.of("SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE");
  private static final Set<String> SOURCES =
      Set.of("BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EXPRESSION_LIST", "EMPTY");
  private static final Set<String> TABLE_FUNCTIONS = Set.of("range", "generate_series");
  private static final Set<String> VIEWS = Set.of("event", "sample", "sample_hour");
  private static final Set<String> JOINING =
      Set.of("||", "concat", "concat_ws", "replace", "regexp_replace");
  private static final Set<String> FUNCTIONS =
      Set.of(
          """
          abs any_value approx_count_distinct arg_max arg_min array_extract avg between bit_and
          bit_or bool_and bool_or ceil ceiling coalesce contains corr count count_if count_star
          covar_pop covar_samp cume_dist date_diff date_part date_sub date_trunc datediff datepart
          datesub datetrunc day dayname dayofmonth dayofweek dayofyear dense_rank epoch epoch_ms
          epoch_us error exp extract first first_value floor greatest grouping hour if ifnull
          ilike_escape instr isfinite isnan isodow isoyear json_array_length json_exists
          json_extract json_extract_string json_keys json_type json_valid kurtosis lag last
          last_value lcase lead least left len length like_escape list_contains list_extract ln log
          log10 log2 lower ltrim mad make_date make_time make_timestamp max max_by md5 mean median
          microsecond millisecond min min_by minute mod mode month monthname nth_value ntile nullif
          percent_rank position pow power prefix quantile quantile_cont quantile_disc quarter rank
          regexp_extract regexp_full_match regexp_matches regr_slope reverse right round row_number
          rtrim second sign skewness split split_part sqrt stddev stddev_pop stddev_samp stem
          strftime string_agg string_split strip_accents strlen strpos strptime substr substring
          suffix sum time_bucket timezone to_timestamp trim trunc try_strptime ucase unicode upper
          var_pop var_samp variance week weekday weekofyear year yearweek to_seconds to_minutes
          to_hours to_days to_weeks to_months to_years not_like_escape not_ilike_escape
          """
              .strip()
              .split("\\s+"));

  private final Set<String> named = new HashSet<>(VIEWS);
  private final int mostJoined;
  private int joined;

  private SqlGuard(int mostJoined) {
    this.mostJoined = mostJoined;
  }

  /**
   * Checks the tree that {@code json_serialize_sql} gave.
   *
   * @param length characters of the statement
   * @param tables that may be asked beside the views
   * @throws IllegalArgumentException with a message for the reader
   */
  static void check(JsonNode tree, int length, Set<String> tables) {
    if (tree.path("error").asBoolean(true)) {
      String message = tree.path("error_message").asString("cannot be read");
      if (message.contains("can be serialized")) {
        // DuckDB's words are about the tree that it gives of a SELECT alone.
        throw refused("this is no SELECT (expected: one SELECT; nothing can be changed)");
      }
      String position = tree.path("position").asString("");
      throw refused(
          position.matches("\\d{1,6}")
              ? "column " + (Integer.parseInt(position) + 1) + ": " + message
              : message);
    }
    if (tree.path("statements").size() != 1) {
      throw refused(tree.path("statements").size() + " statements (expected: one SELECT)");
    }
    SqlGuard guard = new SqlGuard(length > MAX_LENGTH ? 0 : MAX_JOINED);
    guard.named.addAll(tables);
    guard.names(tree, 0);
    guard.walk(tree);
  }

  static IllegalArgumentException refused(String problem) {
    return new IllegalArgumentException("sql: " + problem);
  }

  /** Learns the names that WITH gives. */
  private void names(JsonNode node, int depth) {
    if (depth > MAX_DEPTH) {
      throw refused("nested too deeply (expected: a simpler statement)");
    }
    for (JsonNode entry : node.path("cte_map").path("map")) {
      named.add(lower(entry.path("key").asString("")));
    }
    for (JsonNode child : node) {
      names(child, depth + 1);
    }
  }

  private void walk(JsonNode node) {
    if (node.isObject()) {
      String type = node.path("type").asString("");
      if (type.endsWith("_NODE") && !QUERIES.contains(type)) {
        throw refused("this part changes something (expected: one SELECT)");
      }
      if (node.has("class")) {
        expression(node);
      } else if (node.has("alias") && node.has("sample")) {
        source(node, type);
      }
    }
    // The call in FROM was checked with its source; its arguments are expressions as others.
    boolean call = node.path("type").asString("").equals("TABLE_FUNCTION");
    for (Map.Entry<String, JsonNode> child : node.properties()) {
      boolean checked = call && child.getKey().equals("function");
      walk(checked ? child.getValue().path("arguments") : child.getValue());
    }
    if (node.isArray()) {
      node.forEach(this::walk);
    }
  }

  private void source(JsonNode node, String type) {
    if (!SOURCES.contains(type)) {
      throw refused(
          lower(type) + " cannot be asked (expected: the views event, sample and sample_hour)");
    }
    if (type.equals("BASE_TABLE")) {
      String name = node.path("table_name").asString("");
      boolean qualified =
          node.path("qualified_name").path("path").size() > 1
              || filled(node.path("schema_name"))
              || filled(node.path("catalog_name"));
      if (qualified || !named.contains(lower(name))) {
        throw refused("table " + name + " (expected: the views event, sample and sample_hour)");
      }
    }
    if (type.equals("TABLE_FUNCTION")) {
      String name = node.path("function").path("function_name").asString("");
      if (!TABLE_FUNCTIONS.contains(lower(name))) {
        throw refused("function " + name + " in FROM (expected: a view, range, generate_series)");
      }
    }
  }

  private void expression(JsonNode node) {
    @Nullable JsonNode name = node.get("function_name");
    if (name == null) {
      return;
    }
    String function = lower(name.asString(""));
    if (filled(node.path("schema")) || filled(node.path("catalog"))) {
      throw refused("function " + function + " with a schema (expected: its name alone)");
    }
    if (JOINING.contains(function) && ++joined > mostJoined) {
      throw refused("more than " + mostJoined + " of || concat replace (expected: fewer)");
    }
    // What looks like a word is a function; the rest, such as +, an operator.
    if (function.matches(".*[a-z_].*")
        && !FUNCTIONS.contains(function)
        && !JOINING.contains(function)) {
      throw refused("function " + function + " (expected: one that docs/sql.md names)");
    }
  }

  private static boolean filled(JsonNode text) {
    return !text.asString("").isEmpty();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
