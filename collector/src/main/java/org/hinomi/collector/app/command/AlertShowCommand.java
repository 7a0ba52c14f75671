package org.hinomi.collector.app.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.search.AlertDetail;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code alerts show}: one alert with its evidence and all its steps. */
@Command(name = "show", mixinStandardHelpOptions = true)
final class AlertShowCommand extends ReadingCommand {
  @Parameters(paramLabel = "ALERT", descriptionKey = "which-alert")
  String alert = "";

  AlertShowCommand(Caller caller) {
    super(caller);
  }

  @Override
  String path() {
    return "alerts";
  }

  @Override
  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("id", alert);
    return parameters;
  }

  @Override
  void fromStopped(Path data, OutputStream out) throws IOException {
    new AlertDetail(new AlertReader(data.resolve("state")), alert, question()).writeTo(out);
  }
}
