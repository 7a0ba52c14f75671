package org.hinomi.collector.app.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.record.History;
import org.hinomi.collector.record.StoppedHistory;
import org.hinomi.collector.search.Format;
import org.hinomi.collector.search.Question;
import org.hinomi.collector.search.Searches;
import org.hinomi.collector.search.rules.StoredLines;
import org.jspecify.annotations.Nullable;

/**
 * Puts many questions to one history: to the collector that runs on it, or to the folder, which is
 * opened once. The answers are held; they have one JSON object a line. For one thread; close it.
 */
final class Questions implements AutoCloseable {
  /**
   * Events that are held at a time: an event of Windows takes some 10 KiB as it is read, the
   * command has 512 MiB.
   */
  private static final int PAGE = 10_000;

  private final ReadingCommand command;
  private @Nullable StoppedHistory opened;

  Questions(ReadingCommand command) {
    this.command = command;
  }

  /** Answers from a folder that no collector runs on. */
  interface Stopped {
    void answer(History history, OutputStream out) throws Exception;
  }

  /**
   * Asks.
   *
   * @param path of the API
   * @param parameters of the question, without its format
   */
  byte[] ask(String path, Map<String, String> parameters, Stopped stopped) throws Exception {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    Caller caller = command.caller;
    Caller taking = caller.to(answer);
    Map<String, String> asked = new LinkedHashMap<>(parameters);
    asked.put("format", Format.JSON.toString());
    asked.put("lang", caller.language().locale().getLanguage());
    new Ask(command.where, taking)
        .ask(path, asked, null, (data, out) -> stopped.answer(history(data), out), cursor -> {});
    return answer.toByteArray();
  }

  private History history(Path data) throws IOException {
    StoppedHistory history = opened;
    if (history == null) {
      history = command.open(data);
      opened = history;
    }
    return history.history();
  }

  /**
   * The events that a query finds, the newest first in pages.
   *
   * @param query empty: all
   */
  EventSlices events(String query) {
    return new EventSlices(
        (from, until, limit, after) -> page(query, from, until, limit, after), PAGE);
  }

  private List<Event> page(String query, Instant from, Instant until, int limit, String after)
      throws Exception {
    Caller caller = command.caller;
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("q", query);
    parameters.put("from", from.toString());
    parameters.put("to", until.toString());
    parameters.put("limit", Integer.toString(limit));
    parameters.put("zone", caller.zone().getId());
    if (!after.isEmpty()) {
      parameters.put("after", after);
    }
    Question question =
        new Question(
            from.toString(),
            until.toString(),
            limit,
            Format.JSON,
            caller.zone(),
            caller.language());
    return StoredLines.oldestFirst(
        ask(
            "search",
            parameters,
            (history, out) ->
                new Searches(history, caller.clock())
                    .events(query, after.isEmpty() ? null : after, question)
                    .writeTo(out)));
  }

  @Override
  public void close() throws IOException {
    if (opened != null) {
      opened.close();
    }
  }
}
