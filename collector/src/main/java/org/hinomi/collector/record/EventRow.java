package org.hinomi.collector.record;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hinomi.collector.record.original.OriginalForm;
import org.hinomi.core.event.Fields;

/** Reads an event from a row of {@link #COLUMNS}. */
final class EventRow {
  static final String COLUMNS = columns();

  private EventRow() {}

  private static String columns() {
    StringBuilder columns = new StringBuilder();
    for (Column column : Column.values()) {
      columns.append(
          column.kind() == FieldKind.TIME ? "epoch_us(" + column.sql() + ")" : column.sql());
      columns.append(", ");
    }
    return columns.append("original, original_head, original_form, time_offset, fields").toString();
  }

  static StoredEvent read(ResultSet row) throws SQLException, IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    int index = 0;
    for (Column column : Column.values()) {
      index++;
      Object value =
          switch (column.kind()) {
            case TEXT, FULL_TEXT, OPAQUE -> row.getString(index);
            case INTEGER, TIME -> {
              long number = row.getLong(index);
              yield row.wasNull() ? null : (Long) number;
            }
          };
      if (value != null) {
        fields.put(column.field(), value);
      }
    }
    byte[] head = row.getBytes(index + 2);
    String form = row.getString(index + 3);
    if (form != null) {
      head = new OriginalForm().head(form, HeadOffset.values(fields, row.getInt(index + 4)));
    }
    OriginalBytes original = new OriginalBytes(row.getBytes(index + 1), head);
    String rest = row.getString(index + 5);
    if (rest != null) {
      fields.putAll(FieldsJson.read(rest));
    }
    if (!StoredEvent.LOCAL.contains(String.valueOf(fields.get(Fields.TRANSPORT)))) {
      fields.putIfAbsent(Fields.SOURCE_AUTHENTICATION, StoredEvent.UNAUTHENTICATED);
    }
    String message = row.getString(Column.MESSAGE.ordinal() + 1);
    return new StoredEvent(fields, original.join(message));
  }
}
