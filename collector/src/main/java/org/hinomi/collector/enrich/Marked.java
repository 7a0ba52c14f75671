package org.hinomi.collector.enrich;

import java.util.HashMap;
import java.util.Map;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.SharedFields;

/** Events with a field more. */
final class Marked {
  private Marked() {}

  /** The same event where its map may be written to, as our decoders' may; else a copy. */
  static Event with(Event event, String field, Object value) {
    if (event.fields() instanceof HashMap) {
      event.fields().put(field, value);
      return event;
    }
    return new Event(
        event.position(),
        event.transport(),
        event.sourceAddress(),
        event.receivedMicros(),
        event.timeMicros(),
        event.host(),
        event.facility(),
        event.severity(),
        event.app(),
        event.pid(),
        event.message(),
        event.original(),
        event.identity(),
        fields(event.fields(), field, value));
  }

  private static Map<String, Object> fields(Map<String, Object> of, String field, Object value) {
    if (of instanceof SharedFields shared) {
      return shared.with(field, value);
    }
    Map<String, Object> fields = new HashMap<>(of);
    fields.put(field, value);
    return fields;
  }
}
