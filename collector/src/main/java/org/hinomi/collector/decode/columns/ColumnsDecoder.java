package org.hinomi.collector.decode.columns;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record of named values as its frame says. A record that is not of its format keeps what
 * could be read and says why. Not thread-safe.
 */
public final class ColumnsDecoder {
  /** Kinds of records that are remembered: all of a file are of one, or of a few. */
  private static final int LAYOUTS = 64;

  private final Map<String, RecordLayout> layouts = new HashMap<>();
  private final TimeText times = new TimeText();

  /**
   * @param parameters of the frame, empty where absent
   * @param zone of times that name none
   * @param near decides a year that is missing: microseconds since 1970
   * @throws IllegalArgumentException where the frame does not say how it is to be read
   */
  public ColumnsReading read(
      String text, UnaryOperator<String> parameters, ZoneId zone, long near) {
    return read(text, layout(parameters), zone, near);
  }

  /**
   * @param zone of times that name none
   * @param near decides a year that is missing: microseconds since 1970
   * @throws IllegalArgumentException where the layout is of no format that is known
   */
  public ColumnsReading read(String text, RecordLayout layout, ZoneId zone, long near) {
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, Object> fields = new HashMap<>();
    try {
      values(layout, text, values);
    } catch (MalformedRecordException e) {
      fields.put(Fields.ERROR_MESSAGE, String.valueOf(e.getMessage()));
    }
    ZoneId of = zone(layout, values, zone);
    Map<String, Object> declared = declared(layout.names, values);
    if (layout.format.equals(AgentFrame.FORMAT_W3C)) {
      IisRecord.take(values, fields);
    } else if (layout.dhcp) {
      DhcpRecord.take(values, fields);
    } else if (layout.format.equals(AgentFrame.FORMAT_JSON) && SmartReport.isReport(values)) {
      SmartReport.take(text, values, fields);
    }
    return named(layout, text, declared, values, fields, of, near);
  }

  /** Takes the columns out of which the operator has said what they are. */
  private static Map<String, Object> declared(ColumnNames names, Map<String, Object> values) {
    Map<String, Object> declared = new LinkedHashMap<>();
    values
        .entrySet()
        .removeIf(
            entry ->
                names.isDeclared(entry.getKey())
                    && declared.putIfAbsent(entry.getKey(), entry.getValue()) == null);
    return declared;
  }

  private RecordLayout layout(UnaryOperator<String> parameters) {
    String key =
        String.join(
            "\u0000",
            parameters.apply(AgentFrame.FORMAT),
            parameters.apply(AgentFrame.COLUMNS),
            parameters.apply(AgentFrame.DELIMITER),
            parameters.apply(AgentFrame.MAP),
            parameters.apply(AgentFrame.PATTERN));
    if (layouts.size() >= LAYOUTS && !layouts.containsKey(key)) {
      layouts.clear();
    }
    return layouts.computeIfAbsent(key, made -> new RecordLayout(parameters));
  }

  private static void values(RecordLayout layout, String text, Map<String, Object> values)
      throws MalformedRecordException {
    DeclaredPattern pattern = layout.pattern;
    switch (layout.format) {
      case AgentFrame.FORMAT_JSON -> JsonValues.read(text, values);
      case AgentFrame.FORMAT_CSV ->
          columns(layout, Delimited.fields(text, layout.delimiter), values);
      case AgentFrame.FORMAT_W3C -> columns(layout, Delimited.fields(text, ' '), values);
      case AgentFrame.FORMAT_PAIRS -> {
        Delimited.pairs(text, values);
        if (values.isEmpty()) {
          throw new MalformedRecordException("kv: no pair (expected: key=value)");
        }
      }
      default -> {
        if (pattern == null) {
          throw new IllegalArgumentException(
              "agent frame: format \""
                  + layout.format
                  + "\" (expected: json, csv, w3c, kv or pattern)");
        }
        pattern.read(text, values);
      }
    }
  }

  private static void columns(RecordLayout layout, List<String> found, Map<String, Object> values)
      throws MalformedRecordException {
    boolean w3c = layout.format.equals(AgentFrame.FORMAT_W3C);
    for (int i = 0; i < Math.min(found.size(), layout.columns.size()); i++) {
      String column = layout.columns.get(i);
      String value = found.get(i);
      if (value.isEmpty() || (w3c && value.equals("-"))) {
        continue;
      }
      if (column.equals("AuditData")) {
        JsonValues.nested(value, values);
      } else {
        values.put(column, w3c && column.startsWith("cs(") ? value.replace('+', ' ') : value);
      }
    }
    // Older servers end each record with a comma that their header has not.
    boolean more =
        layout.dhcp && found.size() == layout.columns.size() + 1 && found.getLast().isEmpty();
    if (found.size() != layout.columns.size() && !more) {
      throw new MalformedRecordException(
          layout.format
              + ": "
              + found.size()
              + " values (expected: "
              + layout.columns.size()
              + ", as the header has)");
    }
  }

  /** Some write UTC without saying so in the time itself. */
  private static ZoneId zone(RecordLayout layout, Map<String, Object> values, ZoneId otherwise) {
    boolean microsoft = values.containsKey("CreationTime") && values.containsKey("OrganizationId");
    return microsoft
            || values.containsKey("Date (UTC)")
            || layout.format.equals(AgentFrame.FORMAT_W3C)
        ? ZoneOffset.UTC
        : otherwise;
  }

  private ColumnsReading named(
      RecordLayout layout,
      String text,
      Map<String, Object> declared,
      Map<String, Object> values,
      Map<String, Object> fields,
      ZoneId zone,
      long near) {
    ColumnNames names = layout.names;
    Map<String, String> parts = new HashMap<>();
    // What the operator has said goes before what is known, and that before what names say.
    Map<String, Object> known = Map.copyOf(fields);
    declared.forEach(
        (column, value) -> {
          fields.remove(names.field(column));
          put(names.field(column), column, value, parts, fields);
        });
    known.forEach(fields::putIfAbsent);
    values.forEach((column, value) -> put(names.field(column), column, value, parts, fields));
    OptionalLong time = time(parts, layout.time, zone, near);
    if (time.isEmpty() && parts.containsKey(ColumnNames.TIME)) {
      fields.putIfAbsent(
          Fields.ERROR_MESSAGE, "time \"" + parts.get(ColumnNames.TIME) + "\" cannot be read");
    }
    SignIn.complete(fields);
    Object app = fields.remove(Fields.PROCESS_NAME);
    Object pid = fields.remove(Fields.PROCESS_PID);
    return new ColumnsReading(
        parts.getOrDefault(ColumnNames.MESSAGE, text),
        time,
        parts.get(ColumnNames.HOST),
        app == null ? null : app.toString(),
        pid == null ? null : pid.toString(),
        ColumnValues.severity(parts.getOrDefault(ColumnNames.SEVERITY, "")),
        fields);
  }

  private static void put(
      String field,
      String column,
      Object value,
      Map<String, String> parts,
      Map<String, Object> fields) {
    switch (field) {
      case ColumnNames.TIME,
          ColumnNames.DATE,
          ColumnNames.CLOCK,
          ColumnNames.HOST,
          ColumnNames.MESSAGE,
          ColumnNames.SEVERITY -> {
        String text = ColumnValues.text(value);
        if (text.isBlank() || parts.putIfAbsent(field, text) != null) {
          fields.putIfAbsent(Fields.DATA + column, value);
        }
      }
      default -> {
        boolean taken = fields.containsKey(field) && !field.equals(Fields.EVENT_OUTCOME);
        String before = field.equals(Fields.USER_NAME) ? parts.get(field) : null;
        if (taken && before != null && ColumnNames.isAccount(column, before)) {
          fields.put(Fields.DATA + before, fields.remove(field));
          taken = false;
        }
        if (!taken && field.equals(Fields.USER_NAME)) {
          parts.put(field, column);
        }
        ColumnValues.put(fields, taken ? Fields.DATA + column : field, value);
      }
    }
  }

  private OptionalLong time(
      Map<String, String> parts, @Nullable DeclaredTime declared, ZoneId zone, long near) {
    String whole = parts.get(ColumnNames.TIME);
    String date = parts.get(ColumnNames.DATE);
    String clock = parts.get(ColumnNames.CLOCK);
    if (date != null && (clock != null || whole != null)) {
      String joined = date + ' ' + (clock == null ? whole : clock);
      OptionalLong both =
          declared == null ? times.micros(joined, zone, near) : declared.micros(joined, zone, near);
      if (both.isPresent()) {
        return both;
      }
    }
    String single = whole == null ? date : whole;
    if (single == null) {
      return OptionalLong.empty();
    }
    OptionalLong told =
        declared == null ? OptionalLong.empty() : declared.micros(single, zone, near);
    return told.isPresent() ? told : times.micros(single, zone, near);
  }
}
