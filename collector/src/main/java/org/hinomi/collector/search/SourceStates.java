package org.hinomi.collector.search;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.hinomi.collector.record.Condition;
import org.hinomi.collector.record.EventQuery;
import org.hinomi.collector.record.History;
import org.hinomi.collector.record.StoredEvent;
import org.hinomi.collector.record.Window;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.SourceReason;
import org.hinomi.core.text.Language;

/** How the watched sources of all agents stand, as their newest reports say. */
public final class SourceStates {
  /** Agents tell every hour. */
  private static final Duration HEARD = Duration.ofHours(25);

  private static final int MOST_REPORTS = 50_000;

  /** Reasons that need nobody: a log that is not written yet, one that has just been rotated. */
  private static final Set<String> USUAL =
      Set.of("", SourceReason.MISSING, SourceReason.NO_MATCH, SourceReason.RENAMED);

  private SourceStates() {}

  /**
   * A source.
   *
   * @param since when it came to stand so; empty where the agent did not say
   * @param told when the agent said so last
   */
  public record SourceState(
      String host, String source, String state, String since, Instant told, SourceReason reason) {

    /** Whether an operator should look at it. */
    boolean isProblem() {
      return state.equals("failed") || !USUAL.contains(reason.code());
    }

    /** For programs. */
    Map<String, Object> facts() {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("host", host);
      facts.put("source", source);
      facts.put("state", state);
      facts.put("since", since);
      facts.put("told", told.toString());
      if (!reason.code().isEmpty()) {
        facts.put("reason", reason.code());
        facts.put("path", reason.path());
        facts.put("detail", reason.detail());
        facts.put("text", reason.text(Language.EN));
      }
      return facts;
    }
  }

  /** The newest report on each source of the last day, by host and source. */
  public static List<SourceState> read(History history, Instant now) throws IOException {
    Map<String, SourceState> newest = new TreeMap<>();
    Window window =
        new Window(OptionalLong.of(Micros.of(now.minus(HEARD))), OptionalLong.empty(), true);
    history.events(
        new EventQuery(new Condition.Exists(Fields.AGENT_STATE), window, MOST_REPORTS),
        event -> {
          SourceState state = state(event);
          newest.putIfAbsent(state.host() + '\u0000' + state.source(), state);
        });
    return List.copyOf(newest.values());
  }

  private static SourceState state(StoredEvent event) {
    long micros = event.fields().get(Fields.TIMESTAMP) instanceof Long time ? time : 0;
    return new SourceState(
        text(event, Fields.HOST_NAME),
        text(event, Fields.AGENT_SOURCE),
        text(event, Fields.AGENT_STATE),
        text(event, Fields.AGENT_SINCE),
        Instant.EPOCH.plus(micros, java.time.temporal.ChronoUnit.MICROS),
        new SourceReason(
            text(event, Fields.AGENT_REASON),
            text(event, Fields.LOG_FILE_PATH),
            text(event, Fields.AGENT_DETAIL)));
  }

  private static String text(StoredEvent event, String field) {
    return event.fields().get(field) instanceof String text ? text : "";
  }
}
