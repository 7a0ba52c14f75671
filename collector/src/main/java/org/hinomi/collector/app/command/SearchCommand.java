package org.hinomi.collector.app.command;

import java.io.OutputStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.record.StoppedHistory;
import org.hinomi.collector.search.Searches;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code search}: events, newest first. */
@Command(
    name = "search",
    description = "Find events, newest first; by default those of the last 24 hours, at most 100.",
    mixinStandardHelpOptions = true)
public final class SearchCommand extends ReadingCommand {
  @Mixin AnswerOptions span = new AnswerOptions();

  @Parameters(
      paramLabel = "QUERY",
      arity = "0..*",
      description =
          "Lucene query syntax, such as: host:fs* AND id:6008 AND message:\"disk full\"; none: all."
              + " See docs/search.md.")
  List<String> query = List.of();

  public SearchCommand(
      Map<String, String> environment,
      InstantSource clock,
      ZoneId zone,
      OutputStream out,
      OutputStream err) {
    super(environment, clock, zone, out, err);
  }

  @Override
  String path() {
    return "search";
  }

  @Override
  Map<String, String> parameters() {
    Map<String, String> parameters = span.parameters();
    parameters.put("q", String.join(" ", query));
    return parameters;
  }

  @Override
  void fromStopped(StoppedHistory history, OutputStream out) throws Exception {
    new Searches(history.history(), clock)
        .events(String.join(" ", query), question(span))
        .writeTo(out);
  }
}
