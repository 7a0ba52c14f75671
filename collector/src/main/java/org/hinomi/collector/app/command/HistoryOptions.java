package org.hinomi.collector.app.command;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of commands that read a history: where it is. */
final class HistoryOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder; default: $HINOMI_DATA, else ./hinomi-data.")
  @Nullable Path data;

  @Option(
      names = "--collector",
      paramLabel = "URL",
      description = "Ask a collector elsewhere, such as http://127.0.0.1:8514.")
  @Nullable URI collector;

  @Option(
      names = "--token-file",
      paramLabel = "F",
      description = "File that holds the token for --collector; default: $HINOMI_TOKEN.")
  @Nullable Path tokenFile;
}
