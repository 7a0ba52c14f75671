package org.hinomi.collector.app.command;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import org.hinomi.collector.record.StoppedHistory;
import org.hinomi.collector.search.Searches;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code metrics}: sampled history, in the order of time. */
@Command(name = "metrics", mixinStandardHelpOptions = true)
public final class MetricsCommand extends ReadingCommand {
  @Mixin AnswerOptions span = new AnswerOptions();

  @Option(names = "--host", paramLabel = "H")
  @Nullable String host;

  @Option(names = "--metric", paramLabel = "M")
  @Nullable String metric;

  @Option(names = "--step", paramLabel = "D")
  @Nullable String step;

  public MetricsCommand(Caller caller) {
    super(caller);
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
  void fromStopped(Path data, OutputStream out) throws Exception {
    try (StoppedHistory history = open(data)) {
      new Searches(history.history(), caller.clock())
          .metrics(host, metric, step, question(span))
          .writeTo(out);
    }
  }
}
