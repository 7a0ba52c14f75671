package org.hinomi.collector.review;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hinomi.collector.record.Digest;
import org.hinomi.collector.review.Fact.Measure;
import org.hinomi.collector.review.Fact.Merge;
import org.hinomi.collector.review.Fact.Named;

/**
 * What the questions of reviews start from, in place of the events: each is read from a part once
 * and kept beside it. They depend on the zone, on how finely working hours cut time, and on how far
 * a clock may be off; on nothing else of a policy or a period.
 */
public final class Facts {
  /** Times of which the offset is looked for; beyond them no log is reviewed. */
  private static final long FIRST_MICROS = 0;

  private static final long LAST_MICROS = 4_102_444_800_000_000L;

  /** Names of a place: the host of an URL. */
  static final String PLACE =
      "split_part(split_part(regexp_extract(split_part(split_part(fields, '\"url.original\":\"', 2),"
          + " '\"', 1), '^([a-zA-Z]+://)?([^/]*)', 2), '@', -1), ':', 1)";

  /** A request that a proxy granted. */
  static final String REQUEST =
      "contains(fields, '\"proxy.result\":') AND NOT contains(fields, '\"proxy.result\":\"TCP_DENIED')";

  /** Nobody's: the accounts of machines and of services. */
  static final String PEOPLE =
      "user_name IS NOT NULL AND NOT suffix(user_name, '$') AND user_name NOT IN ('SYSTEM',"
          + " 'LOCAL SERVICE', 'NETWORK SERVICE', 'ANONYMOUS LOGON', '-', '')";

  /** Which of the six items an event has, as {@code "user","type"}. */
  static final String FILLED =
      "coalesce(split_part(split_part(fields, '\"review.filled\":[', 2), ']', 1), '')";

  /** What is wrong with a record: it was cut (1), has bytes of no charset (2), is malformed (3). */
  static final String DAMAGE =
      """
      CASE WHEN contains(fields, '"event.truncated_from":')
        OR contains(fields, '"agent.partial":true') THEN 1
      WHEN contains(template, '\uFFFD')
        OR contains(fields, '"event.charset_damaged":') THEN 2
      WHEN contains(fields, '"error.message":') THEN 3 ELSE 0 END\
      """;

  /** A request that takes something along. */
  static final String SENDING =
      """
      contains(fields, '"http.request.method":"POST"')
        OR contains(fields, '"http.request.method":"PUT"')\
      """;

  /** Mail came in or was delivered. */
  static final String MAIL =
      """
      (app = 'postfix/qmgr' AND user_name IS NOT NULL
          AND contains(fields, '"event.action":"mail-record"'))
        OR (app = 'postfix/smtp' AND contains(fields, '"email.status":"sent"'))\
      """;

  /** The domain that a mail came from, or went to. */
  static final String DOMAIN =
      "lower(split_part(json_extract_string(fields, CASE WHEN app = 'postfix/qmgr' THEN"
          + " '/email.from.address' ELSE '/email.to.address' END), '@', 2))";

  private static final Named HOST = new Named("host", "host");
  private static final Named LOG = new Named("log", ReviewSql.LOG);
  private static final Measure N = new Measure("n", "count(*)", Merge.SUM);
  private static final Measure FIRST = new Measure("first", "min(time)", Merge.LEAST);
  private static final Measure LAST = new Measure("last", "max(time)", Merge.MOST);
  private static final Measure FIRST_POSITION =
      new Measure("first_position", "min(position)", Merge.LEAST);
  private static final Measure LAST_POSITION =
      new Measure("last_position", "max(position)", Merge.MOST);

  /** Minutes at whose edges work that was asked for is compared. */
  private static final int WORK_MINUTES = 10;

  private final Map<String, Digest> all = new LinkedHashMap<>();

  /**
   * Those of a zone.
   *
   * @param slotMinutes to which times are cut where hours count; divides an hour
   * @param skewSeconds how far a clock may be off
   */
  Facts(ZoneId zone, int slotMinutes, long skewSeconds) {
    Fact.When day = new Day(zone);
    Fact.When slot = new Slot(slotMinutes);
    Fact.When time = new Moment();
    add(slots(slot, skewSeconds));
    add(
        new Fact(
            "kinds",
            day,
            List.of(
                HOST,
                LOG,
                new Named("program", "coalesce(provider, app, '')"),
                new Named("code", "code"),
                new Named("kind", "template_id")),
            List.of(N, FIRST, LAST, FIRST_POSITION, LAST_POSITION),
            "",
            null));
    add(
        new Fact(
            "templates",
            day,
            List.of(new Named("kind", "template_id")),
            List.of(new Measure("template", "min(template)", Merge.LEAST)),
            "",
            null));
    add(users(slot));
    Named user = new Named("user_name", "user_name");
    List<Measure> seen = List.of(N, FIRST, FIRST_POSITION);
    add(new Fact("hosts", day, List.of(user, HOST), seen, PEOPLE, null));
    add(
        new Fact(
            "clients",
            day,
            List.of(user, new Named("source_ip", "source_ip")),
            seen,
            PEOPLE + " AND source_ip IS NOT NULL",
            null));
    add(
        new Fact(
            "addresses",
            day,
            List.of(HOST, LOG, new Named("source_ip", "source_ip")),
            List.of(N, FIRST_POSITION),
            "source_ip IS NOT NULL",
            null));
    add(Amounts.rounded(day, LOG, N));
    all.put("tops", new Amounts.Tops(day));
    add(places(day));
    add(
        new Fact(
            "calls",
            time,
            List.of(
                new Named("place", PLACE),
                new Named("address", "source_ip"),
                new Named("user_name", "user_name"),
                new Named("position", "position")),
            List.of(),
            REQUEST + " AND source_ip IS NOT NULL",
            (select, from, to) -> lonely(select, day.sql(from, to))));
    add(mail(day));
    add(
        new Fact(
            "doings",
            new Slot(slotMinutes % WORK_MINUTES == 0 ? WORK_MINUTES : Math.min(slotMinutes, 5)),
            List.of(
                user, HOST, new Named("source_ip", "source_ip"), new Named("doing", Doings.DOING)),
            List.of(N, FIRST, LAST, FIRST_POSITION),
            PEOPLE + " AND (" + Doings.ANY + ")",
            null));
    add(
        new Fact(
            "remote",
            slot,
            List.of(
                user,
                HOST,
                new Named("source_ip", "source_ip"),
                new Named("let_in", "coalesce(code = '200', FALSE)")),
            List.of(N, FIRST, FIRST_POSITION),
            Doings.REMOTE,
            null));
    add(
        new Fact(
            "power",
            slot,
            List.of(HOST),
            List.of(N, FIRST, LAST, FIRST_POSITION, LAST_POSITION),
            Doings.POWER,
            null));
    List<Named> columns = new ArrayList<>();
    Notable.COLUMNS.forEach((name, expression) -> columns.add(new Named(name, expression)));
    add(new Fact("notable", time, columns, List.of(), Notable.ANY, null));
  }

  private void add(Fact fact) {
    all.put(fact.name(), fact);
  }

  /** All of them. */
  public List<Digest> all() {
    return List.copyOf(all.values());
  }

  /** One by its name. */
  Digest of(String name) {
    Digest digest = all.get(name);
    if (digest == null) {
      throw new IllegalArgumentException(name + " (expected: one of " + all.keySet() + ")");
    }
    return digest;
  }

  /** How much each log wrote, part of time by part of time, and what was wrong with it. */
  private static Fact slots(Fact.When slot, long skewSeconds) {
    String ahead = "time > received + to_seconds(" + skewSeconds + ")";
    String behind = "time < received - to_seconds(" + skewSeconds + ")";
    return new Fact(
        "slots",
        slot,
        List.of(
            HOST,
            LOG,
            new Named("transport", "transport"),
            new Named("severity", "severity"),
            new Named("retention_class", "retention_class"),
            new Named("filled", FILLED),
            new Named("damage", DAMAGE)),
        List.of(
            N,
            FIRST,
            LAST,
            FIRST_POSITION,
            LAST_POSITION,
            count("ahead", ahead),
            count("behind", behind),
            new Measure("most_ahead", "max(epoch_us(time) - epoch_us(received))", Merge.MOST),
            new Measure("most_behind", "max(epoch_us(received) - epoch_us(time))", Merge.MOST),
            new Measure(
                "off_position",
                "min(position) FILTER (" + ahead + " OR " + behind + ")",
                Merge.LEAST),
            count("records", "channel IS NOT NULL AND record_id IS NOT NULL"),
            new Measure("least_record", "min(record_id) FILTER (channel IS NOT NULL)", Merge.LEAST),
            new Measure("most_record", "max(record_id) FILTER (channel IS NOT NULL)", Merge.MOST)),
        "",
        null);
  }

  private static Measure count(String name, String where) {
    return new Measure(name, "count(*) FILTER (" + where + ")", Merge.SUM);
  }

  /** What people do. */
  private static Fact users(Fact.When slot) {
    return new Fact(
        "users",
        slot,
        List.of(new Named("user_name", "user_name")),
        List.of(
            N,
            count(
                "logons",
                "outcome = 'success' AND (code IN ('4624', '528', '540', '200', '302')"
                    + " OR contains(fields, '\"event.category\":\"authentication\"'))"),
            count("failures", "outcome = 'failure'"),
            count("files", "contains(fields, '\"file.path\":')"),
            new Measure(
                "bytes",
                ReviewSql.total(
                    Stream.of(
                            "source.bytes",
                            "destination.bytes",
                            "http.response.bytes",
                            "email.size")
                        .map(field -> "coalesce(sum(" + ReviewSql.number(field) + "), 0)")
                        .collect(Collectors.joining(" + "))),
                Merge.SUM),
            FIRST,
            LAST,
            FIRST_POSITION),
        PEOPLE,
        null);
  }

  /** Who went where through the proxy. */
  private static Fact places(Fact.When day) {
    return new Fact(
        "places",
        day,
        List.of(
            new Named("user_name", "user_name"),
            new Named("address", "source_ip"),
            new Named("place", PLACE)),
        List.of(
            N,
            new Measure(
                "bytes",
                ReviewSql.total(
                    "sum(coalesce("
                        + ReviewSql.number("source.bytes")
                        + ", CASE WHEN "
                        + SENDING
                        + " THEN "
                        + ReviewSql.number("http.response.bytes")
                        + " ELSE 0 END))"),
                Merge.SUM),
            FIRST,
            FIRST_POSITION),
        REQUEST,
        null);
  }

  /** Calls that nobody else made on the same day: the only ones that can be a program's alone. */
  private static String lonely(String select, String day) {
    return "WITH call AS MATERIALIZED ("
        + select
        + "), alone AS (SELECT "
        + day
        + " AS on_day, place AS at_place FROM call GROUP BY 1, 2"
        + " HAVING min(address) = max(address))"
        + " SELECT call.* FROM call JOIN alone ON "
        + day
        + " = on_day AND place = at_place";
  }

  /** Domains that mail comes from and goes to. */
  private static Fact mail(Fact.When day) {
    return new Fact(
        "mail",
        day,
        List.of(new Named("app", "app"), new Named("domain", DOMAIN)),
        List.of(N),
        MAIL,
        null);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(Math.clamp(micros, FIRST_MICROS, LAST_MICROS), ChronoUnit.MICROS);
  }

  /** The day on the calendar on the wall. */
  private record Day(ZoneId zone) implements Fact.When {
    @Override
    public String name() {
      return zone.getId();
    }

    @Override
    public String column() {
      return "day";
    }

    @Override
    public String sql(long fromMicros, long toMicros) {
      return "date_trunc('day', "
          + LocalTime.of("time", zone, instant(fromMicros), instant(toMicros).plusNanos(1000))
          + ")";
    }

    @Override
    public String within(long fromMicros, long toMicros) {
      return "day >= " + midnight(fromMicros) + " AND day < " + midnight(toMicros);
    }

    private String midnight(long micros) {
      Instant at = instant(micros);
      LocalDate day = LocalDate.ofInstant(at, zone);
      if (!day.atStartOfDay(zone).toInstant().equals(at)) {
        throw new IllegalArgumentException(at + " (expected: the beginning of a day)");
      }
      return "TIMESTAMP '" + day + " 00:00:00'";
    }
  }

  /** So many minutes. */
  private record Slot(int minutes) implements Fact.When {
    @Override
    public String name() {
      return Integer.toString(minutes);
    }

    @Override
    public String column() {
      return "slot";
    }

    @Override
    public String sql(long fromMicros, long toMicros) {
      return minutes == 60
          ? "date_trunc('hour', time)"
          : "time_bucket(to_minutes(" + minutes + "), time)";
    }

    @Override
    public String within(long fromMicros, long toMicros) {
      return "slot >= "
          + ReviewSql.time(instant(fromMicros))
          + " AND slot < "
          + ReviewSql.time(instant(toMicros));
    }
  }

  /** Each event's own time. */
  private record Moment() implements Fact.When {
    @Override
    public String name() {
      return "";
    }

    @Override
    public String column() {
      return "time";
    }

    @Override
    public String sql(long fromMicros, long toMicros) {
      return "time";
    }

    @Override
    public String within(long fromMicros, long toMicros) {
      return "time >= make_timestamp("
          + fromMicros
          + ") AND time < make_timestamp("
          + toMicros
          + ")";
    }
  }
}
