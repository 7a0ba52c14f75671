package org.hinomi.collector.app.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hinomi.collector.record.StoppedHistory;
import org.hinomi.collector.search.Format;
import org.hinomi.collector.search.QueryException;
import org.hinomi.collector.search.Question;
import org.hinomi.collector.search.TimeText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that read a history share: options, exit codes and the words of errors. */
abstract class ReadingCommand implements Callable<Integer> {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  private final Map<String, String> environment;
  private final OutputStream out;
  private final PrintStream err;
  final InstantSource clock;
  final ZoneId zone;

  @Mixin HistoryOptions where = new HistoryOptions();

  @Option(
      names = "--format",
      paramLabel = "F",
      defaultValue = "table",
      description = "table, json (one object a line) or csv; default: ${DEFAULT-VALUE}.")
  String format = "table";

  ReadingCommand(
      Map<String, String> environment,
      InstantSource clock,
      ZoneId zone,
      OutputStream out,
      OutputStream err) {
    this.environment = environment;
    this.clock = clock;
    this.zone = zone;
    this.out = out;
    this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
  }

  /** Path below {@code /api/v1/}. */
  abstract String path();

  /** What is asked for, as the API names it; format and zone are added. */
  abstract Map<String, String> parameters();

  abstract void fromStopped(StoppedHistory history, OutputStream out) throws Exception;

  @Override
  public Integer call() throws Exception {
    try {
      Map<String, String> parameters = new LinkedHashMap<>(parameters());
      parameters.put("format", Format.of(format).toString());
      parameters.put("zone", zone.getId());
      for (String name : new String[] {"from", "to"}) {
        // Read here, so that "yesterday" is the reader's and the same for folder and collector.
        parameters.computeIfPresent(name, (key, text) -> moment(key, text));
      }
      new Ask(where, environment, out).ask(path(), parameters, this::fromStopped);
      out.flush();
      return DONE;
    } catch (QueryException e) {
      err.println(e.pointed());
      return USAGE;
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return USAGE;
    } catch (Ask.Refused e) {
      err.println(e.getMessage());
      return e.usage() ? USAGE : FAILED;
    } catch (IOException e) {
      if ("Broken pipe".equals(e.getMessage())) {
        return DONE;
      }
      err.println(e.getMessage() == null ? e.toString() : e.getMessage());
      return FAILED;
    }
  }

  Question question(AnswerOptions span) {
    return new Question(span.from, span.to, span.limit, Format.of(format), zone);
  }

  static void put(Map<String, String> parameters, String name, @Nullable String value) {
    if (value != null) {
      parameters.put(name, value);
    }
  }

  private String moment(String name, String text) {
    try {
      return TimeText.parse(text, clock.instant(), zone).toString();
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IllegalArgumentException("--" + name + ": " + e.getMessage(), e);
    }
  }
}
