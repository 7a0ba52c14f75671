package org.hinomi.collector.decode;

import java.util.AbstractMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fields that many events have alike, such as those from one file. A stage that sees the same
 * object again need not look into it again. Immutable, and so may be read by any thread; {@link
 * #with} is for one thread at a time.
 */
public final class SharedFields extends AbstractMap<String, Object> {
  private final Map<String, Object> fields;
  private @Nullable Extended last;

  /** What one field more has made of it. */
  private record Extended(String field, Object value, SharedFields result) {}

  /**
   * @param fields values: String, Long, Double, Boolean, or a list that never changes
   * @throws IllegalArgumentException where a value is of another kind
   */
  public SharedFields(Map<String, Object> fields) {
    this.fields = Map.copyOf(fields);
    this.fields.forEach(
        (name, value) -> {
          if (!(value instanceof String
              || value instanceof Long
              || value instanceof Double
              || value instanceof Boolean
              || value instanceof List)) {
            throw new IllegalArgumentException(
                name
                    + ": "
                    + value.getClass()
                    + " (expected: String, Long, Double, Boolean or List)");
          }
        });
  }

  /** These and one more: the same object again where the same was asked for last. */
  public SharedFields with(String field, Object value) {
    Extended known = last;
    if (known != null && known.field().equals(field) && known.value().equals(value)) {
      return known.result();
    }
    Map<String, Object> more = new HashMap<>(fields);
    more.put(field, value);
    SharedFields result = new SharedFields(more);
    last = new Extended(field, value, result);
    return result;
  }

  @Override
  public @Nullable Object get(Object field) {
    return fields.get(field);
  }

  @Override
  public boolean containsKey(Object field) {
    return fields.containsKey(field);
  }

  @Override
  public int size() {
    return fields.size();
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return fields.entrySet();
  }
}
