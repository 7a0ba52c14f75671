package org.hinomi.collector.record;

import java.util.Map;
import org.hinomi.collector.decode.RawMessage;

/**
 * An event as the history gives it back.
 *
 * @param fields by stored name, those the event has: String, Long, Double, Boolean, List of String;
 *     times are Long, microseconds since 1970
 * @param original the bytes that arrived
 */
public record StoredEvent(Map<String, Object> fields, RawMessage original) {}
