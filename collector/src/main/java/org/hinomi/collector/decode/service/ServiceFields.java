package org.hinomi.collector.decode.service;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.hinomi.core.event.Fields;
import org.hinomi.core.syslog.TimestampReader;
import org.jspecify.annotations.Nullable;

/** What readers find in one text. Used again for the next: not thread-safe. */
final class ServiceFields {
  /** No time stamp that a log writes is longer. */
  private static final int LONGEST_TIME = 48;

  private final TimestampReader timestamps = new TimestampReader();
  private Map<String, Object> fields = new HashMap<>();
  private long received;
  private ZoneId zone = ZoneOffset.UTC;
  private boolean hasTime;
  private long timeMicros;
  private @Nullable String program;

  /**
   * Starts with a text.
   *
   * @param fields where they go
   * @param received when it came, microseconds since 1970: decides a year that a time lacks
   * @param zone of times without one
   */
  void start(Map<String, Object> fields, long received, ZoneId zone) {
    this.fields = fields;
    this.received = received;
    this.zone = zone;
    hasTime = false;
    program = null;
  }

  boolean hasTime() {
    return hasTime;
  }

  /** Microseconds since 1970, where {@link #hasTime()}. */
  long timeMicros() {
    return timeMicros;
  }

  /** The program that writes texts of this form, where no name came with it. */
  @Nullable String program() {
    return program;
  }

  void program(String name) {
    program = name;
  }

  /**
   * Says what it is.
   *
   * @param outcome success, failure, or empty
   * @param category of ECS, or empty
   */
  void event(String kind, String outcome, String action, String category) {
    fields.put(Fields.REVIEW_KIND, kind);
    fields.put(Fields.EVENT_ACTION, action);
    if (!outcome.isEmpty()) {
      fields.put(Fields.EVENT_OUTCOME, outcome);
    }
    if (!category.isEmpty()) {
      fields.put(Fields.EVENT_CATEGORY, category);
    }
  }

  /** A value of the table. */
  void constant(String field, String value) {
    fields.put(field, value.equals("true") ? Boolean.TRUE : value);
  }

  /** Nothing, "-" and "?" are no values. */
  void put(String field, @Nullable String value) {
    if (value != null && !value.isEmpty() && !value.equals("-") && !value.equals("?")) {
      fields.put(field, value);
    }
  }

  void putIfAbsent(String field, @Nullable String value) {
    if (!fields.containsKey(field)) {
      put(field, value);
    }
  }

  @Nullable Object get(String field) {
    return fields.get(field);
  }

  void put(String field, boolean value) {
    fields.put(field, value);
  }

  void put(String field, long value) {
    fields.put(field, value);
  }

  /** Decimal digits as an integer; anything else is left out. */
  void number(String field, String text) {
    if (text.isEmpty() || text.length() > 18) {
      return;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return;
      }
      value = value * 10 + (c - '0');
    }
    fields.put(field, value);
  }

  /** Seconds with a fraction, as {@code event.duration} in nanoseconds. */
  void seconds(String text) {
    duration(text, 1_000_000_000L);
  }

  void millis(String text) {
    duration(text, 1_000_000L);
  }

  private void duration(String text, long unit) {
    if (text.length() > 12) {
      return;
    }
    try {
      fields.put(Fields.EVENT_DURATION, Math.round(Double.parseDouble(text) * unit));
    } catch (NumberFormatException notANumber) {
      // Then it does not say how long.
      return;
    }
  }

  /** Who connected: {@code source.ip}, or {@code source.domain} where it is a name. */
  void client(String text) {
    address(text, Fields.SOURCE_IP, Fields.SOURCE_DOMAIN);
  }

  /** To whom: {@code destination.ip}, or {@code destination.domain}. */
  void server(String text) {
    address(text, Fields.DESTINATION_IP, Fields.DESTINATION_DOMAIN);
  }

  private void address(String text, String ip, String domain) {
    String bare = Addresses.bare(text);
    if (Addresses.isIp(bare)) {
      fields.put(ip, bare);
    } else {
      name(domain, bare);
    }
  }

  /** The name of a host; an address, {@code unknown} and Exim's {@code NULL} are none. */
  void name(String field, String text) {
    if (!text.equals("unknown") && !text.equals("NULL") && !Addresses.isIp(Addresses.bare(text))) {
      put(field, text);
    }
  }

  /**
   * Reads {@code NAME[ADDRESS]} or {@code NAME[ADDRESS]:PORT}, as mail programs write hosts.
   *
   * @return whether it is one
   */
  boolean host(String text, boolean client) {
    int close = text.lastIndexOf(']');
    int open = close < 0 ? -1 : text.lastIndexOf('[', close);
    if (open < 0) {
      return false;
    }
    String address = text.substring(open + 1, close);
    if (client) {
      client(address);
      name(Fields.SOURCE_DOMAIN, text.substring(0, open));
    } else {
      server(address);
      name(Fields.DESTINATION_DOMAIN, text.substring(0, open));
    }
    if (text.startsWith("]:", close)) {
      number(client ? Fields.SOURCE_PORT : Fields.DESTINATION_PORT, text.substring(close + 2));
    }
    return true;
  }

  /** Takes a time that was read already, microseconds since 1970. */
  void time(long micros) {
    hasTime = true;
    timeMicros = micros;
  }

  /** Takes a time that a text begins with or holds; the first one that can be read counts. */
  void time(String text, int start, int behind) {
    int end = behind;
    while (end > start && " ]:".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    if (hasTime || end <= start || end - start > LONGEST_TIME) {
      return;
    }
    byte[] b = TimeForms.usual(text, start, end);
    if (timestamps.read(b, 0, b.length, received, zone) > 0) {
      hasTime = true;
      timeMicros = timestamps.micros();
    }
  }
}
