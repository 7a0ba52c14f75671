package org.hinomi.collector.search;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hinomi.collector.record.AggregateQuery;
import org.hinomi.collector.record.AggregateQuery.Steps;
import org.hinomi.collector.record.Condition;
import org.hinomi.collector.record.EventGroup;
import org.hinomi.collector.record.FieldKind;
import org.hinomi.collector.record.History;
import org.hinomi.collector.record.TableSink.Column;
import org.hinomi.collector.record.TableSink.Kind;
import org.hinomi.collector.record.Window;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;

/** Counts events instead of showing them. Thread-safe. */
public final class CountSearches {
  private static final int DEFAULT_TOP = 10;
  private static final String COUNT = "count";
  private static final Column COUNTS = new Column(COUNT, Kind.WHOLE);
  private static final Set<String> NUMBERS = Set.of(COUNT);

  private final History history;
  private final InstantSource clock;

  public CountSearches(History history, InstantSource clock) {
    this.history = history;
    this.clock = clock;
  }

  /**
   * Understands a question for the number of events.
   *
   * @throws QueryException where the query is wrong
   * @throws IllegalArgumentException where a time is, with a message for the reader
   */
  public Searches.Answer count(String query, Question question) throws QueryException, IOException {
    AggregateQuery asked =
        new AggregateQuery(
            condition(query, question), window(question), null, List.of(), question.atMost(0));
    return out ->
        Writing.write(
            out,
            RowOutput.of(List.of(COUNTS), NUMBERS, question, out),
            question,
            0,
            (History.Sink<List<@Nullable Object>> sink) -> {
              long[] count = new long[1];
              history.aggregate(asked, group -> count[0] += group.count());
              sink.accept(List.of(count[0]));
            });
  }

  /**
   * Understands a question for the values that a field has most often, for each of some fields.
   *
   * @param fields names with commas between, and at the end how many values; 10 if no number is
   * @throws QueryException where the query is wrong
   * @throws IllegalArgumentException where a field or a time is, with a message for the reader
   */
  public Searches.Answer top(String query, String fields, Question question)
      throws QueryException, IOException {
    FieldList list = FieldList.of("top", fields, DEFAULT_TOP);
    Condition condition = condition(query, question);
    Window window = window(question);
    return out ->
        Writing.write(
            out,
            RowOutput.of(
                List.of(new Column("field", Kind.TEXT), new Column("value", Kind.TEXT), COUNTS),
                NUMBERS,
                question,
                out),
            question,
            0,
            (History.Sink<List<@Nullable Object>> sink) -> {
              for (String field : list.fields()) {
                Condition has = new Condition.And(List.of(condition, new Condition.Exists(field)));
                history.aggregate(
                    new AggregateQuery(has, window, null, List.of(field), list.number()),
                    group -> {
                      List<@Nullable Object> row = new ArrayList<>();
                      row.add(field);
                      row.add(shown(field, group.values().getFirst()));
                      row.add(group.count());
                      sink.accept(row);
                    });
              }
            });
  }

  /**
   * Understands a question for the number of events in each step of time. Steps without events are
   * left out.
   *
   * @param step length of time such as {@code 5m}
   * @param by names of fields, with commas between, to count each value of apart; null: none
   * @throws QueryException where the query is wrong
   * @throws IllegalArgumentException where the step, a field or a time is
   */
  public Searches.Answer histogram(
      String query, String step, @Nullable String by, Question question)
      throws QueryException, IOException {
    Duration length = TimeText.duration(step);
    if (length.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new WrongQuestion("step", step);
    }
    List<String> fields = by == null ? List.of() : FieldList.of("by", by, 1).fields();
    List<Column> columns = new ArrayList<>();
    columns.add(new Column(Fields.TIMESTAMP, Kind.TIME));
    fields.forEach(field -> columns.add(new Column(field, EventOutput.kind(field))));
    columns.add(COUNTS);
    int limit = question.atMost(0);
    AggregateQuery asked =
        new AggregateQuery(
            condition(query, question),
            window(question),
            new Steps(length, question.zone()),
            fields,
            limit);
    return out ->
        Writing.write(
            out,
            RowOutput.of(columns, NUMBERS, question, out),
            question,
            limit,
            (History.Sink<List<@Nullable Object>> sink) ->
                history.aggregate(asked, group -> sink.accept(row(fields, group))));
  }

  private static List<@Nullable Object> row(List<String> fields, EventGroup group) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(new RowOutput.Moment(group.start().orElseThrow()));
    for (int i = 0; i < fields.size(); i++) {
      row.add(shown(fields.get(i), group.values().get(i)));
    }
    row.add(group.count());
    return row;
  }

  private static @Nullable Object shown(String field, @Nullable Object value) {
    return FieldKind.of(field) == FieldKind.TIME && value instanceof Long micros
        ? new RowOutput.Moment(micros)
        : value;
  }

  private Condition condition(String query, Question question) throws QueryException, IOException {
    return new QueryParser(history, clock, question.zone()).parse(query);
  }

  private Window window(Question question) {
    return question.window(clock.instant(), true);
  }
}
