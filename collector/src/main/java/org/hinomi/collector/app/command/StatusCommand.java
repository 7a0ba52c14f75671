package org.hinomi.collector.app.command;

import java.io.OutputStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import org.hinomi.collector.record.StoppedHistory;
import org.hinomi.collector.search.Format;
import org.hinomi.collector.search.StatusReport;
import picocli.CommandLine.Command;

/** {@code status}: what the history holds and how the collector on it is. */
@Command(
    name = "status",
    description = "Show what the history holds and how the collector on it is.",
    mixinStandardHelpOptions = true)
public final class StatusCommand extends ReadingCommand {
  public StatusCommand(
      Map<String, String> environment,
      InstantSource clock,
      ZoneId zone,
      OutputStream out,
      OutputStream err) {
    super(environment, clock, zone, out, err);
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
  void fromStopped(StoppedHistory history, OutputStream out) throws Exception {
    new StatusReport(history.history().status(), null, null, clock.instant())
        .writeTo(out, Format.of(format));
  }
}
