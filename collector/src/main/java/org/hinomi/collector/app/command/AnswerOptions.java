package org.hinomi.collector.app.command;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of commands that ask for a span of time. */
final class AnswerOptions {
  @Option(names = "--from", paramLabel = "T")
  @Nullable String from;

  @Option(names = "--to", paramLabel = "T")
  @Nullable String to;

  @Option(names = "--limit", paramLabel = "N")
  @Nullable Integer limit;

  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (from != null) {
      parameters.put("from", from);
    }
    if (to != null) {
      parameters.put("to", to);
    }
    if (limit != null) {
      parameters.put("limit", limit.toString());
    }
    return parameters;
  }
}
