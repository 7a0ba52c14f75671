package org.hinomi.collector.decode;

import java.util.AbstractMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fields that many events have alike, such as those from one file. A stage that sees the same
 * object again need not look into it again. Immutable, and so may be read by any thread; {@link
 * #with} is for one thread at a time.
 */
public final class SharedFields extends AbstractMap<String, Object> {
  /** As many fields more are remembered: of a kind of message there are few. */
  private static final int REMEMBERED = 8;

  private final Map<String, Object> fields;
  private @Nullable Extended @Nullable [] extended;
  private int next;
  private @Nullable SharedFields @Nullable [] variants;
  private @Nullable Object made;

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

  /** These and one more: the same object again where the same was asked for lately. */
  public SharedFields with(String field, Object value) {
    if (extended == null) {
      extended = new Extended[REMEMBERED];
    }
    for (Extended known : extended) {
      if (known != null && known.field().equals(field) && known.value().equals(value)) {
        return known.result();
      }
    }
    Map<String, Object> more = new HashMap<>(fields);
    more.put(field, value);
    SharedFields result = new SharedFields(more);
    extended[next] = new Extended(field, value, result);
    next = (next + 1) % REMEMBERED;
    return result;
  }

  /**
   * What a stage makes of them in one of several ways, made once each; for the thread that decodes.
   *
   * @param way 0 to {@code ways} - 1, always of the same number of ways
   */
  SharedFields variant(int way, int ways, Supplier<SharedFields> make) {
    if (variants == null) {
      variants = new SharedFields[ways];
    }
    SharedFields known = variants[way];
    if (known == null) {
      known = make.get();
      variants[way] = known;
    }
    return known;
  }

  /** What the stage that records keeps with them; null: nothing yet. For its thread alone. */
  public @Nullable Object made() {
    return made;
  }

  /** Keeps what the stage that records has made of them. */
  public void keep(Object of) {
    made = of;
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
