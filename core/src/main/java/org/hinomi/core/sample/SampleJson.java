package org.hinomi.core.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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

/**
 * The JSON object in which a round of samples travels as MSG of a SAMPLE frame:
 *
 * <pre>{@code
 * {"interval":10,
 *  "samples":[{"name":"system.cpu.utilization","attributes":{"cpu.mode":"user"},"value":0.034}],
 *  "unavailable":[{"name":"hw.temperature","attributes":{},"reason":"no sensor found"}]}
 * }</pre>
 *
 * <p>Members that a later version adds are skipped. What is read is bounded, so that a hostile
 * frame costs no more memory than a large honest one. Stateless.
 */
public final class SampleJson {
  /** Bytes of one round; an honest round of a large server has some 100 KiB. */
  public static final int MAX_BYTES = 4 << 20;

  /** Samples and unavailable values in one round, together. */
  public static final int MAX_VALUES = 50_000;

  private static final int MAX_ATTRIBUTES = 32;
  private static final int MAX_DEPTH = 8;
  private static final int MAX_STRING = 8192;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxDocumentLength(MAX_BYTES)
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .maxNameLength(MAX_STRING)
                  .maxNumberLength(64)
                  .build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private SampleJson() {}

  /**
   * One round.
   *
   * @param intervalSeconds time between two rounds as set, seconds; finite, &gt; 0
   */
  public record Round(
      double intervalSeconds, List<Sample> samples, List<Sample.Unavailable> unavailable) {
    public Round {
      if (!(intervalSeconds > 0) || Double.isInfinite(intervalSeconds)) {
        throw new IllegalArgumentException(
            "interval: " + intervalSeconds + " (expected: a number of seconds > 0)");
      }
      samples = List.copyOf(samples);
      unavailable = List.copyOf(unavailable);
    }
  }

  public static byte[] write(Round round) {
    var out = new ByteArrayOutputStream(256 + 120 * round.samples().size());
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeName("interval");
      writeNumber(json, round.intervalSeconds());
      json.writeName("samples");
      json.writeStartArray();
      for (Sample sample : round.samples()) {
        startValue(json, sample.metric(), sample.attributes());
        json.writeName("value");
        writeNumber(json, sample.value());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeName("unavailable");
      json.writeStartArray();
      for (Sample.Unavailable missing : round.unavailable()) {
        startValue(json, missing.metric(), missing.attributes());
        json.writeName("reason");
        json.writeString(missing.reason());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void startValue(
      JsonGenerator json, String metric, SortedMap<String, String> attributes) {
    json.writeStartObject();
    json.writeName("name");
    json.writeString(metric);
    json.writeName("attributes");
    json.writeStartObject();
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      json.writeName(attribute.getKey());
      json.writeString(attribute.getValue());
    }
    json.writeEndObject();
  }

  /** Whole numbers go without a fraction: shorter, and bytes read as bytes. -0.0 stays itself. */
  private static void writeNumber(JsonGenerator json, double value) {
    if (Double.compare(value, (long) value) == 0 && Math.abs(value) < 1L << 53) {
      json.writeNumber((long) value);
    } else {
      json.writeNumber(value);
    }
  }

  /**
   * Reads one round.
   *
   * @throws IllegalArgumentException where the bytes are no such object; the message says what is
   *     wrong
   */
  public static Round read(byte[] buffer, int offset, int length) {
    if (length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "sample round: " + length + " bytes (expected: at most " + MAX_BYTES + ")");
    }
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(buffer, offset, length)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("sample round: not valid UTF-8", e);
    }
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      Round round = round(json);
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("sample round: more text after the object");
      }
      return round;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("sample round: " + e.getOriginalMessage(), e);
    }
  }

  private static Round round(JsonParser json) {
    expect(json.nextToken(), JsonToken.START_OBJECT, "sample round");
    double interval = Double.NaN;
    List<Sample> samples = new ArrayList<>();
    List<Sample.Unavailable> unavailable = new ArrayList<>();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String member = json.currentName();
      JsonToken token = json.nextToken();
      switch (member) {
        case "interval" -> interval = number(json, "interval");
        case "samples", "unavailable" -> {
          expect(token, JsonToken.START_ARRAY, member);
          while (json.nextToken() != JsonToken.END_ARRAY) {
            if (samples.size() + unavailable.size() >= MAX_VALUES) {
              throw new IllegalArgumentException(
                  "sample round: too many values (expected: at most " + MAX_VALUES + ")");
            }
            Value value = value(json);
            if (member.equals("samples")) {
              samples.add(value.sample());
            } else {
              unavailable.add(value.unavailable());
            }
          }
        }
        default -> json.skipChildren();
      }
    }
    return new Round(interval, samples, unavailable);
  }

  /** One element of either list, before it is known whether its members are complete. */
  private record Value(
      @Nullable String name,
      SortedMap<String, String> attributes,
      @Nullable Double number,
      @Nullable String reason) {

    Sample sample() {
      if (number == null) {
        throw new IllegalArgumentException(name + ": no value");
      }
      return new Sample(metric(), attributes, number);
    }

    Sample.Unavailable unavailable() {
      if (reason == null) {
        throw new IllegalArgumentException(name + ": no reason");
      }
      return new Sample.Unavailable(metric(), attributes, reason);
    }

    private String metric() {
      if (name == null || name.isEmpty()) {
        throw new IllegalArgumentException("sample: no name");
      }
      return name;
    }
  }

  private static Value value(JsonParser json) {
    expect(json.currentToken(), JsonToken.START_OBJECT, "sample");
    String name = null;
    SortedMap<String, String> attributes = new TreeMap<>();
    Double number = null;
    String reason = null;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String member = json.currentName();
      json.nextToken();
      switch (member) {
        case "name" -> name = string(json, "name");
        case "attributes" -> attributes = attributes(json);
        case "value" -> number = number(json, "value");
        case "reason" -> reason = string(json, "reason");
        default -> json.skipChildren();
      }
    }
    return new Value(name, attributes, number, reason);
  }

  private static SortedMap<String, String> attributes(JsonParser json) {
    expect(json.currentToken(), JsonToken.START_OBJECT, "attributes");
    SortedMap<String, String> attributes = new TreeMap<>();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = json.currentName();
      json.nextToken();
      attributes.put(key, string(json, key));
      if (attributes.size() > MAX_ATTRIBUTES) {
        throw new IllegalArgumentException(
            "attributes: too many (expected: at most " + MAX_ATTRIBUTES + ")");
      }
    }
    return attributes;
  }

  private static double number(JsonParser json, String what) {
    JsonToken token = json.currentToken();
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw new IllegalArgumentException(what + ": " + token + " (expected: a number)");
    }
    return json.getDoubleValue();
  }

  private static String string(JsonParser json, String what) {
    expect(json.currentToken(), JsonToken.VALUE_STRING, what);
    return json.getString();
  }

  private static void expect(@Nullable JsonToken found, JsonToken expected, String what) {
    if (found != expected) {
      throw new IllegalArgumentException(what + ": " + found + " (expected: " + expected + ")");
    }
  }
}
