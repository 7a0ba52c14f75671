package org.hinomi.collector.app.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.text.Reason;

/** Has a running collector do something about alerts: it alone knows what fires. */
final class AlertCall {
  private final Caller caller;
  private final String command;

  /**
   * @param command that speaks
   */
  AlertCall(Caller caller, String command) {
    this.caller = caller;
    this.command = command;
  }

  /** Does it and prints what was done; gives the exit code. */
  int run(HistoryOptions where, String act, Map<String, String> values) throws Exception {
    Map<String, String> parameters = new LinkedHashMap<>(values);
    parameters.values().removeIf(String::isEmpty);
    parameters.putIfAbsent("by", System.getProperty("user.name", ""));
    parameters.put("zone", caller.zone().getId());
    parameters.put("lang", caller.language().locale().getLanguage());
    try {
      new Ask(where, caller)
          .ask(
              "alert/" + act,
              parameters,
              "",
              (data, out) -> {
                throw new IOException(caller.texts().get("ask.needs-collector", data));
              },
              next -> {});
      return ExitCode.OK;
    } catch (Ask.Refused e) {
      return say(String.valueOf(e.getMessage()), e.usage() ? ExitCode.USAGE : ExitCode.FAILED);
    } catch (IOException e) {
      return say(Reason.of(e), ExitCode.FAILED);
    }
  }

  /** One line on standard error that says which command speaks. */
  private int say(String problem, int code) {
    new PrintStream(caller.err(), true, StandardCharsets.UTF_8)
        .println("hinomi " + command + ": " + problem);
    return code;
  }
}
