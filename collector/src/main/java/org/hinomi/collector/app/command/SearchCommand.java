package org.hinomi.collector.app.command;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.record.StoppedHistory;
import org.hinomi.collector.search.Searches;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code search}: events, newest first. */
@Command(name = "search", mixinStandardHelpOptions = true)
public final class SearchCommand extends ReadingCommand {
  @Mixin AnswerOptions span = new AnswerOptions();

  @Parameters(paramLabel = "QUERY", arity = "0..*", descriptionKey = "query")
  List<String> query = List.of();

  public SearchCommand(Caller caller) {
    super(caller);
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
  void fromStopped(Path data, OutputStream out) throws Exception {
    try (StoppedHistory history = open(data)) {
      new Searches(history.history(), caller.clock())
          .events(String.join(" ", query), question(span))
          .writeTo(out);
    }
  }
}
