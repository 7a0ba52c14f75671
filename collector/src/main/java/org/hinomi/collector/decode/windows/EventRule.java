package org.hinomi.collector.decode.windows;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the table says of an event.
 *
 * @param kind user_activity, exception, fault or security_event
 * @param outcome success, failure, none or audit
 * @param fields the sources of each, the first that gives a value counts
 * @param keep the values that name a handle to be remembered
 * @param recall the values that name a handle whose object is asked for
 */
record EventRule(
    String kind,
    String outcome,
    String action,
    Map<String, List<Source>> fields,
    @Nullable Handle keep,
    @Nullable Handle recall) {

  /** Names of the values that hold a handle and its process. */
  record Handle(String handle, String process) {}

  /** The field's value, or null. */
  static @Nullable Object value(List<Source> sources, EventData event) {
    for (Source source : sources) {
      Object value = source.of(event);
      if (value != null) {
        return value;
      }
    }
    return null;
  }
}
