package org.hinomi.collector.app.command;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hinomi.collector.record.StoppedHistory;
import org.hinomi.collector.search.Format;
import org.hinomi.collector.search.Question;
import org.hinomi.collector.search.SqlSearches;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sql}: one SELECT over the history. */
@Command(name = "sql", mixinStandardHelpOptions = true)
public final class SqlCommand extends ReadingCommand {
  @Option(names = "--limit", paramLabel = "N", descriptionKey = "sql-limit")
  @Nullable Integer limit;

  @Parameters(paramLabel = "SELECT", descriptionKey = "statement")
  String statement = "";

  public SqlCommand(Caller caller) {
    super(caller);
  }

  @Override
  String path() {
    return "sql";
  }

  @Override
  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    put(parameters, "limit", limit == null ? null : limit.toString());
    return parameters;
  }

  @Override
  String body() {
    return statement;
  }

  @Override
  void fromStopped(Path data, OutputStream out) throws Exception {
    Question question =
        new Question(null, null, limit, Format.of(format), caller.zone(), caller.language());
    try (StoppedHistory history = open(data)) {
      new SqlSearches(history.history()).ask(statement, question).writeTo(out);
    }
  }
}
