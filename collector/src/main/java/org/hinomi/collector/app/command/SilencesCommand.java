package org.hinomi.collector.app.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.search.SilenceReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code alerts silences}: those that are not over, or all. */
@Command(name = "silences", mixinStandardHelpOptions = true)
final class SilencesCommand extends ReadingCommand {
  @Option(names = "--all", descriptionKey = "all-silences")
  boolean all;

  SilencesCommand(Caller caller) {
    super(caller);
  }

  @Override
  String path() {
    return "alerts";
  }

  @Override
  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("silences", all ? "all" : "present");
    return parameters;
  }

  @Override
  void fromStopped(Path data, OutputStream out) throws IOException {
    Instant now = caller.clock().instant();
    AlertReader reader = new AlertReader(data.resolve("state"));
    new SilenceReport(reader.silences(now, all), now, question()).writeTo(out);
  }
}
