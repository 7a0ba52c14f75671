package org.hinomi.collector.app.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What {@code search} gives in place of the newest events; one of these at a time. */
final class SearchOptions {
  @Option(names = "--count")
  boolean count;

  @Option(names = "--top", paramLabel = "FIELD[,FIELD...][,N]")
  @Nullable String top;

  @ArgGroup(exclusive = false)
  @Nullable Histogram histogram;

  @Option(names = "--after", paramLabel = "CURSOR")
  @Nullable String after;

  @Option(names = {"-f", "--follow"})
  boolean follow;

  /** Counts in each step of time. */
  static final class Histogram {
    @Option(names = "--histogram", paramLabel = "STEP", required = true)
    String step = "";

    @Option(names = "--by", paramLabel = "FIELD[,FIELD...]")
    @Nullable String by;
  }
}
