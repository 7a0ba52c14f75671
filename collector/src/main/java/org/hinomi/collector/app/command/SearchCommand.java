package org.hinomi.collector.app.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.record.StoppedHistory;
import org.hinomi.collector.search.CountSearches;
import org.hinomi.collector.search.Question;
import org.hinomi.collector.search.Searches;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code search}: events, newest first, or numbers of them. */
@Command(name = "search", mixinStandardHelpOptions = true)
public final class SearchCommand extends ReadingCommand {
  @Mixin AnswerOptions span = new AnswerOptions();

  @ArgGroup SearchOptions what = new SearchOptions();

  @Parameters(paramLabel = "QUERY", arity = "0..*", descriptionKey = "query")
  List<String> query = List.of();

  public SearchCommand(Caller caller) {
    super(caller);
  }

  @Override
  String path() {
    if (what.follow) {
      return "search/follow";
    }
    if (what.count) {
      return "search/count";
    }
    if (what.top != null) {
      return "search/top";
    }
    return what.histogram != null ? "search/histogram" : "search";
  }

  @Override
  Map<String, String> parameters() {
    Map<String, String> parameters = span.parameters();
    parameters.put("q", String.join(" ", query));
    put(parameters, "top", what.top);
    put(parameters, "after", what.after);
    if (what.histogram != null) {
      put(parameters, "step", what.histogram.step);
      put(parameters, "by", what.histogram.by);
    }
    return parameters;
  }

  @Override
  boolean follows() {
    return what.follow;
  }

  @Override
  void fromStopped(Path data, OutputStream out) throws Exception {
    if (what.follow) {
      throw new IOException(texts.get("follow.stopped", data));
    }
    String text = String.join(" ", query);
    Question question = question(span);
    try (StoppedHistory history = open(data)) {
      CountSearches counts = new CountSearches(history.history(), caller.clock());
      if (what.count) {
        counts.count(text, question).writeTo(out);
      } else if (what.top != null) {
        counts.top(text, what.top, question).writeTo(out);
      } else if (what.histogram != null) {
        counts.histogram(text, what.histogram.step, what.histogram.by, question).writeTo(out);
      } else {
        Searches.Page page =
            new Searches(history.history(), caller.clock()).events(text, what.after, question);
        page.writeTo(out);
        page.next().ifPresent(this::next);
      }
    }
  }
}
