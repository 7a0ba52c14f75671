package org.hinomi.collector.decode;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import org.hinomi.core.event.Identity;
import org.hinomi.core.event.Transport;
import org.jspecify.annotations.Nullable;

/**
 * An event with its named fields.
 *
 * @param facility syslog facility 0..23, -1 where there is none
 * @param severity syslog severity 0 (emergency) .. 7 (debug), -1 where there is none
 * @param app RFC 5424 APP-NAME, RFC 3164 TAG without the PID
 * @param pid RFC 5424 PROCID, RFC 3164 PID
 * @param message the readable text, U+FFFD where bytes could not be read
 * @param original the record byte for byte; of an agent's frame its MSG, of any other its bytes
 * @param fields every other field under its stored name (docs/fields.md): String, Long, Double,
 *     Boolean, or List of String. A malformed record has {@code error.message} here
 */
public record Event(
    long position,
    Transport transport,
    String sourceAddress,
    long receivedMicros,
    long timeMicros,
    String host,
    int facility,
    int severity,
    @Nullable String app,
    @Nullable String pid,
    String message,
    RawMessage original,
    @Nullable Identity identity,
    Map<String, Object> fields)
    implements Decoded {

  public Event {
    requireNonNull(transport, "transport");
    requireNonNull(sourceAddress, "sourceAddress");
    requireNonNull(host, "host");
    requireNonNull(message, "message");
    requireNonNull(original, "original");
    if (facility < -1 || facility > 127 || severity < -1 || severity > 7) {
      throw new IllegalArgumentException(
          "facility " + facility + ", severity " + severity + " (expected: -1..127, -1..7)");
    }
    // Not copied: millions a second pass here, and every decoder makes a fresh map it then forgets.
  }

  /** The same event with a field more: itself where its map may be written to, else a copy. */
  public Event with(String field, Object value) {
    if (fields instanceof HashMap) {
      fields.put(field, value);
      return this;
    }
    if (fields instanceof SharedFields shared) {
      return copy(host, identity, shared.with(field, value));
    }
    Map<String, Object> more = new HashMap<>(fields);
    more.put(field, value);
    return copy(host, identity, more);
  }

  /** The same event with other fields. */
  public Event with(Map<String, Object> otherFields) {
    return copy(host, identity, otherFields);
  }

  /** The same event as one of another host, or without its identity. */
  Event as(String otherHost, @Nullable Identity otherIdentity) {
    return copy(otherHost, otherIdentity, fields);
  }

  private Event copy(
      String otherHost, @Nullable Identity otherIdentity, Map<String, Object> otherFields) {
    return new Event(
        position,
        transport,
        sourceAddress,
        receivedMicros,
        timeMicros,
        otherHost,
        facility,
        severity,
        app,
        pid,
        message,
        original,
        otherIdentity,
        otherFields);
  }
}
