package org.hinomi.collector.review;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hinomi.collector.record.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Events in groups, or chosen events, that several questions of a review start from.
 *
 * @param name of letters; the review's {@code ReviewSql} knows it by this
 * @param when the first key or column: the part of time a group is of, as {@link When} writes it
 * @param keys the other columns by which events are grouped; of chosen events, all
 * @param measures what is said of a group; none: these are chosen events
 * @param where condition on events
 * @param kept null, or what is enough of a file; see {@link Digest#kept}
 */
record Fact(
    String name,
    When when,
    List<Named> keys,
    List<Measure> measures,
    String where,
    @Nullable Enough kept)
    implements Digest {

  /** An expression with its name. */
  record Named(String name, String sql) {}

  /** How values of several groups are put together. */
  enum Merge {
    SUM,
    LEAST,
    MOST
  }

  /** A figure of a group. */
  record Measure(String name, String sql, Merge merge) {}

  /** A narrower SELECT than that of a condition. */
  @FunctionalInterface
  interface Enough {
    /**
     * @param select the wide one, right for events of the span
     */
    String of(String select, long fromMicros, long toMicros);
  }

  /** What time of events a fact goes by. */
  interface When {
    /** Names it, and what it depends on. */
    String name();

    /** The column's name. */
    String column();

    /** The expression; right for events of the span. */
    String sql(long fromMicros, long toMicros);

    /** A condition on the column. */
    String within(long fromMicros, long toMicros);
  }

  @Override
  public String version() {
    return name + " " + when.name() + " " + kept("event", 0, 0);
  }

  @Override
  public String select(String table, long fromMicros, long toMicros, String bound) {
    String columns =
        Stream.concat(
                Stream.of(when.sql(fromMicros, toMicros) + " AS " + when.column()),
                Stream.concat(
                    keys.stream().map(key -> as(key.sql(), key.name())),
                    measures.stream().map(measure -> as(measure.sql(), measure.name()))))
            .collect(Collectors.joining(", "));
    return "SELECT "
        + columns
        + " FROM "
        + table
        + " WHERE "
        + bound
        + (where.isEmpty() ? "" : " AND (" + where + ")")
        + grouped();
  }

  /** An expression with its name in a SELECT. */
  static String as(String sql, String name) {
    return sql.equals(name) ? sql : sql + " AS " + name;
  }

  private String grouped() {
    return measures.isEmpty()
        ? ""
        : IntStream.rangeClosed(1, keys.size() + 1)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(", ", " GROUP BY ", ""));
  }

  @Override
  public String kept(String table, long fromMicros, long toMicros) {
    String select = select(table, fromMicros, toMicros, "TRUE");
    return kept == null ? select : kept.of(select, fromMicros, toMicros);
  }

  @Override
  public String within(long fromMicros, long toMicros) {
    return when.within(fromMicros, toMicros);
  }

  @Override
  public String merged(String table) {
    String columns =
        Stream.concat(
                Stream.concat(Stream.of(when.column()), keys.stream().map(Named::name)),
                measures.stream().map(Fact::merged))
            .collect(Collectors.joining(", "));
    return "SELECT " + columns + " FROM " + table + grouped();
  }

  @Override
  public String together(String table, long fromMicros, long toMicros) {
    String merged = merged(table);
    return kept == null ? merged : kept.of(merged, fromMicros, toMicros);
  }

  private static String merged(Measure measure) {
    String name = measure.name();
    return switch (measure.merge()) {
      case SUM -> ReviewSql.total("sum(" + name + ")") + " AS " + name;
      case LEAST -> "min(" + name + ") AS " + name;
      case MOST -> "max(" + name + ") AS " + name;
    };
  }
}
