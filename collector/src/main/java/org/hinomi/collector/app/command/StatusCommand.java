package org.hinomi.collector.app.command;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.hinomi.collector.record.StoppedHistory;
import org.hinomi.collector.search.SourceStates;
import org.hinomi.collector.search.StatusReport;
import picocli.CommandLine.Command;

/** {@code status}: what the history holds and how the collector on it is. */
@Command(name = "status", mixinStandardHelpOptions = true)
public final class StatusCommand extends ReadingCommand {
  public StatusCommand(Caller caller) {
    super(caller);
  }

  @Override
  String path() {
    return "status";
  }

  @Override
  Map<String, String> parameters() {
    return Map.of();
  }

  @Override
  void fromStopped(Path data, OutputStream out) throws Exception {
    try (StoppedHistory history = open(data)) {
      Instant now = caller.clock().instant();
      new StatusReport(
              history.history().status(),
              null,
              SourceStates.read(history.history(), now),
              now,
              question())
          .writeTo(out);
    }
  }
}
