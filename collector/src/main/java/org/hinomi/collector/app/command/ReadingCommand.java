package org.hinomi.collector.app.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hinomi.collector.record.HistoryException;
import org.hinomi.collector.record.HotSettings;
import org.hinomi.collector.record.StoppedHistory;
import org.hinomi.collector.search.Format;
import org.hinomi.collector.search.QueryException;
import org.hinomi.collector.search.Question;
import org.hinomi.collector.search.TimeText;
import org.hinomi.collector.search.WrongQuestion;
import org.hinomi.core.lifecycle.CommandErrors;
import org.hinomi.core.text.Messages;
import org.hinomi.core.text.Reason;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands that read a history share: options, exit codes and the words of errors. */
abstract class ReadingCommand implements Callable<Integer> {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  final Caller caller;
  final Messages texts;
  private final PrintStream err;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin HistoryOptions where = new HistoryOptions();

  @Option(names = "--format", paramLabel = "F", defaultValue = "table")
  String format = "table";

  ReadingCommand(Caller caller) {
    this.caller = caller;
    this.texts = caller.texts();
    this.err = new PrintStream(caller.err(), true, StandardCharsets.UTF_8);
  }

  /** Path below {@code /api/v1/}. */
  abstract String path();

  /** What is asked for, as the API names it; format and zone are added. */
  abstract Map<String, String> parameters();

  /** What is sent along; null: nothing. */
  @Nullable String body() {
    return null;
  }

  /** Whether the answer goes on until the command is ended. */
  boolean follows() {
    return false;
  }

  /** Answers from a folder that no collector runs on. */
  abstract void fromStopped(Path data, OutputStream out) throws Exception;

  /**
   * Opens a history for reading.
   *
   * @throws IOException also where a collector has it open, with a message for the reader
   */
  StoppedHistory open(Path data) throws IOException {
    try {
      return new StoppedHistory(data, HotSettings.DEFAULT);
    } catch (HistoryException.InUse e) {
      throw new IOException(texts.get("ask.in-use", data, data.resolve("run.json")), e);
    }
  }

  @Override
  public Integer call() throws Exception {
    try {
      answer();
      caller.out().flush();
      return DONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return DONE;
    } catch (QueryException e) {
      return say(e.pointed(caller.language()), USAGE);
    } catch (WrongQuestion e) {
      return say(e.text(caller.language()), USAGE);
    } catch (IllegalArgumentException e) {
      return say(String.valueOf(e.getMessage()), USAGE);
    } catch (Ask.Refused e) {
      return say(String.valueOf(e.getMessage()), e.usage() ? USAGE : FAILED);
    } catch (IOException e) {
      return say(Reason.of(e), FAILED);
    }
  }

  /** Asks, and writes the answer. */
  void answer() throws Exception {
    Map<String, String> parameters = new LinkedHashMap<>(parameters());
    parameters.put("format", Format.of(format).toString());
    parameters.put("zone", caller.zone().getId());
    parameters.put("lang", caller.language().locale().getLanguage());
    for (String name : new String[] {"from", "to"}) {
      // Read here, so that "yesterday" is the reader's and the same for folder and collector.
      Instant now = caller.clock().instant();
      parameters.computeIfPresent(name, (key, text) -> moment(key, text, now).toString());
    }
    Ask ask = new Ask(where, caller);
    if (follows()) {
      ask.follow(path(), parameters, this::fromStopped);
    } else {
      ask.ask(path(), parameters, body(), this::fromStopped, this::next);
    }
  }

  /** Tells how to go on with an answer that the limit cut; a table says it itself. */
  void next(String cursor) {
    if (Format.of(format) != Format.TABLE) {
      err.println(CommandErrors.name(spec) + ": " + texts.get("ask.next", cursor));
    }
  }

  /** One line on standard error that says which command speaks, as every tool does. */
  private int say(String problem, int code) {
    err.println(CommandErrors.name(spec) + ": " + problem);
    return code;
  }

  Question question(AnswerOptions span) {
    return new Question(
        span.from, span.to, span.limit, Format.of(format), caller.zone(), caller.language());
  }

  /** A question that has no span. */
  Question question() {
    return new Question(null, null, null, Format.of(format), caller.zone(), caller.language());
  }

  static void put(Map<String, String> parameters, String name, @Nullable String value) {
    if (value != null) {
      parameters.put(name, value);
    }
  }

  private Instant moment(String name, String text, Instant now) {
    try {
      return TimeText.parse(text, now, caller.zone());
    } catch (WrongQuestion e) {
      throw new WrongQuestion("in", "--" + name, e);
    }
  }

  /** The time that a command looks at which asks several questions. */
  record Span(Instant start, Instant end) {}

  /**
   * Reads such a time.
   *
   * @param byDefault its length where nobody says when it begins
   * @throws WrongQuestion where it is none
   */
  Span span(@Nullable String from, @Nullable String to, Duration byDefault) {
    Instant now = caller.clock().instant();
    Instant end = to == null ? now : moment("to", to, now);
    Instant start = from == null ? end.minus(byDefault) : moment("from", from, now);
    if (start.isAfter(end)) {
      throw new WrongQuestion("order", start, end);
    }
    return new Span(start, end);
  }
}
