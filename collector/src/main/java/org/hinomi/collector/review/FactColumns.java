package org.hinomi.collector.review;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hinomi.collector.record.DigestColumns;

/**
 * The columns that {@link Facts} are made from when a part is read. What a fact asks of the text of
 * {@code fields} is a search through all of it, and many facts ask; here the JSON is taken apart
 * once for each event. Every expression keeps its value: a test compares the two.
 */
final class FactColumns {
  /** Columns of events as they are. */
  private static final List<String> PLAIN =
      List.of(
          "position",
          "time",
          "received",
          "host",
          "transport",
          "severity",
          "app",
          "code",
          "channel",
          "record_id",
          "user_name",
          "source_ip",
          "outcome",
          "retention_class");

  /** Those that are left out: they are long, or only asked for by facts that need no JSON. */
  private static final Set<String> LEFT =
      Set.of("message", "template", "template_id", "fields", "provider", "msgid");

  /** Fields that are asked for, beside {@link Amounts}. */
  private static final List<String> FIELDS =
      List.of(
          "agent.partial",
          "email.attachments.file.name",
          "email.findings",
          "email.status",
          "error.message",
          "event.action",
          "event.category",
          "event.charset_damaged",
          "event.truncated_from",
          "file.path",
          "http.request.method",
          "proxy.result",
          "review.filled",
          "service.name",
          "threat.software.name",
          "url.original",
          "winlog.logon.type");

  /** Questions about a field's value, and what of its JSON answers them. */
  private static final Map<String, String> QUICK =
      Map.of(
          "contains(fields, '\"event.category\":\"authentication\"')",
          json("event.category") + " = '\"authentication\"'",
          "contains(fields, '\"agent.partial\":true')",
          "prefix(" + json("agent.partial") + ", 'true')",
          "contains(fields, '\"proxy.result\":\"TCP_DENIED')",
          "prefix(" + json("proxy.result") + ", '\"TCP_DENIED')",
          "contains(fields, '\"http.request.method\":\"POST\"')",
          json("http.request.method") + " = '\"POST\"'",
          "contains(fields, '\"http.request.method\":\"PUT\"')",
          json("http.request.method") + " = '\"PUT\"'",
          "contains(fields, '\"event.action\":\"mail-record\"')",
          json("event.action") + " = '\"mail-record\"'",
          "contains(fields, '\"email.status\":\"sent\"')",
          json("email.status") + " = '\"sent\"'",
          Facts.FILLED,
          "coalesce(regexp_extract(" + json("review.filled") + ", '^\\[([^\\]]*)', 1), '')",
          // All up to the first slash or quote, of it what follows the last @, up to a colon.
          Facts.PLACE,
          "coalesce(regexp_extract("
              + json("url.original")
              + ", '^\"([a-zA-Z]+://)?([^/\"]*@)?([^:/\"]*)', 3), '')",
          Notable.UNCLEAN_TEXT,
          // Letters that have no other forms than these two.
          "CASE WHEN contains(lower(template), 'panic') OR contains(lower(template), 'oop')"
              + " OR contains(lower(template), 'hut') THEN "
              + Notable.UNCLEAN_TEXT
              + " END");

  /** Values that facts ask of all events, and what their columns are called. */
  private static final Map<String, String> VALUES = new LinkedHashMap<>();

  /** The same, of conditions. */
  private static final Map<String, String> CONDITIONS =
      Map.of(
          Facts.PEOPLE,
          "person",
          "contains(fields, '\"event.category\":\"authentication\"')",
          "authentication",
          "contains(fields, '\"file.path\":')",
          "has_file",
          Facts.REQUEST,
          "request",
          Facts.SENDING,
          "sending",
          Facts.MAIL,
          "mail",
          Doings.REMOTE,
          "remote",
          Notable.ANY,
          "notable",
          Amounts.any(),
          "amount");

  /** Values that they ask of those events alone that a condition holds for. */
  private static final Map<String, Few> FEW =
      Map.of(
          Facts.PLACE, new Few("its_place", "request"),
          Facts.DOMAIN, new Few("its_domain", "mail"),
          Doings.DOING, new Few("doing", "person"));

  static {
    VALUES.put(ReviewSql.LOG, "log");
    VALUES.put(Facts.FILLED, "filled");
    VALUES.put(Facts.DAMAGE, "damage");
    for (String field : Amounts.FIELDS) {
      VALUES.put(ReviewSql.number(field), "amount_" + field.replace('.', '_'));
    }
  }

  /** A column, and the condition. */
  private record Few(String name, String of) {}

  private FactColumns() {}

  /** All that a fact that needs the JSON can be made from. */
  static DigestColumns all() {
    Map<String, String> quick = quick();
    List<String> inner = new ArrayList<>(List.of("*"));
    List<String> outer = new ArrayList<>(PLAIN);
    VALUES.forEach(
        (expression, name) -> {
          inner.add(replaced(expression, quick) + " AS " + name);
          outer.add(name);
        });
    CONDITIONS.forEach(
        (expression, name) -> {
          // A CASE asks no more than it has to; OR and AND alone ask all of each event.
          inner.add(
              "CASE WHEN " + replaced(expression, quick) + " THEN TRUE ELSE FALSE END AS " + name);
          outer.add(name);
        });
    FEW.forEach((expression, few) -> outer.add(few(few, replaced(expression, quick))));
    Map<String, String> names = new HashMap<>(VALUES);
    names.putAll(CONDITIONS);
    FEW.forEach((expression, few) -> names.put(expression, few.name()));
    names.put(Doings.ANY, "doing > 0");
    List<String> notable = new ArrayList<>();
    Notable.COLUMNS.forEach(
        (name, expression) -> {
          if (LEFT.contains(name)) {
            Few few = new Few("notable_" + name, "notable");
            outer.add(few(few, expression));
            notable.add(few.name() + " AS " + name);
          } else {
            notable.add(Fact.as(expression, name));
          }
        });
    names.put(
        Notable.COLUMNS.entrySet().stream()
            .map(column -> Fact.as(column.getValue(), column.getKey()))
            .collect(Collectors.joining(", ")),
        String.join(", ", notable));
    String select =
        "SELECT "
            + String.join(", ", outer)
            + " FROM (SELECT "
            + String.join(", ", inner)
            + " FROM (SELECT *, json_transform(fields, '"
            + jsonTypes()
            + "') AS json FROM ";
    return new DigestColumns(table -> select + table + "))", longestFirst(names), LEFT);
  }

  private static String few(Few few, String expression) {
    return "CASE WHEN " + few.of() + " THEN " + expression + " END AS " + few.name();
  }

  private static String replaced(String expression, Map<String, String> with) {
    String text = expression;
    for (Map.Entry<String, String> each : with.entrySet()) {
      text = text.replace(each.getKey(), each.getValue());
    }
    return text;
  }

  /** What to ask of the JSON, or first, in place of an expression. */
  private static Map<String, String> quick() {
    Map<String, String> all = new HashMap<>(QUICK);
    for (String field : Amounts.FIELDS) {
      // A number with a fraction is not always written the same way again.
      all.put(
          ReviewSql.number(field),
          "CASE WHEN contains(%1$s, '.') THEN %2$s ELSE TRY_CAST(%1$s AS BIGINT) END"
              .formatted(json(field), ReviewSql.number(field)));
    }
    fields()
        .forEach(
            field -> {
              all.put("contains(fields, '\"" + field + "\":')", json(field) + " IS NOT NULL");
              all.put(
                  "json_extract_string(fields, '/" + field + "')",
                  "json_extract_string(" + json(field) + ", '$')");
            });
    return longestFirst(all);
  }

  private static Stream<String> fields() {
    return Stream.concat(Amounts.FIELDS.stream(), FIELDS.stream());
  }

  /** The text of a field's JSON: as JSON, a text of digits would be cast to a number. */
  private static String json(String field) {
    return "CAST(json.\"" + field + "\" AS VARCHAR)";
  }

  private static String jsonTypes() {
    return fields()
        .map(field -> "\"" + field + "\":\"JSON\"")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static Map<String, String> longestFirst(Map<String, String> names) {
    Map<String, String> sorted = new LinkedHashMap<>();
    names.entrySet().stream()
        .sorted(
            Comparator.comparingInt((Map.Entry<String, String> name) -> -name.getKey().length())
                .thenComparing(Map.Entry::getKey))
        .forEach(name -> sorted.put(name.getKey(), name.getValue()));
    return sorted;
  }
}
