package org.hinomi.core.unix;

import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** JSON objects of texts and whole numbers. Stateless. */
final class FlatJson {
  private static final int LONGEST = 16 << 10;

  /** Seconds of the year 10000. */
  private static final long END_OF_TIMES = 253_402_300_800L;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxDocumentLength(LONGEST)
                  .maxNestingDepth(2)
                  .maxStringLength(LONGEST)
                  .maxNameLength(64)
                  .maxNumberLength(20)
                  .build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private FlatJson() {}

  /**
   * @param values texts or whole numbers, in the order in which they are written
   */
  static byte[] write(Map<String, Object> values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      values.forEach(
          (name, value) -> {
            json.writeName(name);
            if (value instanceof Number number) {
              json.writeNumber(number.longValue());
            } else {
              json.writeString(value.toString());
            }
          });
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  /**
   * Reads an object; values of other kinds are left out.
   *
   * @param what names it in the error
   * @throws IllegalArgumentException where it is none; the message says what is wrong
   */
  static Map<String, String> read(String what, byte[] bytes, int offset, int length) {
    Map<String, String> values = new HashMap<>();
    try (JsonParser json =
        JSON.createParser(ObjectReadContext.empty(), bytes, offset, Math.min(length, LONGEST))) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException(what + ": not a JSON object");
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        switch (json.nextToken()) {
          case VALUE_STRING, VALUE_NUMBER_INT -> values.put(name, json.getString());
          case START_ARRAY, START_OBJECT -> json.skipChildren();
          case null, default -> {
            // no text and no whole number
          }
        }
      }
      return values;
    } catch (JacksonException e) {
      throw new IllegalArgumentException(what + ": " + e.getOriginalMessage(), e);
    }
  }

  static String text(Map<String, String> values, String name) {
    return values.getOrDefault(name, "");
  }

  /**
   * A time; null where it is absent.
   *
   * @throws IllegalArgumentException where it is none, or not of the years 1970 to 9999
   */
  static @Nullable Instant instant(String what, Map<String, String> values, String name) {
    String text = text(values, name);
    if (text.isEmpty()) {
      return null;
    }
    try {
      Instant instant = Instant.parse(text);
      if (instant.isBefore(Instant.EPOCH) || instant.getEpochSecond() >= END_OF_TIMES) {
        throw new DateTimeException("out of range");
      }
      return instant;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          what + ": " + name + " \"" + text + "\" (expected: ISO 8601, years 1970 to 9999)", e);
    }
  }

  /** 0 where it is absent. */
  static long number(Map<String, String> values, String name) {
    String text = text(values, name);
    return text.matches("-?\\d{1,18}") ? Long.parseLong(text) : 0;
  }
}
