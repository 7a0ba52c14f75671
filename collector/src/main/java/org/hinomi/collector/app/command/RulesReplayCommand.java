package org.hinomi.collector.app.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.app.CollectorSettings;
import org.hinomi.collector.app.TrialRules;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.collector.search.rules.RaisedReport;
import org.hinomi.collector.search.rules.RuleTrial;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.settings.SettingsLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code rules replay}: what rules would have raised on the events of a span, in the order of the
 * events' own time.
 */
@Command(name = "replay", mixinStandardHelpOptions = true)
public final class RulesReplayCommand extends ReadingCommand {
  private static final Duration DEFAULT_SPAN = Duration.ofDays(1);
  private static final Path DEFAULT_RULES = Path.of("conf/rules");

  @Option(names = "--from", paramLabel = "T")
  @Nullable String from;

  @Option(names = "--to", paramLabel = "T")
  @Nullable String to;

  @Option(names = "--rules", paramLabel = "PATH")
  @Nullable Path rules;

  @Option(names = "--calendars", paramLabel = "DIR", descriptionKey = "trial-calendars")
  @Nullable Path calendars;

  @Option(names = "--query", paramLabel = "QUERY", defaultValue = "")
  String query = "";

  @Parameters(paramLabel = "RULE", arity = "0..*", descriptionKey = "replay-rule")
  List<String> only = List.of();

  public RulesReplayCommand(Caller caller) {
    super(caller);
  }

  @Override
  String path() {
    return "search";
  }

  @Override
  Map<String, String> parameters() {
    return new LinkedHashMap<>();
  }

  @Override
  void answer() throws Exception {
    RuleTrial trial = new RuleTrial(inForce());
    Span span = span(from, to, DEFAULT_SPAN);
    long events;
    try (Questions questions = new Questions(this)) {
      events = questions.events(query).each(span.start(), span.end(), trial::observe);
    }
    new RaisedReport(trial.raised(), events, question()).writeTo(caller.out());
  }

  private EventRules inForce() throws SettingsException, IOException {
    Optional<CollectorSettings> said =
        where.config == null
            ? Optional.empty()
            : Optional.of(
                new SettingsLoader(caller.environment())
                    .load(where.config, List.of(), CollectorSettings::read));
    Path path =
        Optional.ofNullable(rules)
            .or(() -> said.flatMap(CollectorSettings::rules))
            .orElse(DEFAULT_RULES);
    Optional<Path> times =
        Optional.ofNullable(calendars).or(() -> said.flatMap(CollectorSettings::calendars));
    EventRules read = TrialRules.of(path, only);
    return new EventRules(
            read.rules(),
            read.correlations(),
            said.map(CollectorSettings::detect).orElse(read.settings()))
        .with(TrialRules.calendars(path, times));
  }

  @Override
  void fromStopped(Path data, OutputStream out) {
    throw new IllegalStateException("answers slice by slice");
  }
}
