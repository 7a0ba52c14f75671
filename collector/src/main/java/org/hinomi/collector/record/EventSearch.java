package org.hinomi.collector.record;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds events, newest first. With a limit it looks at the newest row groups first, at more of them
 * each time, until no other can have one that is newer than those found. It looks for places in the
 * order of events; the events themselves are read when it is known which ones they are, for their
 * many columns cost most.
 *
 * <p>For one question; not thread-safe.
 */
final class EventSearch {
  /** Rows of the row groups looked at first: one for each of two processors. */
  private static final long FIRST_ROWS = 131_072;

  /** So many positions are named one by one. */
  private static final int FEW = 200;

  private static final Comparator<EventCursor> NEWEST_FIRST =
      Comparator.comparingLong(EventCursor::time)
          .thenComparingLong(EventCursor::position)
          .reversed();

  private final EventQuery query;
  private final EventPruner pruner;
  private final List<Slice> slices;
  private final Rows rows;

  /**
   * Prepares it.
   *
   * @param slices in which events of the query's window may be
   */
  EventSearch(EventQuery query, EventPruner pruner, List<Slice> slices, Rows rows) {
    this.query = query;
    this.pruner = pruner;
    this.slices = slices;
    this.rows = rows;
  }

  void run(History.Sink<StoredEvent> sink) throws SQLException, IOException {
    EventCursor after = query.after();
    List<Slice> left = new ArrayList<>(slices);
    if (after != null) {
      left.removeIf(slice -> slice.fromMicros() > after.time());
    }
    if (query.limit() == 0 || query.limit() > Rows.PAGE) {
      left.removeIf(slice -> !pruner.mayHold(slice));
      if (!left.isEmpty()) {
        all(left, sink);
      }
      return;
    }
    left.sort(Comparator.comparingLong(Slice::toMicros).reversed());
    newest(left, sink);
  }

  private void newest(List<Slice> left, History.Sink<StoredEvent> sink)
      throws SQLException, IOException {
    List<EventCursor> found = new ArrayList<>();
    List<Slice> read = new ArrayList<>();
    int next = 0;
    long step = FIRST_ROWS;
    while (next < left.size()) {
      EventCursor last = found.size() < query.limit() ? null : found.getLast();
      if (last != null && left.get(next).toMicros() < last.time()) {
        break;
      }
      // Once there are enough only what is newer counts, and most rows are passed by.
      List<Slice> batch = new ArrayList<>();
      long most = last == null ? step : Long.MAX_VALUE;
      long count = 0;
      for (; next < left.size() && count < most; next++) {
        Slice slice = left.get(next);
        if (last != null && slice.toMicros() < last.time()) {
          break;
        }
        if (pruner.mayHold(slice)) {
          batch.add(slice);
          count += slice.rows();
        }
      }
      if (!batch.isEmpty()) {
        places(batch, last, found);
        read.addAll(batch);
      }
      step *= 4;
    }
    if (!found.isEmpty()) {
      give(found, read, sink);
    }
  }

  /** Adds the places of what matches, and keeps the newest that are wanted. */
  private void places(List<Slice> batch, @Nullable EventCursor last, List<EventCursor> found)
      throws SQLException, IOException {
    ConditionSql sql = matching("SELECT epoch_us(time), position", batch);
    if (last != null) {
      sql.text(" AND time >= make_timestamp(").bind(last.time()).text(")");
    }
    sql.text(" ORDER BY time DESC, position DESC LIMIT ").bind((long) query.limit());
    rows.run(sql, row -> found.add(new EventCursor(row.getLong(1), row.getLong(2))));
    found.sort(NEWEST_FIRST);
    if (found.size() > query.limit()) {
      found.subList(query.limit(), found.size()).clear();
    }
  }

  private void give(List<EventCursor> found, List<Slice> read, History.Sink<StoredEvent> sink)
      throws SQLException, IOException {
    long[] positions = found.stream().mapToLong(EventCursor::position).sorted().toArray();
    EventCursor last = found.getLast();
    List<Slice> holding =
        read.stream()
            .filter(slice -> slice.toMicros() >= last.time() && holds(slice, positions))
            .toList();
    ConditionSql sql;
    if (found.size() <= FEW) {
      sql = new ConditionSql().text("SELECT " + EventRow.COLUMNS + " FROM ");
      sql.text(EventView.table(holding)).text(" WHERE position IN (");
      for (int i = 0; i < positions.length; i++) {
        sql.text(i == 0 ? "" : ", ").text(Long.toString(positions[i]));
      }
      sql.text(")");
    } else {
      sql = matching("SELECT " + EventRow.COLUMNS, holding);
      sql.text(" AND time >= make_timestamp(").bind(last.time());
      sql.text(") AND (time, position) >= (make_timestamp(").bind(last.time());
      sql.text("), ").bind(last.position()).text(")");
    }
    sql.text(" ORDER BY time DESC, position DESC");
    rows.run(sql, row -> sink.accept(EventRow.read(row)));
  }

  private static boolean holds(Slice slice, long[] positions) {
    int at = Arrays.binarySearch(positions, slice.firstPosition());
    int next = at < 0 ? -at - 1 : at;
    return next < positions.length && positions[next] <= slice.lastPosition();
  }

  private void all(List<Slice> wanted, History.Sink<StoredEvent> sink)
      throws SQLException, IOException {
    ConditionSql ordered = matching("SELECT " + EventRow.COLUMNS, wanted);
    ordered.text(" ORDER BY time DESC, position DESC");
    rows.ordered(ordered, query.limit(), row -> sink.accept(EventRow.read(row)));
  }

  private ConditionSql matching(String select, List<Slice> from) {
    ConditionSql sql = new ConditionSql().text(select + " FROM " + EventView.table(from));
    sql.text(" WHERE ").window(query.window());
    sql.text(" AND (").condition(query.condition()).text(")");
    EventCursor after = query.after();
    if (after != null) {
      sql.text(" AND time <= make_timestamp(").bind(after.time());
      sql.text(") AND (time, position) < (make_timestamp(").bind(after.time());
      sql.text("), ").bind(after.position()).text(")");
    }
    return sql;
  }
}
