package org.hinomi.collector.app.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.app.TrialRules;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.collector.detect.AttributeFilter;
import org.hinomi.collector.detect.Direction;
import org.hinomi.collector.detect.EventCounting;
import org.hinomi.collector.detect.Level;
import org.hinomi.collector.detect.Levels;
import org.hinomi.collector.detect.Threshold;
import org.hinomi.collector.search.TimeText;
import org.hinomi.collector.search.WrongQuestion;
import org.hinomi.collector.search.rules.SuggestionReport;
import org.hinomi.core.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code thresholds suggest}: levels for thresholds, metrics or numbers of events from history, and
 * which alerts each would have raised.
 */
@Command(name = "suggest", mixinStandardHelpOptions = true)
public final class ThresholdsSuggestCommand extends ReadingCommand {
  private static final Duration DEFAULT_SPAN = Duration.ofDays(90);
  private static final String FILE = "thresholds.yaml";

  @Option(names = "--host", paramLabel = "H")
  @Nullable String host;

  @Option(names = "--from", paramLabel = "T", descriptionKey = "suggest-from")
  @Nullable String from;

  @Option(names = "--to", paramLabel = "T", descriptionKey = "suggest-to")
  @Nullable String to;

  @Option(names = "--below", descriptionKey = "suggest-below")
  boolean below;

  @Option(
      names = "--rules",
      paramLabel = "DIR",
      defaultValue = "conf/rules",
      descriptionKey = "suggest-rules")
  Path rules = Path.of("conf/rules");

  @Option(names = "--calendars", paramLabel = "DIR", descriptionKey = "trial-calendars")
  @Nullable Path calendars;

  @ArgGroup(exclusive = false)
  @Nullable Counted counted;

  @Parameters(paramLabel = "WHAT", arity = "0..1", descriptionKey = "suggest-metric")
  @Nullable String what;

  /** A number of events. */
  static final class Counted {
    @Option(
        names = "--events",
        paramLabel = "QUERY",
        required = true,
        descriptionKey = "suggest-events")
    String query = "";

    @Option(
        names = "--every",
        paramLabel = "D",
        defaultValue = "5m",
        descriptionKey = "suggest-every")
    String every = "5m";

    @Option(names = "--all-hosts", descriptionKey = "suggest-all-hosts")
    boolean allHosts;
  }

  public ThresholdsSuggestCommand(Caller caller) {
    super(caller);
  }

  @Override
  String path() {
    return "metrics";
  }

  @Override
  Map<String, String> parameters() {
    return new LinkedHashMap<>();
  }

  @Override
  void answer() throws Exception {
    Counted events = counted;
    if (events != null && what != null) {
      throw new IllegalArgumentException(texts.get("suggest.both"));
    }
    Span span = span(from, to, DEFAULT_SPAN);
    List<Threshold> named = events == null ? named() : List.of();
    SuggestionReport report = new SuggestionReport(!named.isEmpty(), question());
    try (Questions questions = new Questions(this)) {
      HistoryValues values = new HistoryValues(questions, caller, host, span.start(), span.end());
      Calendars times = TrialRules.calendars(rules, Optional.ofNullable(calendars));
      if (events != null) {
        EventCounting counting =
            new EventCounting("", e -> false, every(events.every), !events.allHosts);
        Threshold threshold = plain(EventCounting.metric(events.query), counting);
        report.add(values.counts(threshold, counting, events.query, times));
      } else if (named.isEmpty()) {
        values
            .metrics(String.valueOf(what), metric -> plain(metric, null), times)
            .forEach(report::add);
      } else {
        for (Threshold threshold : named) {
          report.add(values.of(threshold, rules, times));
        }
      }
    }
    report.writeTo(caller.out());
  }

  /** The thresholds of the file that are meant; none where it is a metric. */
  private List<Threshold> named() throws IOException, SettingsException {
    Path file = rules.resolve(FILE);
    List<Threshold> named = List.of();
    if (Files.exists(file)) {
      List<String> only = what == null ? List.of() : List.of(what);
      named = TrialRules.thresholds(file, only).thresholds();
    }
    if (named.isEmpty() && what == null) {
      throw new IllegalArgumentException(texts.get("suggest.no-file", file));
    }
    return named;
  }

  private Threshold plain(String metric, @Nullable EventCounting counting) {
    Direction direction = below ? Direction.BELOW : Direction.ABOVE;
    Levels none = new Levels(direction, new Level(0, 0), null, Duration.ZERO, Duration.ZERO);
    Threshold threshold =
        new Threshold(metric, metric, AttributeFilter.ALL, List.of(), null, none, List.of());
    return counting == null ? threshold : threshold.counting(counting);
  }

  private Duration every(String text) {
    Duration every;
    try {
      every = TimeText.duration(text);
    } catch (WrongQuestion e) {
      throw new WrongQuestion("in", "--every", e);
    }
    Duration hour = Duration.ofHours(1);
    if (every.toSeconds() < 60
        || every.compareTo(hour) > 0
        || hour.toMillis() % every.toMillis() != 0) {
      throw new IllegalArgumentException(texts.get("suggest.every", text));
    }
    return every;
  }

  @Override
  void fromStopped(Path data, OutputStream out) {
    throw new IllegalStateException("asks by itself");
  }
}
