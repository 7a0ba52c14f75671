package org.hinomi.collector.app.command;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of commands that ask for a span of time. */
final class AnswerOptions {
  @Option(
      names = "--from",
      paramLabel = "T",
      description =
          "Start: -24h, \"yesterday 08:00\", 2026-11-23T08:00:00Z … Default: the last 24 hours.")
  @Nullable String from;

  @Option(names = "--to", paramLabel = "T", description = "End, as --from. Default: open.")
  @Nullable String to;

  @Option(names = "--limit", paramLabel = "N", description = "Most lines to show; 0: all.")
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
