package org.hinomi.agent.watch.journal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * One journal entry in the JSON of journalctl: each field a text, an array of byte values where it
 * is not UTF-8, an array of these where the field is there more than once, or null where it was too
 * long.
 *
 * @param fields the values of each field, in order; bytes that are not UTF-8 become U+FFFD
 */
public record JournalEntry(Map<String, List<String>> fields) {
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Reads an entry; of one that is cut or broken, the fields before the damage.
   *
   * @param json one line of journalctl's output
   */
  public static JournalEntry read(byte[] json) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          String name = parser.currentName();
          List<String> values = new ArrayList<>();
          parser.nextToken();
          value(parser, values);
          if (!values.isEmpty()) {
            fields.put(name, values);
          }
        }
      }
    } catch (JacksonException damaged) {
      // The record goes to the collector as it is and is judged there; here only rules look at it.
      return new JournalEntry(fields);
    }
    return new JournalEntry(fields);
  }

  private static void value(JsonParser parser, List<String> values) {
    switch (parser.currentToken()) {
      case START_ARRAY -> array(parser, values);
      case START_OBJECT -> parser.skipChildren();
      case VALUE_NULL -> {
        // too long for journalctl without --all: the field is there, its value is not
      }
      case null -> {
        // the end of a cut entry
      }
      default -> values.add(parser.getString());
    }
  }

  private static void array(JsonParser parser, List<String> values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean binary = false;
    JsonToken token = parser.nextToken();
    while (token != null && token != JsonToken.END_ARRAY) {
      if (token == JsonToken.VALUE_NUMBER_INT) {
        binary = true;
        bytes.write(parser.getIntValue());
      } else if (token == JsonToken.START_ARRAY) {
        array(parser, values);
      } else {
        value(parser, values);
      }
      token = parser.nextToken();
    }
    if (binary) {
      values.add(bytes.toString(StandardCharsets.UTF_8));
    }
  }

  /** The first value of a field; null where it has none. */
  public @Nullable String first(String name) {
    List<String> values = fields.get(name);
    return values == null ? null : values.getFirst();
  }

  /** What resumes after this entry; "" where it is not known. */
  String cursor() {
    String cursor = first("__CURSOR");
    return cursor == null ? "" : cursor;
  }

  /** The sender's time, else the journal's; null where neither can be read. */
  @Nullable Instant time() {
    for (String name : List.of("_SOURCE_REALTIME_TIMESTAMP", "__REALTIME_TIMESTAMP")) {
      String micros = first(name);
      if (micros != null && micros.matches("[0-9]{1,18}")) {
        return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
      }
    }
    return null;
  }

  /** A small number; the given one where the field is absent or out of range. */
  int number(String name, int most, int otherwise) {
    String text = first(name);
    if (text == null || !text.matches("[0-9]{1,3}")) {
      return otherwise;
    }
    int value = Integer.parseInt(text);
    return value <= most ? value : otherwise;
  }

  /** SYSLOG_IDENTIFIER, else the program's name; null where neither is there. */
  public @Nullable String app() {
    String identifier = first("SYSLOG_IDENTIFIER");
    return identifier == null ? first("_COMM") : identifier;
  }

  /** The process id the sender gave, else the one the kernel saw; null where neither is there. */
  public @Nullable String pid() {
    String pid = first("SYSLOG_PID");
    return pid == null ? first("_PID") : pid;
  }
}
