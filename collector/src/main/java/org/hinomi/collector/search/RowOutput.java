package org.hinomi.collector.search;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hinomi.collector.record.TableSink.Column;
import org.hinomi.core.event.Fields;
import org.hinomi.core.text.Messages;
import org.hinomi.core.text.TextTable;
import org.jspecify.annotations.Nullable;

/** The ways rows are written whose columns the question makes: names in order, and their values. */
final class RowOutput implements Output<List<@Nullable Object>> {
  private final List<String> columns;
  private final Set<String> numbers;
  private final Format format;
  private final ZoneId zone;
  private final Messages texts;
  private @Nullable TextTable table;

  /**
   * Makes one.
   *
   * @param columns names, as JSON and CSV show them; a table as well, where it has no words for one
   * @param numbers those of them that are set to the right in a table
   */
  private RowOutput(List<String> columns, Set<String> numbers, Question question) {
    this.columns = List.copyOf(columns);
    this.numbers = Set.copyOf(numbers);
    this.format = question.format();
    this.zone = question.zone();
    this.texts = Messages.of(RowOutput.class, question.language());
  }

  /**
   * Chooses a way.
   *
   * @param numbers names of the columns that are set to the right in a table
   * @param out where a file that is no text goes
   */
  static Output<List<@Nullable Object>> of(
      List<Column> columns, Set<String> numbers, Question question, OutputStream out) {
    return question.format().isText()
        ? new RowOutput(columns.stream().map(Column::name).toList(), numbers, question)
        : new SheetOutput<>(Sheet.of(question.format(), out, question.zone()), columns, row -> row);
  }

  /** A moment among the values; a table shows it in the reader's zone. */
  record Moment(long micros) {
    @Override
    public String toString() {
      return Micros.iso(micros);
    }
  }

  @Override
  public void start(Writer out) throws IOException {
    switch (format) {
      case JSON, XLSX, PARQUET -> {}
      case CSV -> {
        out.write(Csv.BYTE_ORDER_MARK);
        Csv.row(out, columns);
      }
      case TABLE ->
          table =
              new TextTable(
                  out,
                  columns.stream().map(this::header).toList(),
                  IntStream.range(0, columns.size())
                      .filter(i -> numbers.contains(columns.get(i)))
                      .boxed()
                      .collect(Collectors.toUnmodifiableSet()));
    }
  }

  @Override
  public void one(Writer out, List<@Nullable Object> row) throws IOException {
    if (table != null) {
      table.row(row.stream().map(this::cell).toList());
    } else if (format == Format.CSV) {
      Csv.row(out, row);
    } else {
      Map<String, Object> object = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        Object value = row.get(i);
        if (value != null) {
          object.put(columns.get(i), value instanceof Moment moment ? moment.toString() : value);
        }
      }
      Json.line(out, object);
    }
  }

  @Override
  public void end(Writer out, long count, boolean cut, boolean lastDay) throws IOException {
    if (table == null) {
      return;
    }
    table.end();
    String lines = texts.get(count == 1 ? "lines.one" : "lines.many", count);
    out.write(
        cut
            ? texts.get("lines.cut", lines)
            : count == 0 && lastDay ? texts.get("none.last-day", lines) : lines);
    out.write('\n');
  }

  private String header(String column) {
    return switch (column) {
      case Fields.TIMESTAMP -> texts.get("column.time");
      case "count", "field", "value" -> texts.get("column." + column);
      default -> Terminal.safe(column);
    };
  }

  private String cell(@Nullable Object value) {
    return switch (value) {
      case null -> "-";
      case Moment moment -> Micros.local(moment.micros(), zone);
      default -> Terminal.safe(value.toString());
    };
  }
}
