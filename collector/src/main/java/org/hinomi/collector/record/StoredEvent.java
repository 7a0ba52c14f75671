package org.hinomi.collector.record;

import java.util.Map;
import java.util.Set;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.core.event.Transport;

/**
 * An event as the history gives it back.
 *
 * @param fields by stored name, those the event has: String, Long, Double, Boolean, List of String;
 *     times are Long, microseconds since 1970
 * @param original the bytes that arrived
 */
public record StoredEvent(Map<String, Object> fields, RawMessage original) {
  /** What {@code source.authentication} is of a network sender of whom nothing else is stored. */
  static final String UNAUTHENTICATED = "none";

  /** Transports that have no sender who could prove anything. */
  static final Set<String> LOCAL =
      Set.of(Transport.IMPORT.wireName(), Transport.INTERNAL.wireName());
}
