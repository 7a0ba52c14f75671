package org.hinomi.collector.app.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hinomi.collector.app.ReviewFolder;
import org.hinomi.collector.record.HistoryException;
import org.hinomi.collector.review.report.ReviewRequests.Action;
import org.hinomi.collector.search.WrongQuestion;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.text.Reason;
import org.jspecify.annotations.Nullable;

/** Asks something of reviews: the collector that runs on a history, else in its folder. */
final class ReviewCall {
  private final Caller caller;
  private final String command;
  private final PrintStream err;

  /**
   * @param command that speaks
   */
  ReviewCall(Caller caller, String command) {
    this.caller = caller;
    this.command = command;
    this.err = new PrintStream(caller.err(), true, StandardCharsets.UTF_8);
  }

  /**
   * Asks and prints the answer; gives the exit code.
   *
   * @param to a file for the answer; null: standard output
   */
  int run(
      HistoryOptions where,
      Action action,
      Map<String, String> values,
      String body,
      @Nullable Path to)
      throws Exception {
    if (to == null) {
      return run(where, action, values, body, caller);
    }
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    int exit = run(where, action, values, body, caller.to(answer));
    try {
      if (exit == ExitCode.OK) {
        Files.write(to, answer.toByteArray());
      }
      return exit;
    } catch (IOException e) {
      return say(to + ": " + e.getMessage(), ExitCode.FAILED);
    }
  }

  private int run(
      HistoryOptions where, Action action, Map<String, String> values, String body, Caller asker)
      throws Exception {
    Map<String, String> parameters = new LinkedHashMap<>(values);
    if (action.changes() && parameters.getOrDefault("by", "").isBlank()) {
      parameters.put("by", System.getProperty("user.name", ""));
    }
    parameters.put("lang", caller.language().locale().getLanguage());
    ReviewBar bar =
        new ReviewBar(err, command, Boolean.getBoolean("hinomi.terminal"), caller.language());
    boolean start = action == Action.START;
    if (start) {
      parameters.put("progress", "true");
    }
    try {
      new Ask(where, start ? caller.to(bar.lines(asker.out())) : asker)
          .ask(
              "review/" + action.word(),
              parameters,
              action.changes() ? body : null,
              (data, ignored) -> {
                try {
                  ReviewFolder.answer(
                      data,
                      caller.clock(),
                      action,
                      parameters,
                      body,
                      caller.language(),
                      bar,
                      asker.out());
                } catch (HistoryException.InUse e) {
                  throw new IOException(
                      caller.texts().get("ask.in-use", data, data.resolve("run.json")), e);
                }
                if (action.changes()) {
                  AuditNote.intoFolder(caller, data, "review." + action.word(), parameters);
                }
              },
              next -> {});
      if (start) {
        bar.end();
      }
      asker.out().flush();
      return ExitCode.OK;
    } catch (WrongQuestion e) {
      return say(e.text(caller.language()), ExitCode.USAGE);
    } catch (IllegalArgumentException e) {
      return say(String.valueOf(e.getMessage()), ExitCode.USAGE);
    } catch (Ask.Refused e) {
      return say(String.valueOf(e.getMessage()), e.usage() ? ExitCode.USAGE : ExitCode.FAILED);
    } catch (IOException e) {
      return say(Reason.of(e), ExitCode.FAILED);
    }
  }

  /** One line on standard error that says which command speaks. */
  int say(String problem, int code) {
    err.println("hinomi " + command + ": " + problem);
    return code;
  }
}
