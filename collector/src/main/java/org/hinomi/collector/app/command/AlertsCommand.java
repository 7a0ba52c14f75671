package org.hinomi.collector.app.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.search.AlertReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code alerts}: what fires and what is pending, or what happened. The alerts' own database can be
 * read beside a collector too, so that one without a console is no hindrance.
 */
@Command(name = "alerts", mixinStandardHelpOptions = true)
public class AlertsCommand extends ReadingCommand {
  @Option(names = "--history", paramLabel = "N")
  @Nullable Integer history;

  /** {@code alerts list}: the same by a name of its own. */
  @Command(name = "list", mixinStandardHelpOptions = true)
  static final class Listing extends AlertsCommand {
    Listing(Caller caller) {
      super(caller);
    }
  }

  public AlertsCommand(Caller caller) {
    super(caller);
  }

  @Override
  String path() {
    return "alerts";
  }

  @Override
  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (history != null && history < 1) {
      throw new IllegalArgumentException("--history: " + history + " (expected: 1 or more)");
    }
    put(parameters, "history", history == null ? null : history.toString());
    return parameters;
  }

  @Override
  void fromStopped(Path data, OutputStream out) throws IOException {
    new AlertReport(
            new AlertReader(data.resolve("state")), history == null ? 0 : history, question())
        .writeTo(out);
  }
}
