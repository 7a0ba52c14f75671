package org.hinomi.collector.record;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the event table that hold one stored field each. Fields without a column stand in
 * {@code fields}, a JSON object. The original bytes have columns of their own: see {@link
 * OriginalBytes}.
 */
enum Column {
  POSITION("position", Fields.JOURNAL_POSITION, FieldKind.INTEGER),
  TIME("time", Fields.TIMESTAMP, FieldKind.TIME),
  RECEIVED("received", Fields.EVENT_CREATED, FieldKind.TIME),
  HOST("host", Fields.HOST_NAME, FieldKind.TEXT),
  SOURCE_ADDRESS("source_address", Fields.SOURCE_ADDRESS, FieldKind.TEXT),
  TRANSPORT("transport", Fields.TRANSPORT, FieldKind.TEXT),
  FACILITY("facility", Fields.FACILITY, FieldKind.INTEGER),
  SEVERITY("severity", Fields.SEVERITY, FieldKind.INTEGER),
  APP("app", Fields.PROCESS_NAME, FieldKind.TEXT),
  PID("pid", Fields.PROCESS_PID, FieldKind.TEXT),
  MESSAGE("message", Fields.MESSAGE, FieldKind.FULL_TEXT),
  MSGID("msgid", Fields.SYSLOG_MSGID, FieldKind.TEXT),
  CODE("code", Fields.EVENT_CODE, FieldKind.TEXT),
  PROVIDER("provider", Fields.EVENT_PROVIDER, FieldKind.TEXT),
  CHANNEL("channel", Fields.WINLOG_CHANNEL, FieldKind.TEXT),
  RECORD_ID("record_id", Fields.WINLOG_RECORD_ID, FieldKind.INTEGER),
  USER_NAME("user_name", Fields.USER_NAME, FieldKind.TEXT),
  SOURCE_IP("source_ip", Fields.SOURCE_IP, FieldKind.TEXT),
  OUTCOME("outcome", Fields.EVENT_OUTCOME, FieldKind.TEXT),
  TRAP_OID("trap_oid", Fields.SNMP_TRAP_OID, FieldKind.TEXT),
  RETENTION_CLASS("retention_class", Fields.RETENTION_CLASS, FieldKind.TEXT),
  TEMPLATE("template", Fields.EVENT_TEMPLATE, FieldKind.TEXT),
  TEMPLATE_ID("template_id", Fields.EVENT_TEMPLATE_ID, FieldKind.INTEGER),
  AGENT_ID("agent_id", Fields.AGENT_ID, FieldKind.TEXT),
  INCARNATION("incarnation", Fields.AGENT_INCARNATION, FieldKind.INTEGER),
  SEQUENCE("sequence", Fields.EVENT_SEQUENCE, FieldKind.INTEGER);

  private static final Map<String, Column> BY_FIELD =
      Arrays.stream(values()).collect(Collectors.toMap(Column::field, Function.identity()));

  private final String sql;
  private final String field;
  private final FieldKind kind;

  Column(String sql, String field, FieldKind kind) {
    this.sql = sql;
    this.field = field;
    this.kind = kind;
  }

  /** The name in SQL; a constant of this class, never a user's word. */
  String sql() {
    return sql;
  }

  /** The stored field's name (docs/fields.md). */
  String field() {
    return field;
  }

  FieldKind kind() {
    return kind;
  }

  /** Whether decoders give it among {@code Event.fields} and it may also stand in the JSON. */
  boolean fromFields() {
    return ordinal() >= MSGID.ordinal() && ordinal() <= TRAP_OID.ordinal();
  }

  /** The column that {@code Event.fields} fill with this field; null: none. */
  static @Nullable Column among(String field) {
    Column column = BY_FIELD.get(field);
    return column != null && (column.fromFields() || column == RETENTION_CLASS) ? column : null;
  }

  static Optional<Column> ofField(String field) {
    return Optional.ofNullable(BY_FIELD.get(field));
  }
}
