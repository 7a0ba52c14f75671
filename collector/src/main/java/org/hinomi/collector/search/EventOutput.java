package org.hinomi.collector.search;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hinomi.collector.record.FieldKind;
import org.hinomi.collector.record.StoredEvent;
import org.hinomi.collector.record.TableSink.Column;
import org.hinomi.collector.record.TableSink.Kind;
import org.hinomi.core.event.Fields;
import org.hinomi.core.text.Messages;
import org.hinomi.core.text.TextTable;
import org.jspecify.annotations.Nullable;

/** The ways events are written. */
final class EventOutput {
  private static final List<String> CSV_FIELDS =
      List.of(
          Fields.TIMESTAMP,
          Fields.EVENT_CREATED,
          Fields.HOST_NAME,
          Fields.SOURCE_ADDRESS,
          Fields.TRANSPORT,
          Fields.FACILITY,
          Fields.SEVERITY,
          Fields.PROCESS_NAME,
          Fields.PROCESS_PID,
          Fields.EVENT_CODE,
          Fields.EVENT_PROVIDER,
          Fields.WINLOG_CHANNEL,
          Fields.WINLOG_RECORD_ID,
          Fields.USER_NAME,
          Fields.SOURCE_IP,
          Fields.EVENT_OUTCOME,
          Fields.SNMP_TRAP_OID,
          Fields.JOURNAL_POSITION,
          Fields.MESSAGE,
          Fields.EVENT_ORIGINAL,
          Fields.EVENT_ORIGINAL_BASE64);

  /** RFC 5424, table 2. */
  private static final List<String> SEVERITIES =
      List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");

  private EventOutput() {}

  /**
   * Chooses a way.
   *
   * @param next asked at the end for the cursor of the next page
   * @param out where a file that is no text goes
   */
  static Output<StoredEvent> of(
      Question question, Supplier<Optional<String>> next, OutputStream out) {
    return switch (question.format()) {
      case JSON -> new JsonLines();
      case CSV -> new Rows(true);
      case TABLE -> new Table(question, next);
      case XLSX, PARQUET ->
          new SheetOutput<>(
              Sheet.of(question.format(), out, question.zone()), columns(), EventOutput::cells);
    };
  }

  /**
   * Chooses a way to write events as they come, in answers that follow each other.
   *
   * @param first whether it is the first answer: it has the head
   */
  static Output<StoredEvent> following(Question question, boolean first) {
    return switch (question.format().text()) {
      case JSON -> new JsonLines();
      case CSV -> new Rows(first);
      default -> new Lines(question.zone());
    };
  }

  /** The fields as they leave the house: times in ISO 8601, the original as text or base64. */
  private static Map<String, Object> shown(StoredEvent event) {
    Map<String, Object> shown = new LinkedHashMap<>();
    event
        .fields()
        .forEach(
            (name, value) ->
                shown.put(
                    name,
                    FieldKind.of(name) == FieldKind.TIME && value instanceof Long micros
                        ? Micros.iso(micros)
                        : value));
    putOriginal(shown, event);
    return shown;
  }

  private static void putOriginal(Map<String, Object> shown, StoredEvent event) {
    Optional<String> text = event.original().utf8();
    if (text.isPresent()) {
      shown.put(Fields.EVENT_ORIGINAL, text.get());
    } else {
      shown.put(
          Fields.EVENT_ORIGINAL_BASE64,
          Base64.getEncoder().encodeToString(event.original().bytes()));
    }
  }

  private static List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (String field : CSV_FIELDS) {
      columns.add(new Column(field, kind(field)));
    }
    columns.add(new Column("fields", Kind.TEXT));
    return columns;
  }

  /** What a field's column of a sheet holds. */
  static Kind kind(String field) {
    return switch (FieldKind.of(field)) {
      case TIME -> Kind.TIME;
      case INTEGER -> Kind.WHOLE;
      case TEXT, FULL_TEXT, OPAQUE -> Kind.TEXT;
    };
  }

  /** The cells of a row of CSV or a sheet. */
  private static List<@Nullable Object> cells(StoredEvent event) {
    Map<String, Object> rest = shown(event);
    List<@Nullable Object> cells = new ArrayList<>();
    for (String field : CSV_FIELDS) {
      Object value = rest.remove(field);
      cells.add(
          FieldKind.of(field) == FieldKind.TIME && event.fields().get(field) instanceof Long micros
              ? new RowOutput.Moment(micros)
              : value);
    }
    cells.add(rest.isEmpty() ? null : Json.text(rest));
    return cells;
  }

  private static final class JsonLines implements Output<StoredEvent> {
    @Override
    public void start(Writer out) {}

    @Override
    public void one(Writer out, StoredEvent event) throws IOException {
      Json.line(out, shown(event));
    }

    @Override
    public void end(Writer out, long count, boolean cut, boolean lastDay) {}
  }

  /** A column a field of {@link #CSV_FIELDS}, all others together as JSON in the last. */
  private static final class Rows implements Output<StoredEvent> {
    private final boolean head;

    Rows(boolean head) {
      this.head = head;
    }

    @Override
    public void start(Writer out) throws IOException {
      if (!head) {
        return;
      }
      out.write(Csv.BYTE_ORDER_MARK);
      List<String> header = new ArrayList<>(CSV_FIELDS);
      header.add("fields");
      Csv.row(out, header);
    }

    @Override
    public void one(Writer out, StoredEvent event) throws IOException {
      Csv.row(out, cells(event));
    }

    @Override
    public void end(Writer out, long count, boolean cut, boolean lastDay) {}
  }

  /** The cells of a table, but of columns whose width nobody knows yet. */
  private record Lines(ZoneId zone) implements Output<StoredEvent> {
    @Override
    public void start(Writer out) {}

    @Override
    public void one(Writer out, StoredEvent event) throws IOException {
      out.write(String.join("  ", Table.cells(event, zone)));
      out.write('\n');
    }

    @Override
    public void end(Writer out, long count, boolean cut, boolean lastDay) {}
  }

  private static final class Table implements Output<StoredEvent> {
    private final ZoneId zone;
    private final Messages texts;
    private @Nullable TextTable table;

    private final Supplier<Optional<String>> next;

    Table(Question question, Supplier<Optional<String>> next) {
      this.next = next;
      zone = question.zone();
      texts = Messages.of(EventOutput.class, question.language());
    }

    @Override
    public void start(Writer out) {}

    @Override
    public void one(Writer out, StoredEvent event) throws IOException {
      TextTable rows = table;
      if (rows == null) {
        rows = new TextTable(out, header(), Set.of());
        table = rows;
      }
      rows.row(cells(event, zone));
    }

    static List<String> cells(StoredEvent event, ZoneId zone) {
      Map<String, Object> fields = event.fields();
      return List.of(
          fields.get(Fields.TIMESTAMP) instanceof Long micros ? Micros.local(micros, zone) : "-",
          text(fields, Fields.HOST_NAME),
          fields.get(Fields.SEVERITY) instanceof Long code ? severity(code) : "-",
          program(fields),
          text(fields, Fields.MESSAGE));
    }

    @Override
    public void end(Writer out, long count, boolean cut, boolean lastDay) throws IOException {
      if (table != null) {
        table.end();
      }
      String unit = texts.get(count == 1 ? "events.one" : "events.many", count);
      out.write(
          cut
              ? texts.get("events.cut", unit, next.get().orElse("-"))
              : count == 0 && lastDay ? texts.get("none.last-day", unit) : unit);
      out.write('\n');
    }

    private List<String> header() {
      return Stream.of("time", "host", "level", "program", "message")
          .map(column -> texts.get("column." + column))
          .toList();
    }

    private static String severity(long code) {
      return code >= 0 && code < SEVERITIES.size()
          ? SEVERITIES.get((int) code)
          : Long.toString(code);
    }

    private static String program(Map<String, Object> fields) {
      String app = text(fields, Fields.PROCESS_NAME);
      if (app.equals("-")) {
        app = text(fields, Fields.EVENT_PROVIDER);
      }
      String pid = text(fields, Fields.PROCESS_PID);
      return pid.equals("-") ? app : app + "[" + pid + "]";
    }

    private static String text(Map<String, Object> fields, String name) {
      Object value = fields.get(name);
      return value == null || value.toString().isEmpty() ? "-" : Terminal.safe(value.toString());
    }
  }
}
