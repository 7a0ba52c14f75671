package org.hinomi.collector.app.command;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of commands that read a history: where it is. */
final class HistoryOptions extends FolderOptions {
  @Option(names = "--collector", paramLabel = "URL")
  @Nullable URI collector;

  @Option(names = "--token-file", paramLabel = "F")
  @Nullable Path tokenFile;

  @Option(names = "--ca-file", paramLabel = "F")
  @Nullable Path caFile;
}
