package org.hinomi.collector.record;

import java.util.List;
import java.util.Map;
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

  private EventSchema() {}

  private static ParquetColumn column(String name, ParquetType type, boolean nullable) {
    return new ParquetColumn(name, type, nullable);
  }
}
