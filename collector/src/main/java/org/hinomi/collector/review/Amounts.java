package org.hinomi.collector.review;

import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.record.Digest;
import org.hinomi.collector.review.Fact.Measure;
import org.hinomi.collector.review.Fact.Named;

/** Numbers in events that are amounts: bytes, sizes, recipients. */
public final class Amounts {
  /** Fields whose values are amounts. */
  static final List<String> FIELDS =
      List.of(
          "source.bytes",
          "destination.bytes",
          "http.response.bytes",
          "network.bytes",
          "email.size",
          "email.recipient_count");

  /** Rows that a table of extreme ones has at most. */
  public static final int SHOWN = 200;

  private Amounts() {}

  /**
   * How often each combination of rounded amounts comes in each log. Sizes differ by factors, so
   * they are rounded on a logarithm: log2(1 + value), to an eighth.
   */
  static Fact rounded(Fact.When day, Named log, Measure count) {
    List<Named> keys = new ArrayList<>();
    keys.add(log);
    for (int i = 0; i < FIELDS.size(); i++) {
      keys.add(
          new Named(
              "x" + i,
              "round(log2(1e0 + greatest(" + ReviewSql.number(FIELDS.get(i)) + ", 0)) * 8) / 8"));
    }
    return new Fact("amounts", day, keys, List.of(count), any(), null);
  }

  /** A condition: an event has one. */
  public static String any() {
    return each("contains(fields, '\"%1$s\":')", " OR ");
  }

  /** The same text for each field: its name, its value as a number, its number from 0. */
  public static String each(String form, String between) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < FIELDS.size(); i++) {
      String field = FIELDS.get(i);
      all.add(form.formatted(field, ReviewSql.number(field), i));
    }
    return String.join(between, all);
  }

  /** The greatest of each log and day: {@code day, log, field, value, position}. */
  record Tops(Fact.When day) implements Digest {
    @Override
    public String version() {
      return "tops " + day.name() + " " + select("event", 0, 0, "TRUE");
    }

    @Override
    public String select(String table, long fromMicros, long toMicros, String where) {
      return """
          SELECT day, log, field, top.v AS value, -top.p AS position FROM (
            WITH single AS (SELECT %1$s AS day, %2$s AS log, position, %3$s
              FROM %4$s WHERE %5$s AND (%6$s))
            %7$s)\
          """
          .formatted(
              day.sql(fromMicros, toMicros),
              ReviewSql.LOG,
              each("%2$s AS v%3$d", ", "),
              table,
              where,
              any(),
              each(
                  "SELECT day, log, '%1$s' AS field, unnest(max({'v': v%3$d, 'p': -position}, "
                      + SHOWN
                      + ")) AS top FROM single WHERE v%3$d >= 0 GROUP BY 1, 2, 3",
                  " UNION ALL "));
    }

    @Override
    public String within(long fromMicros, long toMicros) {
      return day.within(fromMicros, toMicros);
    }

    @Override
    public String merged(String table) {
      return "SELECT * FROM " + table;
    }

    @Override
    public String together(String table, long fromMicros, long toMicros) {
      return """
          SELECT day, log, field, top.v AS value, -top.p AS position FROM (
            SELECT day, log, field, unnest(max({'v': value, 'p': -position}, %d)) AS top
            FROM %s GROUP BY 1, 2, 3)\
          """
          .formatted(SHOWN, table);
    }
  }
}
