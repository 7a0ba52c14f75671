package org.hinomi.collector.record;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hinomi.collector.record.parquet.ParquetColumn;
import org.hinomi.collector.record.parquet.ParquetSchema;
import org.hinomi.collector.record.parquet.ParquetType;

/** The columns of the event history's parts, in the order in which {@link EventBuffer} writes. */
final class EventSchema {
  static final ParquetSchema PARQUET =
      new ParquetSchema(
          List.of(
              column("position", ParquetType.INT64, false),
              column("time", ParquetType.TIMESTAMP_MICROS, false),
              column("received", ParquetType.TIMESTAMP_MICROS, false),
              column("host", ParquetType.STRING, false),
              column("source_address", ParquetType.STRING, false),
              column("transport", ParquetType.STRING, false),
              column("facility", ParquetType.INT32, true),
              column("severity", ParquetType.INT32, true),
              column("app", ParquetType.STRING, true),
              column("pid", ParquetType.STRING, true),
              column("msgid", ParquetType.STRING, true),
              column("message", ParquetType.STRING, false),
              column("template", ParquetType.STRING, false),
              column("template_id", ParquetType.INT64, false),
              column("original", ParquetType.BINARY, true),
              column("original_head", ParquetType.BINARY, true),
              column("original_form", ParquetType.STRING, true),
              column("time_offset", ParquetType.INT32, false),
              column("code", ParquetType.STRING, true),
              column("provider", ParquetType.STRING, true),
              column("channel", ParquetType.STRING, true),
              column("record_id", ParquetType.INT64, true),
              column("user_name", ParquetType.STRING, true),
              column("source_ip", ParquetType.STRING, true),
              column("outcome", ParquetType.STRING, true),
              column("trap_oid", ParquetType.STRING, true),
              column("retention_class", ParquetType.STRING, false),
              column("agent_id", ParquetType.STRING, true),
              column("incarnation", ParquetType.INT64, true),
              column("sequence", ParquetType.INT64, true),
              column("fields", ParquetType.STRING, true)));

  /** Of every part: raised when a reader must know of a change. */
  static final Map<String, String> KEY_VALUES = Map.of("hinomi.format", "1");

  static final int POSITION = index(Column.POSITION);
  static final int TIME = index(Column.TIME);
  static final int RECEIVED = index(Column.RECEIVED);

  /** Columns whose values are in the filters of row groups: who asks for one names it whole. */
  static final Set<Column> FILTERED =
      EnumSet.of(
          Column.HOST,
          Column.SOURCE_ADDRESS,
          Column.APP,
          Column.MSGID,
          Column.CODE,
          Column.PROVIDER,
          Column.CHANNEL,
          Column.USER_NAME,
          Column.SOURCE_IP,
          Column.OUTCOME,
          Column.TRAP_OID,
          Column.RETENTION_CLASS,
          Column.AGENT_ID);

  /** The name of the extra that holds the filter of a row group. */
  static final String FILTER = "grams";

  private EventSchema() {}

  /** The number of a column in the schema. */
  static int index(Column column) {
    for (int i = 0; i < PARQUET.columns().size(); i++) {
      if (PARQUET.columns().get(i).name().equals(column.sql())) {
        return i;
      }
    }
    throw new IllegalStateException(column + " (expected: a column of the parts)");
  }

  private static ParquetColumn column(String name, ParquetType type, boolean nullable) {
    return new ParquetColumn(name, type, nullable);
  }
}
