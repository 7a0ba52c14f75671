package org.hinomi.collector.app.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.hinomi.collector.app.KeepFolder;
import org.hinomi.collector.keep.KeepRequests.Action;
import org.hinomi.collector.record.HistoryException;
import org.hinomi.collector.search.QueryException;
import org.hinomi.collector.search.WrongQuestion;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.text.Messages;
import org.hinomi.core.text.Reason;

/** Has something done with a history: by the collector that runs on it, else in its folder. */
final class KeepCall {
  private final Caller caller;
  private final String command;
  private final Messages texts;
  private final PrintStream err;

  /**
   * @param command that speaks
   */
  KeepCall(Caller caller, String command) {
    this.caller = caller;
    this.command = command;
    this.texts = caller.texts();
    this.err = new PrintStream(caller.err(), true, StandardCharsets.UTF_8);
  }

  /** Does it and prints what was done; gives the exit code. */
  int run(HistoryOptions where, Action action, Map<String, String> values) throws Exception {
    Map<String, String> parameters = new LinkedHashMap<>(values);
    if (parameters.getOrDefault("by", "").isBlank()) {
      parameters.put("by", System.getProperty("user.name", ""));
    }
    parameters.put("lang", caller.language().locale().getLanguage());
    try {
      new Ask(where, caller)
          .ask(
              "keep/" + action.name().toLowerCase(Locale.ROOT),
              parameters,
              "",
              (data, out) -> {
                try (KeepFolder folder = new KeepFolder(data, caller.clock())) {
                  String done = folder.requests().answer(action, parameters, caller.language());
                  out.write((done + "\n").getBytes(StandardCharsets.UTF_8));
                } catch (HistoryException.InUse e) {
                  throw new IOException(texts.get("ask.in-use", data, data.resolve("run.json")), e);
                }
                AuditNote.intoFolder(
                    caller, data, "keep." + action.name().toLowerCase(Locale.ROOT), parameters);
              },
              next -> {});
      caller.out().flush();
      return ExitCode.OK;
    } catch (QueryException e) {
      return say(e.pointed(caller.language()), ExitCode.USAGE);
    } catch (WrongQuestion e) {
      return say(e.text(caller.language()), ExitCode.USAGE);
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
