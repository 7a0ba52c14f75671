package org.hinomi.collector.search;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hinomi.collector.record.StoredSample;
import org.hinomi.collector.record.TableSink.Column;
import org.hinomi.collector.record.TableSink.Kind;
import org.hinomi.core.event.Fields;
import org.hinomi.core.text.Messages;
import org.hinomi.core.text.TextTable;
import org.jspecify.annotations.Nullable;

/** The ways samples are written: one line a sample, or one a step. */
final class SampleOutput {
  private static final List<String> VALUES = List.of("value", "unavailable");
  private static final List<String> STEPS = List.of("min", "max", "avg", "last", "count");

  private SampleOutput() {}

  /**
   * Chooses a way.
   *
   * @param steps whether they are summed up over steps
   * @param chosen the length of steps that the reader did not ask for; null: as asked
   * @param out where a file that is no text goes
   */
  static Output<StoredSample> of(
      Question question, boolean steps, @Nullable Duration chosen, OutputStream out) {
    return switch (question.format()) {
      case JSON -> new JsonLines();
      case CSV -> new Rows(steps ? STEPS : VALUES);
      case TABLE -> new Table(steps ? STEPS : List.of("value"), chosen, question);
      case XLSX, PARQUET -> {
        Rows rows = new Rows(steps ? STEPS : VALUES);
        yield new SheetOutput<>(
            Sheet.of(question.format(), out, question.zone()), rows.columns(), rows::cells);
      }
    };
  }

  /** Numbers, or a reason, by name. */
  private static Map<String, Object> values(StoredSample sample) {
    Map<String, Object> values = new LinkedHashMap<>();
    switch (sample) {
      case StoredSample.Value value -> values.put("value", value.value());
      case StoredSample.Unavailable gap -> values.put("unavailable", gap.reason());
      case StoredSample.Step step -> {
        values.put("min", step.min());
        values.put("max", step.max());
        values.put("avg", step.avg());
        values.put("last", step.last());
        values.put("count", step.count());
      }
    }
    return values;
  }

  private static String attributes(StoredSample sample) {
    return sample.attributes().entrySet().stream()
        .map(attribute -> attribute.getKey() + "=" + attribute.getValue())
        .collect(Collectors.joining(" "));
  }

  private static final class JsonLines implements Output<StoredSample> {
    @Override
    public void start(Writer out) {}

    @Override
    public void one(Writer out, StoredSample sample) throws IOException {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put(Fields.TIMESTAMP, Micros.iso(sample.timeMicros()));
      line.put(Fields.HOST_NAME, sample.host());
      line.put("metric", sample.metric());
      line.put("attributes", sample.attributes());
      line.putAll(values(sample));
      Json.line(out, line);
    }

    @Override
    public void end(Writer out, long count, boolean cut, boolean lastDay) {}
  }

  private record Rows(List<String> names) implements Output<StoredSample> {
    @Override
    public void start(Writer out) throws IOException {
      out.write(Csv.BYTE_ORDER_MARK);
      Csv.row(out, columns().stream().map(Column::name).toList());
    }

    List<Column> columns() {
      List<Column> columns = new ArrayList<>();
      columns.add(new Column(Fields.TIMESTAMP, Kind.TIME));
      for (String text : List.of(Fields.HOST_NAME, "metric", "attributes")) {
        columns.add(new Column(text, Kind.TEXT));
      }
      for (String name : names) {
        columns.add(
            new Column(
                name,
                switch (name) {
                  case "unavailable" -> Kind.TEXT;
                  case "count" -> Kind.WHOLE;
                  default -> Kind.NUMBER;
                }));
      }
      return columns;
    }

    @Override
    public void one(Writer out, StoredSample sample) throws IOException {
      Csv.row(out, cells(sample));
    }

    List<@Nullable Object> cells(StoredSample sample) {
      List<@Nullable Object> cells = new ArrayList<>();
      cells.add(new RowOutput.Moment(sample.timeMicros()));
      cells.add(sample.host());
      cells.add(sample.metric());
      cells.add(attributes(sample));
      Map<String, Object> values = values(sample);
      for (String name : names) {
        cells.add(values.get(name));
      }
      return cells;
    }

    @Override
    public void end(Writer out, long count, boolean cut, boolean lastDay) {}
  }

  private static final class Table implements Output<StoredSample> {
    private final List<String> names;
    private final @Nullable Duration chosen;
    private final ZoneId zone;
    private final Messages texts;
    private @Nullable TextTable table;

    Table(List<String> names, @Nullable Duration chosen, Question question) {
      this.names = names;
      this.chosen = chosen;
      zone = question.zone();
      texts = Messages.of(SampleOutput.class, question.language());
    }

    @Override
    public void start(Writer out) {}

    @Override
    public void one(Writer out, StoredSample sample) throws IOException {
      TextTable rows = table;
      if (rows == null) {
        rows = newTable(out);
        table = rows;
      }
      List<String> cells = new ArrayList<>();
      cells.add(Micros.local(sample.timeMicros(), zone));
      cells.add(Terminal.safe(sample.host()));
      cells.add(Terminal.safe(sample.metric()));
      Map<String, Object> values = values(sample);
      for (String name : names) {
        Object value = values.get(name);
        cells.add(
            value == null ? "-" : value instanceof Double d ? shortened(d) : value.toString());
      }
      String attributes = attributes(sample);
      if (sample instanceof StoredSample.Unavailable gap) {
        attributes = (attributes + " (" + gap.reason() + ")").strip();
      }
      cells.add(Terminal.safe(attributes));
      rows.row(cells);
    }

    @Override
    public void end(Writer out, long count, boolean cut, boolean lastDay) throws IOException {
      if (table != null) {
        table.end();
      }
      String unit = texts.get(count == 1 ? "lines.one" : "lines.many", count);
      out.write(
          cut
              ? texts.get("lines.cut", unit)
              : count == 0 && lastDay ? texts.get("none.last-day", unit) : unit);
      out.write('\n');
      if (chosen != null) {
        out.write(texts.get("steps.chosen", text(chosen)));
        out.write('\n');
      }
    }

    /** As {@code --step} takes it. */
    private static String text(Duration step) {
      return step.toDays() > 0
          ? step.toDays() + "d"
          : step.toHours() > 0 ? step.toHours() + "h" : step.toMinutes() + "m";
    }

    /** The attributes, of any length, stand last. */
    private TextTable newTable(Writer out) {
      List<String> header = new ArrayList<>();
      Stream.of(Stream.of("time", "host", "metric"), names.stream(), Stream.of("attributes"))
          .flatMap(columns -> columns)
          .forEach(column -> header.add(texts.get("column." + column)));
      return new TextTable(
          out, header, IntStream.range(3, 3 + names.size()).boxed().collect(Collectors.toSet()));
    }

    private static String shortened(double value) {
      return value == Math.rint(value) && Math.abs(value) < 1e15
          ? Long.toString((long) value)
          : String.format(Locale.ROOT, "%.4g", value);
    }
  }
}
