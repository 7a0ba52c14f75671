package org.hinomi.collector.review;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hinomi.collector.record.Inquiry;
import org.hinomi.collector.record.TableSink;
import org.hinomi.collector.review.policy.Policy;
import org.jspecify.annotations.Nullable;

/**
 * What a check works with: one period, one policy, and the history as it was up to a position, so
 * that what comes in later changes no figure. Thread-safe.
 *
 * @param until first position that does not count
 * @param asOf when it was asked: days that begin later have no logs yet
 * @param sharing answers in place of the archive; null: each statement is asked alone
 */
public record ReviewContext(
    Period period,
    Policy policy,
    long until,
    Instant asOf,
    Archive archive,
    @Nullable Sharing sharing) {
  /** Stands for the view {@code event} where a statement looks at a few events. */
  public static final String PICKED = Marked.PICKED;

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  /** One in which each statement is asked alone. */
  public ReviewContext(Period period, Policy policy, long until, Instant asOf, Archive archive) {
    this(period, policy, until, asOf, archive, null);
  }

  /** The same with answers from what an inquiry has read. */
  ReviewContext sharing(Inquiry inquiry) {
    return new ReviewContext(
        period, policy, until, asOf, archive, new Sharing(inquiry, facts(), until));
  }

  /** What statements of this period start from. */
  public Facts facts() {
    return new Facts(period.zone(), sql().slotMinutes(), policy.thresholds().skew().toSeconds());
  }

  /** Fragments of statements for this period. */
  public ReviewSql sql() {
    return new ReviewSql(period, policy, until);
  }

  /**
   * Whether the history goes back into the period before, so that there is what to compare with.
   */
  public boolean hasPrevious() throws IOException {
    Period before = period.previous();
    return table(
                "previous",
                "SELECT count(*) AS n FROM (SELECT position FROM event WHERE "
                    + sql().span(before.start(), before.end())
                    + " LIMIT 1)")
            .list()
            .getFirst()
            .whole("n")
        > 0;
  }

  /** A moment as the clock on the wall shows it, such as {@code 2026-11-23 09:00:00}. */
  public String local(long micros) {
    return LOCAL.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atZone(period.zone()));
  }

  /**
   * Asks for a table.
   *
   * @param id unique in a review
   * @param statement whose rows are in an order without ties
   */
  public Table table(String id, String statement) throws IOException {
    String marked = statement.strip();
    String query = printed(marked);
    Taker taker = new Taker();
    if (sharing == null) {
      archive.sql(query, taker);
    } else {
      sharing.sql(marked, taker);
    }
    return new Table(id, taker.columns, taker.rows, query);
  }

  /**
   * Asks for a table that looks at single events.
   *
   * @param statement with {@link #PICKED} in the place of the view {@code event}
   * @param columns that it looks at
   * @param positions a statement that gives the positions of these events
   */
  public Table table(String id, String statement, String columns, String positions)
      throws IOException {
    String marked = statement.strip();
    String query = printed(marked);
    Taker taker = new Taker();
    if (sharing == null) {
      archive.sql(query, taker);
    } else {
      sharing.sql(marked, columns, positions.strip(), taker);
    }
    return new Table(id, taker.columns, taker.rows, query);
  }

  /** As anybody can ask it again. */
  private String printed(String marked) {
    Facts facts = facts();
    return Marked.replace(
        marked,
        mark ->
            switch (mark.name()) {
              case "picked", "notable" -> "event";
              default ->
                  "("
                      + facts
                          .of(mark.name())
                          .select(
                              "event",
                              mark.fromMicros(),
                              mark.toMicros(),
                              sql().span(instant(mark.fromMicros()), instant(mark.toMicros())))
                      + ")";
            });
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static final class Taker implements TableSink {
    private List<Column> columns = List.of();
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    @Override
    public void columns(List<Column> given) {
      columns = given;
    }

    @Override
    public void row(List<@Nullable Object> values) {
      List<@Nullable Object> row = new ArrayList<>(values.size());
      for (int i = 0; i < values.size(); i++) {
        row.add(Table.cell(values.get(i), columns.get(i).kind()));
      }
      rows.add(row);
    }
  }
}
