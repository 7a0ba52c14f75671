package org.hinomi.collector.search.rules;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.core.event.Fields;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads the answer of a search again, which has one JSON object a line. */
public final class StoredLines {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, Object>> TYPE = new TypeReference<>() {};

  private StoredLines() {}

  /** The events of an answer that has the newest first, the oldest first. */
  public static List<Event> oldestFirst(byte[] answer) {
    List<Event> events = new ArrayList<>();
    int end = answer.length;
    while (end > 0) {
      int start = end - 1;
      while (start > 0 && answer[start - 1] != '\n') {
        start--;
      }
      String line = new String(answer, start, end - start, StandardCharsets.UTF_8).strip();
      if (!line.isEmpty()) {
        events.add(event(JSON.readValue(line, TYPE)));
      }
      end = start;
    }
    return events;
  }

  private static Event event(Map<String, Object> stored) {
    Instant time = Instant.parse(String.valueOf(stored.get(Fields.TIMESTAMP)));
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time);
    long position = stored.get(Fields.JOURNAL_POSITION) instanceof Number n ? n.longValue() : 0;
    Object base64 = stored.get(Fields.EVENT_ORIGINAL_BASE64);
    return StoredEvents.event(
        position,
        micros,
        micros,
        stored,
        base64 == null ? null : RawMessage.wrap(Base64.getDecoder().decode(base64.toString())));
  }
}
