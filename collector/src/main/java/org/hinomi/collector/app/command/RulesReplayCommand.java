package org.hinomi.collector.app.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.app.TrialRules;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.collector.record.StoppedHistory;
import org.hinomi.collector.search.Format;
import org.hinomi.collector.search.Question;
import org.hinomi.collector.search.Searches;
import org.hinomi.collector.search.TimeText;
import org.hinomi.collector.search.WrongQuestion;
import org.hinomi.collector.search.rules.RaisedReport;
import org.hinomi.collector.search.rules.RuleTrial;
import org.hinomi.collector.search.rules.StoredLines;
import org.hinomi.core.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code rules replay}: what rules would have raised on the events of a span, in the order of the
 * events' own time. It asks for the events slice by slice, so that it holds few of them at a time.
 */
@Command(name = "replay", mixinStandardHelpOptions = true)
public final class RulesReplayCommand extends ReadingCommand {
  private static final Duration DEFAULT_SPAN = Duration.ofDays(1);
  private static final Duration LONGEST_SLICE = Duration.ofHours(6);
  private static final Duration SHORTEST_SLICE = Duration.ofMillis(1);
  private static final int PAGE = 50_000;

  @Option(names = "--from", paramLabel = "T")
  @Nullable String from;

  @Option(names = "--to", paramLabel = "T")
  @Nullable String to;

  @Option(names = "--rules", paramLabel = "PATH", defaultValue = "conf/rules")
  Path rules = Path.of("conf/rules");

  @Option(names = "--calendars", paramLabel = "DIR")
  @Nullable Path calendars;

  @Option(names = "--query", paramLabel = "QUERY", defaultValue = "")
  String query = "";

  @Parameters(paramLabel = "RULE", arity = "0..*", descriptionKey = "replay-rule")
  List<String> only = List.of();

  private boolean cut;

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
    RuleTrial trial;
    try {
      EventRules inForce = TrialRules.of(rules, only);
      if (calendars != null) {
        inForce = inForce.with(TrialRules.calendars(calendars));
      }
      trial = new RuleTrial(inForce);
    } catch (SettingsException e) {
      throw new IOException(
          String.join("\n", e.problems().stream().map(Object::toString).toList()), e);
    }
    Instant now = caller.clock().instant();
    Instant end = to == null ? now : moment("to", to, now);
    Instant start = from == null ? end.minus(DEFAULT_SPAN) : moment("from", from, now);
    Duration slice = LONGEST_SLICE;
    long events = 0;
    Instant at = start;
    while (at.isBefore(end)) {
      Instant until = at.plus(slice);
      until = until.isAfter(end) ? end : until;
      byte[] answer = slice(at, until);
      if (cut && slice.compareTo(SHORTEST_SLICE) > 0) {
        slice = slice.dividedBy(4);
        continue;
      }
      List<Event> found = StoredLines.oldestFirst(answer);
      found.forEach(trial::observe);
      events += found.size();
      at = until;
      if (found.size() < PAGE / 8 && slice.compareTo(LONGEST_SLICE) < 0) {
        slice = slice.multipliedBy(4);
      }
    }
    new RaisedReport(trial.raised(), events, question()).writeTo(caller.out());
  }

  private Instant moment(String name, String text, Instant now) {
    try {
      return TimeText.parse(text, now, caller.zone());
    } catch (WrongQuestion e) {
      throw new WrongQuestion("in", "--" + name, e);
    }
  }

  /** The events from one moment on and before another, newest first, one JSON object a line. */
  private byte[] slice(Instant at, Instant until) throws Exception {
    cut = false;
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    Caller taking =
        new Caller(
            caller.environment(),
            caller.language(),
            caller.clock(),
            caller.zone(),
            answer,
            caller.err());
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("q", query);
    parameters.put("from", at.toString());
    parameters.put("to", until.toString());
    parameters.put("limit", Integer.toString(PAGE));
    parameters.put("format", Format.JSON.toString());
    parameters.put("zone", caller.zone().getId());
    parameters.put("lang", caller.language().locale().getLanguage());
    Question question =
        new Question(
            at.toString(), until.toString(), PAGE, Format.JSON, caller.zone(), caller.language());
    new Ask(where, taking)
        .ask(
            path(), parameters, null, (data, out) -> stopped(data, out, question), c -> cut = true);
    return answer.toByteArray();
  }

  private void stopped(Path data, OutputStream out, Question question) throws Exception {
    try (StoppedHistory history = open(data)) {
      Searches.Page page =
          new Searches(history.history(), caller.clock()).events(query, null, question);
      page.writeTo(out);
      cut |= page.next().isPresent();
    }
  }

  @Override
  void fromStopped(Path data, OutputStream out) {
    throw new IllegalStateException("answers slice by slice");
  }
}
