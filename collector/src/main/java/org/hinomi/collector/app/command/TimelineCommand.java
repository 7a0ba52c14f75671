package org.hinomi.collector.app.command;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.record.StoppedHistory;
import org.hinomi.collector.search.Format;
import org.hinomi.collector.search.Question;
import org.hinomi.collector.search.TimeText;
import org.hinomi.collector.search.TimelineSearches;
import org.hinomi.collector.search.WrongQuestion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code timeline}: what happened around a moment, from all sources, in the order of time. */
@Command(name = "timeline", mixinStandardHelpOptions = true)
public final class TimelineCommand extends ReadingCommand {
  @Option(names = "--at", paramLabel = "T", required = true)
  String at = "";

  @Option(names = "--within", paramLabel = "D")
  @Nullable String within;

  @Option(names = "--host", paramLabel = "H", descriptionKey = "timeline-host")
  @Nullable String host;

  @Option(names = "--user", paramLabel = "U")
  @Nullable String user;

  @Option(names = "--address", paramLabel = "A", descriptionKey = "timeline-address")
  @Nullable String address;

  @Option(names = "--limit", paramLabel = "N", descriptionKey = "timeline-limit")
  @Nullable Integer limit;

  @Parameters(paramLabel = "QUERY", arity = "0..*", descriptionKey = "query")
  List<String> query = List.of();

  public TimelineCommand(Caller caller) {
    super(caller);
  }

  @Override
  String path() {
    return "timeline";
  }

  @Override
  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("at", moment());
    put(parameters, "within", within);
    put(parameters, "host", host);
    put(parameters, "user", user);
    put(parameters, "address", address);
    put(parameters, "limit", limit == null ? null : limit.toString());
    parameters.put("q", String.join(" ", query));
    return parameters;
  }

  /** Read here, so that a time without a zone is the reader's. */
  private String moment() {
    try {
      return TimeText.parse(at, caller.clock().instant(), caller.zone()).toString();
    } catch (WrongQuestion e) {
      throw new WrongQuestion("in", "--at", e);
    }
  }

  @Override
  void fromStopped(Path data, OutputStream out) throws Exception {
    try (StoppedHistory history = open(data)) {
      new TimelineSearches(history.history(), caller.clock())
          .around(
              new TimelineSearches.Around(
                  moment(), within, host, user, address, String.join(" ", query)),
              new Question(null, null, limit, Format.of(format), caller.zone(), caller.language()))
          .writeTo(out);
    }
  }
}
