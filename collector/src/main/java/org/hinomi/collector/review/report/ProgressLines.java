package org.hinomi.collector.review.report;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Observation;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * How a review that takes minutes is answered: JSON objects, one a line. {@code done}, {@code of}
 * and {@code text} say how far it is; the last line has {@code answer} or {@code error}.
 */
public final class ProgressLines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ProgressLines() {}

  /** A line. */
  public sealed interface Line {}

  /** How far it is. */
  public record Step(int done, int of, String text) implements Line {}

  /** What was asked for. */
  public record Answer(String text) implements Line {}

  /** Why there is no answer. */
  public record Failure(String text) implements Line {}

  /** A line as it is sent, with its end. */
  public static String write(Line line) {
    Map<String, Object> object = new LinkedHashMap<>();
    switch (line) {
      case Step step -> {
        object.put("done", step.done());
        object.put("of", step.of());
        object.put("text", step.text());
      }
      case Answer answer -> object.put("answer", answer.text());
      case Failure failure -> object.put("error", failure.text());
    }
    return JSON.writeValueAsString(object) + "\n";
  }

  /** Reads one. */
  public static Line read(String text) throws IOException {
    try {
      JsonNode object = JSON.readTree(text);
      if (object.has("answer")) {
        return new Answer(object.path("answer").asString(""));
      }
      if (object.has("error")) {
        return new Failure(object.path("error").asString(""));
      }
      return new Step(
          object.path("done").asInt(0),
          Math.max(1, object.path("of").asInt(1)),
          object.path("text").asString(""));
    } catch (JacksonException e) {
      throw new IOException(text + " (expected: a line that says how the review goes on)", e);
    }
  }

  /** What a check asks, in words. */
  public static String title(Check check, Language language) {
    return Messages.of(Observation.class, language).get("check." + check.id());
  }

  /** That what has come since the last review is read. */
  public static String reading(Language language) {
    return Messages.of(Observation.class, language).get("progress.reading");
  }
}
