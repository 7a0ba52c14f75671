package org.hinomi.collector.record;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.hinomi.collector.decode.SharedFields;
import org.jspecify.annotations.Nullable;

/**
 * What an event's fields give the columns: the text of each column that has one, and the JSON of
 * the others. Fields that are the same object as before are not looked into again. Not thread-safe.
 */
final class FieldValues {
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

  private final FieldsJson.Writer json = new FieldsJson.Writer();
  private final BiConsumer<Column, List<?>> several;
  private @Nullable SharedFields same;

  @Nullable String retentionClass;
  @Nullable String msgId;
  @Nullable String code;
  @Nullable String provider;
  @Nullable String channel;
  @Nullable Long recordId;
  @Nullable String userName;
  @Nullable String sourceIp;
  @Nullable String outcome;
  @Nullable String trapOid;
  byte @Nullable [] others;

  /**
   * @param several told of columns that have a list, which stands in the JSON
   */
  FieldValues(BiConsumer<Column, List<?>> several) {
    this.several = several;
  }

  @SuppressWarnings("ReferenceEquality")
  void read(Map<String, Object> fields) {
    if (fields == same) {
      return;
    }
    same = null;
    retentionClass = text(fields, Column.RETENTION_CLASS);
    msgId = text(fields, Column.MSGID);
    code = text(fields, Column.CODE);
    provider = text(fields, Column.PROVIDER);
    channel = text(fields, Column.CHANNEL);
    recordId = whole(fields.get(Column.RECORD_ID.field()));
    userName = text(fields, Column.USER_NAME);
    sourceIp = text(fields, Column.SOURCE_IP);
    outcome = text(fields, Column.OUTCOME);
    trapOid = text(fields, Column.TRAP_OID);
    String text = json.write(fields, this::hasNoColumn);
    others = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    // Others may be changed between two events.
    same = fields instanceof SharedFields shared ? shared : null;
  }

  /** A single value, for its column; a list stands in the JSON. */
  private static @Nullable String text(Map<String, Object> fields, Column column) {
    Object value = fields.get(column.field());
    return value == null || value instanceof List ? null : value.toString();
  }

  /** A whole number as it is kept in a column; null: it is none. */
  static @Nullable Long whole(@Nullable Object value) {
    if (value instanceof Long known) {
      return known;
    }
    return value instanceof String text && WHOLE.matcher(text).matches()
        ? Long.valueOf(text)
        : null;
  }

  /** Whether a field belongs into the JSON: it has no column, or its column cannot hold it. */
  private boolean hasNoColumn(String field, Object value) {
    Column column = Column.among(field);
    if (column == null) {
      return true;
    }
    if (value instanceof List<?> values) {
      several.accept(column, values);
    }
    return column.kind() == FieldKind.INTEGER ? whole(value) == null : value instanceof List;
  }
}
