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
 * the others. It is kept with fields that are shared, and not made again. Not thread-safe.
 */
final class FieldValues {
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

  private final FieldsJson.Writer json = new FieldsJson.Writer();
  private final BiConsumer<Column, List<?>> several;
  private boolean hasSeveral;

  /** The values; {@code others} is the JSON. Null: none. */
  record Values(
      @Nullable String retentionClass,
      @Nullable String msgId,
      @Nullable String code,
      @Nullable String provider,
      @Nullable String channel,
      @Nullable Long recordId,
      @Nullable String userName,
      @Nullable String sourceIp,
      @Nullable String outcome,
      @Nullable String trapOid,
      byte @Nullable [] others) {}

  /**
   * @param several told of columns that have a list, which stands in the JSON
   */
  FieldValues(BiConsumer<Column, List<?>> several) {
    this.several = several;
  }

  Values of(Map<String, Object> fields) {
    if (!(fields instanceof SharedFields shared)) {
      return make(fields);
    }
    if (shared.made() instanceof Values known) {
      return known;
    }
    Values values = make(fields);
    if (!hasSeveral) {
      shared.keep(values);
    }
    return values;
  }

  private Values make(Map<String, Object> fields) {
    hasSeveral = false;
    String text = json.write(fields, this::hasNoColumn);
    return new Values(
        text(fields, Column.RETENTION_CLASS),
        text(fields, Column.MSGID),
        text(fields, Column.CODE),
        text(fields, Column.PROVIDER),
        text(fields, Column.CHANNEL),
        whole(fields.get(Column.RECORD_ID.field())),
        text(fields, Column.USER_NAME),
        text(fields, Column.SOURCE_IP),
        text(fields, Column.OUTCOME),
        text(fields, Column.TRAP_OID),
        text == null ? null : text.getBytes(StandardCharsets.UTF_8));
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
      hasSeveral = true;
    }
    return column.kind() == FieldKind.INTEGER ? whole(value) == null : value instanceof List;
  }
}
