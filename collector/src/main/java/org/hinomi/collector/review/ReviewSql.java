package org.hinomi.collector.review;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hinomi.collector.review.policy.Policy;
import org.hinomi.collector.review.policy.RegisteredSource;

/**
 * Fragments of the statements of a review. All that is written into them are constants of checks,
 * numbers, times, and texts of the policy as literals.
 *
 * <p>The history holds a row group's least and greatest time and position beside it, so that {@link
 * #period} reads only what it needs; and {@link #LOG} costs a look into dictionaries, not at texts.
 */
public final class ReviewSql {
  /**
   * Which log of a host: the Windows channel, the program up to a slash ({@code postfix/smtpd} is
   * {@code postfix}), else the way it came.
   */
  public static final String LOG = "coalesce(channel, split_part(app, '/', 1), transport)";

  /** The shortest step of time: {@link #slotMinutes}. */
  public static final String SLOT = "slot";

  private static final List<Integer> SLOTS = List.of(60, 30, 15, 10, 5, 1);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Period period;
  private final Policy policy;
  private final long until;

  ReviewSql(Period period, Policy policy, long until) {
    this.period = period;
    this.policy = policy;
    this.until = until;
  }

  /** A condition: in the period, and recorded when the review began. */
  public String period() {
    return span(period.start(), period.end());
  }

  /** A condition: in the span before the period that "never seen before" looks at. */
  public String baseline() {
    return span(baselineStart(), period.start());
  }

  /** Where that span begins: a whole number of days before. */
  public Instant baselineStart() {
    Duration baseline = policy.thresholds().baseline();
    return period
        .from()
        .minusDays(baseline.plusDays(1).minusNanos(1).toDays())
        .atStartOfDay(period.zone())
        .toInstant();
  }

  /** A condition on {@code time} and {@code position}. */
  public String span(Instant from, Instant to) {
    return "time >= " + time(from) + " AND time < " + time(to) + " AND position < " + until;
  }

  /** A moment. */
  public static String time(Instant moment) {
    return "TIMESTAMP '" + TIME.format(moment) + "'";
  }

  /** A text. */
  public static String literal(String text) {
    if (text.indexOf(Marked.BEGIN) >= 0) {
      throw new IllegalArgumentException(text + " (expected: no control characters)");
    }
    return "'" + text.replace("'", "''") + "'";
  }

  /** What the clock on the wall shows: the offsets of the zone are constants of the statement. */
  public String local(String column) {
    Instant from = period.previous().previous().start();
    return LocalTime.of(
        column,
        period.zone(),
        from.isBefore(baselineStart()) ? from : baselineStart(),
        period.end());
  }

  /** Where the period before begins. */
  public Instant previousStart() {
    return period.previous().start();
  }

  /** A table of {@link Facts} about the period. */
  public String fact(String name) {
    return fact(name, period.start(), period.end());
  }

  /** A table of {@link Facts} about whole days. */
  public String fact(String name, Instant from, Instant to) {
    return Marked.fact(name, from, to);
  }

  /** The events of the period that one of the conditions of {@link Notable} holds for. */
  public String notable() {
    return fact("notable");
  }

  /**
   * A table: how many events each log of each host wrote in each step of time: {@code host, log,
   * moment (local), n, first, last}. All that goes by source, day or hour is put together from it.
   *
   * @param unit {@code hour}, {@code day}, or {@link #SLOT}
   */
  public String steps(Instant from, Instant to, String unit) {
    String moment = local("slot");
    return "(SELECT host, log, "
        + (unit.equals(SLOT) ? moment : "date_trunc('" + unit + "', " + moment + ")")
        + " AS moment, CAST(sum(n) AS BIGINT) AS n, min(first) AS first, max(last) AS last FROM "
        + fact("slots", from, to)
        + " GROUP BY 1, 2, 3)";
  }

  /**
   * The same with the registered source in place of host and log: {@code source, moment, n, first,
   * last}. The register is gone through once for each log, not for each step.
   */
  public String sources(Instant from, Instant to, String unit) {
    return "(WITH step AS "
        + steps(from, to, unit)
        + ", register AS (SELECT host AS its_host, log AS its_log, "
        + source()
        + " AS source FROM (SELECT host, log, sum(n) AS n FROM step GROUP BY 1, 2))"
        + " SELECT source, moment, n, first, last FROM step JOIN register"
        + " ON host = its_host AND log = its_log WHERE source <> '')";
  }

  /** A condition on {@code kind}: it is one whose template satisfies a condition. */
  public String kind(Instant from, Instant to, String condition) {
    return "kind IN (SELECT kind FROM " + fact("templates", from, to) + " WHERE " + condition + ")";
  }

  /**
   * Minutes to which times may be cut: working hours, days and the silences that are allowed do not
   * begin or end within; at most an hour.
   */
  public int slotMinutes() {
    List<Integer> edges = new ArrayList<>(hours().edges());
    ZoneRules rules = period.zone().getRules();
    edges.add(rules.getOffset(period.end()).getTotalSeconds() / 60);
    edges.add(rules.getOffset(baselineStart()).getTotalSeconds() / 60);
    edges.add(rules.getOffset(period.start()).getTotalSeconds() / 60);
    long quiet =
        policy.sources().stream()
            .flatMap(source -> source.quiet().stream())
            .mapToLong(Duration::toMinutes)
            .min()
            .orElse(SLOTS.getFirst());
    return SLOTS.stream()
        .filter(minutes -> minutes <= Math.max(1, quiet))
        .filter(minutes -> edges.stream().allMatch(edge -> edge % minutes == 0))
        .findFirst()
        .orElse(SLOTS.getLast());
  }

  private HoursSql hours() {
    return new HoursSql(period, policy);
  }

  /** A condition: people work then. */
  public String working(String local) {
    return hours().working(local, policy.calendar());
  }

  /** A condition: the source in the column {@code source} is in use then. */
  public String sourceWorking(String local) {
    return hours().bySource(calendar -> hours().working(local, calendar));
  }

  /** A condition: a day on which people work. */
  public String workingDay(String local) {
    return hours().day(local, policy.calendar());
  }

  /** A condition: a day on which the source in the column {@code source} is in use. */
  public String sourceWorkingDay(String local) {
    return hours().bySource(calendar -> hours().day(local, calendar));
  }

  /**
   * The whole number in a field without a column; null where there is none. Taken from the text of
   * {@code fields} as it is written (sorted keys, no spaces; a quote in a value has a backslash
   * before it), at a tenth of what reading the JSON costs.
   */
  public static String number(String field) {
    String key = literal("\"" + field + "\":");
    return "CASE WHEN contains(fields, "
        + key
        + ") THEN TRY_CAST(rtrim(split_part(split_part(fields, "
        + key
        + ", 2), ',', 1), '}') AS BIGINT) END";
  }

  /**
   * A sum as a whole number; the greatest or least one where it is beyond: a few absurd amounts in
   * a log shall not end a review.
   */
  public static String total(String sum) {
    return "CAST(greatest(least(coalesce("
        + sum
        + ", 0), 9223372036854775807), -9223372036854775807) AS BIGINT)";
  }

  /** The name of the registered source that {@code host} and {@code log} belong to, else ''. */
  public String source() {
    return choose(RegisteredSource::name);
  }

  /**
   * What the register says of {@code host} and {@code log}; '' for what it does not know. It stands
   * where {@code n} is the number of events: a condition on that keeps DuckDB from asking for the
   * source of each event before they are counted.
   */
  public String choose(Function<RegisteredSource, String> what) {
    StringBuilder sql = new StringBuilder("CASE WHEN n < 0 THEN ''");
    for (RegisteredSource source : policy.sources()) {
      sql.append(" WHEN ")
          .append(like("host", source.hosts()))
          .append(" AND ")
          .append(like("log", source.logs()))
          .append(" THEN ")
          .append(literal(what.apply(source)));
    }
    return policy.sources().isEmpty() ? "''" : sql.append(" ELSE '' END").toString();
  }

  private static String like(String column, List<String> patterns) {
    List<String> whole = patterns.stream().filter(p -> !wild(p)).toList();
    List<String> conditions = new ArrayList<>();
    if (whole.size() == 1) {
      conditions.add(column + " = " + literal(whole.getFirst()));
    } else if (!whole.isEmpty()) {
      conditions.add(
          column
              + " IN ("
              + whole.stream().map(ReviewSql::literal).collect(Collectors.joining(", "))
              + ")");
    }
    for (String pattern : patterns) {
      if (pattern.equals("*")) {
        conditions.add("TRUE");
      } else if (wild(pattern)) {
        conditions.add(column + " LIKE " + literal(sqlPattern(pattern)) + " ESCAPE '!'");
      }
    }
    return conditions.size() == 1
        ? conditions.getFirst()
        : "(" + String.join(" OR ", conditions) + ")";
  }

  private static boolean wild(String pattern) {
    return pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
  }

  private static String sqlPattern(String pattern) {
    StringBuilder sql = new StringBuilder();
    for (char c : pattern.toCharArray()) {
      switch (c) {
        case '*' -> sql.append('%');
        case '?' -> sql.append('_');
        case '%', '_', '!' -> sql.append('!').append(c);
        default -> sql.append(c);
      }
    }
    return sql.toString();
  }

  /** A regular expression (RE2) that finds any of some words, in any letter case. */
  public static String anyOf(List<String> words) {
    return "(?i)"
        + words.stream()
            .map(
                word -> {
                  String quoted = word.replaceAll("([\\\\.\\[\\](){}*+?^$|])", "\\\\$1");
                  // \b of RE2 is of ASCII: a Japanese word has no such ends.
                  return word.matches("[A-Za-z][A-Za-z0-9 ]*") ? "\\b" + quoted : quoted;
                })
            .collect(Collectors.joining("|", "(", ")"));
  }
}
