package org.hinomi.collector.app.command;

import java.io.OutputStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import org.hinomi.collector.record.StoppedHistory;
import org.hinomi.collector.search.Searches;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code metrics}: sampled history, in the order of time. */
@Command(
    name = "metrics",
    description = "Show sampled metrics; by default those of the last 24 hours.",
    mixinStandardHelpOptions = true)
public final class MetricsCommand extends ReadingCommand {
  @Mixin AnswerOptions span = new AnswerOptions();

  @Option(names = "--host", paramLabel = "H", description = "Host, with * and ? as wildcards.")
  @Nullable String host;

  @Option(
      names = "--metric",
      paramLabel = "M",
      description = "Metric, with * and ? as wildcards, such as system.cpu.*")
  @Nullable String metric;

  @Option(
      names = "--step",
      paramLabel = "D",
      description = "Sum up over steps of this length (such as 5m): min, max, avg, last, count.")
  @Nullable String step;

  public MetricsCommand(
      Map<String, String> environment,
      InstantSource clock,
      ZoneId zone,
      OutputStream out,
      OutputStream err) {
    super(environment, clock, zone, out, err);
  }

  @Override
  String path() {
    return "metrics";
  }

  @Override
  Map<String, String> parameters() {
    Map<String, String> parameters = span.parameters();
    put(parameters, "host", host);
    put(parameters, "metric", metric);
    put(parameters, "step", step);
    return parameters;
  }

  @Override
  void fromStopped(StoppedHistory history, OutputStream out) throws Exception {
    new Searches(history.history(), clock).metrics(host, metric, step, question(span)).writeTo(out);
  }
}
