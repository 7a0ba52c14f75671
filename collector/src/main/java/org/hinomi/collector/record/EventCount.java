package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.hinomi.collector.record.StepSql.Step;
import org.hinomi.collector.record.parquet.Extra;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Counts events in groups. What the footers and {@link SliceCounts} of row groups tell is taken
 * from there; the rows of the others are read. For one question; not thread-safe.
 */
final class EventCount {
  private static final Step NO_STEP = new Step(0, 0);

  private final AggregateQuery query;
  private final @Nullable StepSql steps;
  private final Rows rows;

  /** Counts of a step and a host; of any host, null. */
  private record Group(Step step, @Nullable String host) {}

  EventCount(AggregateQuery query, Rows rows) {
    this.query = query;
    this.steps = query.steps() == null ? null : new StepSql(query.steps(), query.window());
    this.rows = rows;
  }

  void run(List<Slice> slices, EventPruner pruner, History.Sink<EventGroup> sink)
      throws SQLException, IOException {
    Map<Group, Long> known = new HashMap<>();
    boolean plain = isPlain();
    List<Slice> left =
        slices.stream()
            .filter(slice -> !(plain && tell(slice, known)) && pruner.mayHold(slice))
            .toList();
    if (known.isEmpty()) {
      rows.run(sql(left, query.limit()), row -> sink.accept(group(row)));
      return;
    }
    if (!left.isEmpty()) {
      boolean hosts = !query.fields().isEmpty();
      rows.run(
          sql(left, 0),
          row -> {
            int at = hosts ? 2 : 1;
            Step step = new Step(row.getLong(at + 1), row.getLong(at + 2));
            known.merge(
                new Group(step, hosts ? row.getString(2) : null), row.getLong(1), Long::sum);
          });
    }
    Stream<Map.Entry<Group, Long>> sorted = known.entrySet().stream().sorted(order());
    if (query.limit() != 0) {
      sorted = sorted.limit(query.limit());
    }
    for (Map.Entry<Group, Long> entry : sorted.toList()) {
      String host = entry.getKey().host();
      sink.accept(
          new EventGroup(
              start(entry.getKey().step()),
              query.fields().isEmpty() ? List.of() : Arrays.asList(host),
              entry.getValue()));
    }
  }

  /** Whether it asks for all events, by no field but the host. */
  private boolean isPlain() {
    return query.condition() instanceof Condition.All
        && (query.fields().isEmpty() || query.fields().equals(List.of(Fields.HOST_NAME)));
  }

  /** Adds what is known of a row group without reading its rows; false: too little is. */
  private boolean tell(Slice slice, Map<Group, Long> known) {
    if (slice.of() == 0 || !slice.isWithin(query.window())) {
      return false;
    }
    if (steps == null && query.fields().isEmpty()) {
      known.merge(new Group(NO_STEP, null), slice.rows(), Long::sum);
      return true;
    }
    Extra place = slice.counts();
    if (place == null) {
      return false;
    }
    Map<Group, Long> told = new HashMap<>();
    Map<Long, Step> stepOf = new HashMap<>();
    boolean[] split = new boolean[1];
    try (FileChannel file = FileChannel.open(slice.file(), StandardOpenOption.READ)) {
      SliceCounts.read(
          place.read(file),
          (quarter, host, events) -> {
            Step step =
                stepOf.computeIfAbsent(
                    quarter,
                    start -> {
                      Step whole = step(start);
                      split[0] |= !whole.equals(step(start + SliceCounts.QUARTER_MICROS - 1));
                      return whole;
                    });
            told.merge(new Group(step, query.fields().isEmpty() ? null : host), events, Long::sum);
          });
    } catch (IOException | IllegalArgumentException e) {
      // Who reads the rows finds out what is wrong with the file.
      return false;
    }
    if (split[0]) {
      return false;
    }
    told.forEach((group, events) -> known.merge(group, events, Long::sum));
    return true;
  }

  private Step step(long micros) {
    return steps == null ? NO_STEP : steps.of(micros);
  }

  private Comparator<Map.Entry<Group, Long>> order() {
    Comparator<Map.Entry<Group, Long>> order =
        Comparator.comparingLong(
            entry -> entry.getKey().step().local() - entry.getKey().step().shift());
    return order
        .thenComparing(Map.Entry.<Group, Long>comparingByValue().reversed())
        .thenComparing(
            entry -> entry.getKey().host(), Comparator.nullsLast(EventCount::compareCodePoints))
        .thenComparingLong(entry -> entry.getKey().step().local());
  }

  /** As the bytes of UTF-8 compare. */
  private static int compareCodePoints(String one, String other) {
    return Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
  }

  private ConditionSql sql(List<Slice> slices, int limit) {
    int fields = query.fields().size();
    ConditionSql sql = new ConditionSql().text("SELECT n, " + named("f", 0, fields));
    sql.text("step, shift FROM (SELECT count(*) AS n, " + named("f", 0, fields));
    sql.text("step, shift FROM ");
    // One level each: several unnest() side by side would pair elements instead of combining them.
    for (int i = fields - 1; i >= 0; i--) {
      sql.text("(SELECT " + named("f", 0, i) + (single(i) ? "v" + i : "unnest(v" + i + ")"));
      sql.text(" AS f" + i + ", " + named("v", i + 1, fields) + "step, shift FROM ");
    }
    sql.text("(SELECT ");
    for (int i = 0; i < fields; i++) {
      if (single(i)) {
        sql.text(Column.ofField(query.fields().get(i)).orElseThrow().sql());
      } else {
        sql.values(query.fields().get(i));
      }
      sql.text(" AS v" + i + ", ");
    }
    if (steps == null) {
      sql.text("0 AS step, 0 AS shift");
    } else {
      steps.write(sql);
    }
    sql.text(" FROM " + EventView.table(slices) + " WHERE ").window(query.window());
    sql.text(" AND (").condition(query.condition()).text("))" + ")".repeat(fields));
    sql.text(" GROUP BY ALL) ORDER BY step - shift, n DESC, " + named("f", 0, fields) + "step");
    if (limit != 0) {
      sql.text(" LIMIT ").bind((long) limit);
    }
    return sql;
  }

  /** Whether a field is a column and has one value in each event: lists cost several times more. */
  private boolean single(int field) {
    Optional<Column> column = Column.ofField(query.fields().get(field));
    return column.isPresent()
        && !column.get().fromFields()
        && column.get().kind() != FieldKind.TIME;
  }

  private static String named(String letter, int from, int to) {
    StringBuilder names = new StringBuilder();
    for (int i = from; i < to; i++) {
      names.append(letter).append(i).append(", ");
    }
    return names.toString();
  }

  private EventGroup group(ResultSet row) throws SQLException {
    int fields = query.fields().size();
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < fields; i++) {
      Object value = row.getObject(i + 2);
      values.add(value instanceof Number number ? (Long) number.longValue() : value);
    }
    Step step = new Step(row.getLong(fields + 2), row.getLong(fields + 3));
    return new EventGroup(start(step), values, row.getLong(1));
  }

  private OptionalLong start(Step step) {
    return steps == null
        ? OptionalLong.empty()
        : OptionalLong.of(steps.start(step.local(), step.shift()));
  }
}
