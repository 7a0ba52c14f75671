package org.hinomi.collector.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hinomi.collector.record.Condition.Bound;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Writes a condition as SQL. Whatever a user typed, names of fields included, becomes a bound
 * parameter; the SQL itself is made of this class's own words and of {@link Column} names.
 *
 * <p>Made for one statement; not thread-safe.
 */
final class ConditionSql {
  private static final Pattern NUMBER = Pattern.compile("[-+]?\\d{1,18}(\\.\\d{1,18})?");

  /**
   * What a network sender has proved: nothing, where nothing is stored of it. So the many records
   * in plain text cost no byte.
   */
  private static final String AUTHENTICATION =
      "CASE WHEN contains(coalesce(fields, ''), '"
          + FieldsJson.key(Fields.SOURCE_AUTHENTICATION)
          + "') THEN json_extract_string(fields, '"
          + FieldsJson.pointer(Fields.SOURCE_AUTHENTICATION)
          + "') WHEN transport NOT IN ('import', 'internal') THEN '"
          + StoredEvent.UNAUTHENTICATED
          + "' END";

  private final StringBuilder sql = new StringBuilder();
  private final List<Object> parameters = new ArrayList<>();

  /** A test of one value; called once for each place where the value may stand. */
  private interface Test {
    void write(String value);
  }

  String sql() {
    return sql.toString();
  }

  /** In the order of their question marks: String or Long. */
  List<Object> parameters() {
    return parameters;
  }

  ConditionSql text(String own) {
    sql.append(own);
    return this;
  }

  /** Adds another statement with its parameters. */
  ConditionSql all(ConditionSql other) {
    sql.append(other.sql);
    parameters.addAll(other.parameters);
    return this;
  }

  ConditionSql bind(Object value) {
    sql.append('?');
    parameters.add(value);
    return this;
  }

  ConditionSql condition(Condition condition) {
    switch (condition) {
      case Condition.All() -> text("TRUE");
      case Condition.And(List<Condition> parts) -> joined(parts, " AND ", "TRUE");
      case Condition.Or(List<Condition> parts) -> joined(parts, " OR ", "FALSE");
      case Condition.Not(Condition part) -> text("((").condition(part).text(") IS NOT TRUE)");
      case Condition.Exists(String field) -> exists(field);
      case Condition.Term term -> term(term);
      case Condition.Wildcard wildcard -> wildcard(wildcard);
      case Condition.Regex regex -> regex(regex);
      case Condition.Range range -> range(range);
      case Condition.Addresses addresses -> addresses(addresses);
    }
    return this;
  }

  /** The values of a field as a list: of one its different elements, else one, may be null. */
  ConditionSql values(String field) {
    if (field.equals(Fields.SOURCE_AUTHENTICATION)) {
      return text("[" + AUTHENTICATION + "]");
    }
    Optional<Column> column = Column.ofField(field);
    if (column.isPresent() && !column.get().fromFields()) {
      Column own = column.get();
      boolean time = own.kind() == FieldKind.TIME;
      return text(time ? "[epoch_us(" + own.sql() + ")]" : "[" + own.sql() + "]");
    }
    String pointer = FieldsJson.pointer(field);
    text("CASE ");
    column.ifPresent(
        own ->
            text("WHEN " + own.sql() + " IS NOT NULL THEN [CAST(" + own.sql() + " AS VARCHAR)] "));
    text("WHEN NOT contains(coalesce(fields, ''), ").bind(FieldsJson.key(field));
    text(") THEN [NULL] WHEN json_type(fields, ").bind(pointer);
    text(") = 'ARRAY' THEN list_distinct(from_json(json_extract(fields, ").bind(pointer);
    text("), '[\"VARCHAR\"]')) ELSE [json_extract_string(fields, ").bind(pointer);
    return text(")] END");
  }

  /** Adds the time window. */
  ConditionSql window(Window window) {
    text("(");
    span("time", window);
    if (window.orReceived()) {
      text(" OR ");
      span("received", window);
    }
    return text(")");
  }

  private void span(String column, Window window) {
    text("(TRUE");
    window
        .from()
        .ifPresent(from -> text(" AND " + column + " >= make_timestamp(").bind(from).text(")"));
    window.to().ifPresent(to -> text(" AND " + column + " < make_timestamp(").bind(to).text(")"));
    text(")");
  }

  private void joined(List<Condition> parts, String operator, String ofNone) {
    if (parts.isEmpty()) {
      text(ofNone);
      return;
    }
    text("(");
    for (int i = 0; i < parts.size(); i++) {
      text(i == 0 ? "" : operator).condition(parts.get(i));
    }
    text(")");
  }

  private void exists(String field) {
    if (field.equals(Fields.SOURCE_AUTHENTICATION)) {
      text("(" + AUTHENTICATION + ") IS NOT NULL");
      return;
    }
    Optional<Column> column = Column.ofField(field);
    text("(");
    column.ifPresent(c -> text(c.sql() + " IS NOT NULL"));
    if (column.isEmpty() || column.get().fromFields()) {
      text(column.isPresent() ? " OR " : "");
      text("(contains(fields, ").bind(FieldsJson.key(field));
      text(") AND json_exists(fields, ").bind(FieldsJson.pointer(field)).text("))");
    }
    text(")");
  }

  private void term(Condition.Term term) {
    switch (FieldKind.of(term.field())) {
      case FULL_TEXT ->
          test(
              term.field(),
              value -> {
                if (caseless(term.text())) {
                  text("contains(" + value + ", ").bind(term.text()).text(")");
                } else {
                  text("contains(lower(" + value + "), lower(").bind(term.text()).text("))");
                }
              });
      case INTEGER, TIME -> {
        Bound bound = new Bound(term.text(), true);
        range(new Condition.Range(term.field(), bound, bound));
      }
      case TEXT, OPAQUE ->
          test(
              term.field(),
              value -> text("lower(" + value + ") = lower(").bind(term.text()).text(")"));
    }
  }

  private void wildcard(Condition.Wildcard wildcard) {
    boolean anywhere = FieldKind.of(wildcard.field()) == FieldKind.FULL_TEXT;
    String like = like(wildcard.pattern());
    test(
        wildcard.field(),
        value ->
            text("lower(CAST(" + value + " AS VARCHAR)) LIKE lower(")
                .bind(anywhere ? "%" + like + "%" : like)
                .text(") ESCAPE '\\'"));
  }

  private void regex(Condition.Regex regex) {
    boolean anywhere = FieldKind.of(regex.field()) == FieldKind.FULL_TEXT;
    String function = anywhere ? "regexp_matches" : "regexp_full_match";
    test(
        regex.field(),
        value ->
            text(function + "(CAST(" + value + " AS VARCHAR), ")
                .bind(regex.expression())
                .text(", 'is')"));
  }

  private void range(Condition.Range range) {
    FieldKind kind = FieldKind.of(range.field());
    test(
        range.field(),
        value -> {
          text("(TRUE");
          side(kind, value, range.lower(), ">", range.upper());
          side(kind, value, range.upper(), "<", range.lower());
          text(")");
        });
  }

  private void addresses(Condition.Addresses asked) {
    IpAddress first = asked.first();
    IpAddress last = asked.last();
    test(
        asked.field(),
        value -> {
          if (first.ipv4()) {
            text("(" + AddressSql.ipv4(value) + " BETWEEN ").bind(first.value().longValueExact());
            text(" AND ").bind(last.value().longValueExact()).text(")");
          } else {
            text("(" + AddressSql.ipv6(value) + " BETWEEN ").bind(first.hex());
            text(" AND ").bind(last.hex()).text(")");
          }
        });
  }

  private void side(
      FieldKind kind, String value, @Nullable Bound bound, String operator, @Nullable Bound other) {
    if (bound == null) {
      text(" AND " + value + " IS NOT NULL");
      return;
    }
    String compare = operator + (bound.inclusive() ? "= " : " ");
    switch (kind) {
      case INTEGER -> text(" AND " + value + " " + compare).bind(Long.valueOf(bound.value()));
      case TIME ->
          text(" AND " + value + " " + compare + "make_timestamp(")
              .bind(Long.valueOf(bound.value()))
              .text(")");
      case TEXT, FULL_TEXT, OPAQUE -> {
        if (both(NUMBER, bound, other)) {
          text(" AND TRY_CAST(" + value + " AS DOUBLE) " + compare + "CAST(");
          bind(bound.value()).text(" AS DOUBLE)");
        } else {
          text(" AND lower(" + value + ") " + compare + "lower(").bind(bound.value()).text(")");
        }
      }
    }
  }

  /** Writes a test of a field wherever its value may stand: its column, the JSON, or both. */
  private void test(String field, Test test) {
    if (field.equals(Fields.SOURCE_AUTHENTICATION)) {
      test.write("(" + AUTHENTICATION + ")");
      return;
    }
    Optional<Column> column = Column.ofField(field);
    if (column.isEmpty()) {
      inJson(field, test);
      return;
    }
    String sqlName = column.get().sql();
    if (!column.get().fromFields()) {
      test.write(sqlName);
      return;
    }
    text("(");
    test.write(sqlName);
    text(" OR (" + sqlName + " IS NULL AND ");
    inJson(field, column.get().kind() == FieldKind.TEXT ? test : value -> text("FALSE"));
    text("))");
  }

  /**
   * A field in the JSON object, of whose elements one is enough where it is a list. Looking for the
   * key in the text first is several times as fast as reading the JSON of every row.
   */
  private void inJson(String field, Test test) {
    String pointer = FieldsJson.pointer(field);
    text("(contains(fields, ").bind(FieldsJson.key(field));
    text(") AND len(list_filter(CASE WHEN json_type(fields, ").bind(pointer);
    text(") = 'ARRAY' THEN from_json(json_extract(fields, ").bind(pointer);
    text("), '[\"VARCHAR\"]') ELSE [json_extract_string(fields, ").bind(pointer);
    text(")] END, lambda element: ");
    test.write("element");
    text(")) > 0)");
  }

  private static boolean both(Pattern pattern, Bound bound, @Nullable Bound other) {
    return pattern.matcher(bound.value()).matches()
        && (other == null || pattern.matcher(other.value()).matches());
  }

  private static boolean caseless(String text) {
    return text.codePoints()
        .noneMatch(c -> Character.toLowerCase(c) != c || Character.toUpperCase(c) != c);
  }

  /** A wildcard pattern in the words of LIKE, with a backslash as its escape. */
  static String like(String pattern) {
    StringBuilder like = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '*') {
        like.append('%');
      } else if (c == '?') {
        like.append('_');
      } else {
        if (c == '\\' && i + 1 < pattern.length()) {
          c = pattern.charAt(++i);
        }
        if (c == '%' || c == '_' || c == '\\') {
          like.append('\\');
        }
        like.append(c);
      }
    }
    return like.toString();
  }
}
