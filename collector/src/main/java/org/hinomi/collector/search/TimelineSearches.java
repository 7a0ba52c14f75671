package org.hinomi.collector.search;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.hinomi.collector.detect.Evidence;
import org.hinomi.collector.record.AggregateQuery;
import org.hinomi.collector.record.Condition;
import org.hinomi.collector.record.EventQuery;
import org.hinomi.collector.record.History;
import org.hinomi.collector.record.StoredEvent;
import org.hinomi.collector.record.TableSink.Column;
import org.hinomi.collector.record.TableSink.Kind;
import org.hinomi.collector.record.Window;
import org.hinomi.core.event.Fields;
import org.hinomi.core.text.Messages;
import org.jspecify.annotations.Nullable;

/**
 * All that happened around a moment, from every source, in the order of time: the events that have
 * to do with a host, a user or an address, or all. Where there are more than the limit, the span
 * becomes narrower until there are not: what is next to the moment is never left out. Thread-safe.
 */
public final class TimelineSearches {
  static final int DEFAULT_LIMIT = 1000;

  /** An answer is put in order before it is written. */
  private static final int MOST = 100_000;

  private static final Duration DEFAULT_WITHIN = Duration.ofMinutes(30);

  /** Values of a field that a table ends with. */
  private static final int PIVOTS = 6;

  private static final int MESSAGE = 240;

  private static final String OFFSET = "offset_s";
  private static final String SOURCE = "source";
  private static final String ACTION = "action";
  private static final List<Column> COLUMNS =
      List.of(
          new Column(Fields.TIMESTAMP, Kind.TIME),
          new Column(OFFSET, Kind.NUMBER),
          new Column(Fields.HOST_NAME, Kind.TEXT),
          new Column(SOURCE, Kind.TEXT),
          new Column(ACTION, Kind.TEXT),
          new Column(Fields.EVENT_OUTCOME, Kind.TEXT),
          new Column(Fields.USER_NAME, Kind.TEXT),
          new Column(Fields.SOURCE_IP, Kind.TEXT),
          new Column(Fields.JOURNAL_POSITION, Kind.WHOLE),
          new Column(Fields.MESSAGE, Kind.TEXT));

  /** By what a reader goes on from here. */
  private static final List<String> PIVOT_FIELDS =
      List.of(
          Fields.HOST_NAME,
          Fields.USER_NAME,
          Fields.SOURCE_IP,
          Fields.EVENT_ACTION,
          Fields.FILE_PATH,
          Fields.URL_ORIGINAL);

  private final History history;
  private final InstantSource clock;

  public TimelineSearches(History history, InstantSource clock) {
    this.history = history;
    this.clock = clock;
  }

  /**
   * Around what.
   *
   * @param at a moment
   * @param within to either side of it, such as {@code 30m}; null: 30 minutes
   * @param query that all events have to satisfy; empty: none
   */
  public record Around(
      String at,
      @Nullable String within,
      @Nullable String host,
      @Nullable String user,
      @Nullable String address,
      String query) {}

  /**
   * Understands a question.
   *
   * @throws QueryException where the query is wrong
   * @throws IllegalArgumentException where a time, the address or the limit is
   */
  public Searches.Answer around(Around around, Question question)
      throws QueryException, IOException {
    Instant at = TimeText.parse(around.at(), clock.instant(), question.zone());
    Duration within = around.within() == null ? DEFAULT_WITHIN : TimeText.duration(around.within());
    List<Condition> all = new ArrayList<>();
    all.add(new QueryParser(history, clock, question.zone()).parse(around.query()));
    Condition anchors = TimelineAnchors.of(around.host(), around.user(), around.address());
    if (!(anchors instanceof Condition.All)) {
      all.add(anchors);
    }
    Condition condition = new Condition.And(all);
    int asked = question.atMost(DEFAULT_LIMIT);
    int limit = asked == 0 ? MOST : Math.min(asked, MOST);
    return out -> write(out, condition, at, within, limit, question);
  }

  private void write(
      OutputStream out,
      Condition condition,
      Instant at,
      Duration within,
      int limit,
      Question question)
      throws IOException {
    Duration span = within;
    while (count(condition, window(at, span)) > limit && span.toMillis() > 1) {
      span = span.dividedBy(2);
    }
    Window window = window(at, span);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    history.events(new EventQuery(condition, window, limit), event -> rows.add(row(event, at)));
    Collections.reverse(rows);
    Writing.write(
        out,
        RowOutput.of(COLUMNS, Set.of(OFFSET, Fields.JOURNAL_POSITION), question, out),
        question,
        0,
        (History.Sink<List<@Nullable Object>> sink) -> {
          for (List<@Nullable Object> row : rows) {
            sink.accept(row);
          }
        });
    if (question.format() == Format.TABLE) {
      StringBuilder end = new StringBuilder();
      Messages texts = Messages.of(TimelineSearches.class, question.language());
      if (span.compareTo(within) < 0) {
        end.append(texts.get("timeline.narrowed", limit, words(within), words(span))).append('\n');
      }
      pivots(condition, window, texts, end);
      out.write(end.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** As it is asked for; in seconds where halving has left parts of them. */
  private static String words(Duration time) {
    long millis = time.toMillis();
    if (millis % 60_000 == 0) {
      return time.toMinutes() % 60 == 0 ? time.toHours() + "h" : time.toMinutes() + "m";
    }
    return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString() + "s";
  }

  private static Window window(Instant at, Duration within) {
    return new Window(
        OptionalLong.of(Micros.of(at.minus(within))),
        OptionalLong.of(Micros.of(at.plus(within))),
        false);
  }

  private long count(Condition condition, Window window) throws IOException {
    long[] count = new long[1];
    history.aggregate(
        new AggregateQuery(condition, window, null, List.of(), 0),
        group -> count[0] += group.count());
    return count[0];
  }

  private void pivots(Condition condition, Window window, Messages texts, StringBuilder end)
      throws IOException {
    for (String field : PIVOT_FIELDS) {
      List<String> values = new ArrayList<>();
      Condition has = new Condition.And(List.of(condition, new Condition.Exists(field)));
      history.aggregate(
          new AggregateQuery(has, window, null, List.of(field), PIVOTS),
          group ->
              values.add(
                  Terminal.safe(String.valueOf(group.values().getFirst()))
                      + " ("
                      + group.count()
                      + ")"));
      if (!values.isEmpty()) {
        end.append(texts.get("timeline.pivot", field, String.join(", ", values))).append('\n');
      }
    }
  }

  private static List<@Nullable Object> row(StoredEvent event, Instant at) {
    Map<String, Object> fields = event.fields();
    long micros = fields.get(Fields.TIMESTAMP) instanceof Long time ? time : 0;
    List<@Nullable Object> row = new ArrayList<>();
    row.add(new RowOutput.Moment(micros));
    row.add((micros - Micros.of(at)) / 1000 / 1000.0);
    row.add(fields.get(Fields.HOST_NAME));
    row.add(first(fields, Fields.WINLOG_CHANNEL, Fields.PROCESS_NAME, Fields.TRANSPORT));
    row.add(first(fields, Fields.EVENT_ACTION, Fields.EVENT_CODE));
    row.add(fields.get(Fields.EVENT_OUTCOME));
    row.add(fields.get(Fields.USER_NAME));
    row.add(fields.get(Fields.SOURCE_IP));
    row.add(fields.get(Fields.JOURNAL_POSITION));
    String message = String.valueOf(fields.getOrDefault(Fields.MESSAGE, ""));
    row.add(message.length() > MESSAGE ? Evidence.cut(message, MESSAGE) + "…" : message);
    return row;
  }

  private static @Nullable Object first(Map<String, Object> fields, String... names) {
    for (String name : names) {
      Object value = fields.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }
}
