package org.hinomi.collector.decode.agent;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a journal entry as {@code journalctl -o json} writes it (systemd's journal JSON format):
 * values are strings; arrays of numbers where the bytes are no text; null where the value was too
 * large; arrays of these where a field comes several times. Not thread-safe.
 */
final class JournaldDecoder {
  /** The host's own journal fields that the event itself carries. */
  private static final String MESSAGE = "MESSAGE";

  private static final int MAX_DEPTH = 4;
  private static final int MAX_STRING = 16 << 20;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .maxNameLength(512)
                  .maxNumberLength(32)
                  .build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final ServiceTexts services;

  JournaldDecoder(ServiceTexts services) {
    this.services = services;
  }

  /**
   * @throws IllegalArgumentException when it is no JSON object; the message says what is wrong
   */
  Reading read(Original original) {
    boolean[] damaged = new boolean[1];
    Map<String, Object> entry = entry(original, damaged);
    Reading reading = new Reading(text(entry.remove(MESSAGE)));
    if (damaged[0]) {
      reading.fields.put(Fields.EVENT_CHARSET_DAMAGED, true);
    }
    reading.timeMicros = time(entry);
    reading.host = string(entry, "_HOSTNAME");
    reading.severity = number(entry, "PRIORITY", 7);
    reading.facility = number(entry, "SYSLOG_FACILITY", 127);
    String identifier = string(entry, "SYSLOG_IDENTIFIER");
    reading.app = identifier == null ? string(entry, "_COMM") : identifier;
    String pid = string(entry, "_PID");
    reading.pid = pid == null ? string(entry, "SYSLOG_PID") : pid;
    entry.forEach(
        (name, value) ->
            reading.fields.put(Fields.JOURNALD + name.toLowerCase(Locale.ROOT), value));
    String comm = string(entry, "_COMM");
    String unit = string(entry, "_SYSTEMD_UNIT");
    if (!services.named(reading, reading.app, original.frameMicros(), original.zone())
        && (comm == null
            || comm.equals(reading.app)
            || !services.named(reading, comm, original.frameMicros(), original.zone()))
        && unit != null
        && unit.endsWith(".service")) {
      // postgresql@15-main.service, whose processes name themselves after what they do.
      String name = unit.substring(0, unit.length() - ".service".length());
      int instance = name.indexOf('@');
      services.named(
          reading,
          instance > 0 ? name.substring(0, instance) : name,
          original.frameMicros(),
          original.zone());
    }
    return reading;
  }

  /** The time the sender gave, where it gave one, else when journald got it; both microseconds. */
  private static long time(Map<String, Object> entry) {
    for (String field : List.of("_SOURCE_REALTIME_TIMESTAMP", "__REALTIME_TIMESTAMP")) {
      if (entry.get(field) instanceof String digits && digits.matches("\\d{1,18}")) {
        return Long.parseLong(digits);
      }
    }
    return Reading.NO_TIME;
  }

  private static int number(Map<String, Object> entry, String field, int limit) {
    if (entry.get(field) instanceof String digits && digits.matches("\\d{1,3}")) {
      int value = Integer.parseInt(digits);
      if (value <= limit) {
        return value;
      }
    }
    return -1;
  }

  private static @Nullable String string(Map<String, Object> entry, String field) {
    return entry.get(field) instanceof String text && !text.isEmpty() ? text : null;
  }

  private static String text(@Nullable Object value) {
    if (value instanceof List<?> several) {
      return String.join("\n", several.stream().map(Object::toString).toList());
    }
    return value == null ? "" : value.toString();
  }

  private static Map<String, Object> entry(Original original, boolean[] damaged) {
    Map<String, Object> entry = new LinkedHashMap<>();
    try (JsonParser json =
        JSON.createParser(
            ObjectReadContext.empty(),
            original.buffer(),
            original.start(),
            original.end() - original.start())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("journal entry: not a JSON object");
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        Object value = value(json, json.nextToken(), damaged);
        if (value != null) {
          entry.put(name, value);
        }
      }
      return entry;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("journal entry: " + e.getOriginalMessage(), e);
    }
  }

  /** A string, a list of strings, or null for a value that journald left out. */
  private static @Nullable Object value(
      JsonParser json, @Nullable JsonToken token, boolean[] damaged) {
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token != JsonToken.START_ARRAY) {
      if (token == JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("journal entry: an object as a value");
      }
      return json.getString();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<String> several = new ArrayList<>();
    JsonToken next = json.nextToken();
    while (next != null && next != JsonToken.END_ARRAY) {
      if (next == JsonToken.VALUE_NUMBER_INT) {
        int one = json.getIntValue();
        if (one < 0 || one > 255) {
          throw new IllegalArgumentException("journal entry: byte " + one + " (expected: 0..255)");
        }
        bytes.write(one);
      } else {
        Object one = value(json, next, damaged);
        if (one != null) {
          several.add(one.toString());
        }
      }
      next = json.nextToken();
    }
    return several.isEmpty() ? decode(bytes.toByteArray(), damaged) : List.copyOf(several);
  }

  private static String decode(byte[] bytes, boolean[] damaged) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      damaged[0] = true;
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
