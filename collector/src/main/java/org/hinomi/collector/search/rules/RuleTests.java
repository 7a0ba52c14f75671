package org.hinomi.collector.search.rules;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.collector.detect.MatchState;
import org.hinomi.collector.detect.Severity;
import org.hinomi.collector.detect.ThresholdSet;
import org.hinomi.core.event.Fields;
import org.hinomi.core.settings.Section;

/**
 * Tests of rules as a file says them; docs/rules.md explains each key.
 *
 * @param rules the file or folder of the rules on events; empty: none
 * @param thresholds the file of the thresholds; empty: none
 * @param only ids or titles of the rules, names of the thresholds that are in force; empty: all
 * @param calendars the folder of the calendars; empty: people always work
 */
public record RuleTests(
    Optional<Path> rules,
    Optional<Path> thresholds,
    List<String> only,
    Optional<Path> calendars,
    List<Case> cases) {
  /** Times are of no matter to most tests. */
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  private static final Duration LONGEST = Duration.ofDays(366);
  private static final long MOST_REPEATS = 100_000;

  /** Short names of the fields that most tests need. */
  private static final Map<String, String> SHORT =
      Map.of(
          "host", Fields.HOST_NAME,
          "program", Fields.PROCESS_NAME,
          "message", Fields.MESSAGE,
          "channel", Fields.WINLOG_CHANNEL,
          "provider", Fields.EVENT_PROVIDER,
          "id", Fields.EVENT_CODE,
          "original", Fields.EVENT_ORIGINAL);

  public RuleTests {
    only = List.copyOf(only);
    cases = List.copyOf(cases);
  }

  /** One test: series and events in their order, and all the alerts that they must raise. */
  public record Case(
      String name, List<SampleRound> series, List<Event> events, List<Expected> alerts) {
    public Case {
      series = List.copyOf(series);
      events = List.copyOf(events);
      alerts = List.copyOf(alerts);
    }
  }

  /**
   * An alert that must be raised.
   *
   * @param rule its rule's title or id, or its threshold's name
   * @param labels those it must have; it may have others
   * @param count how often its rule must have matched; empty: any number
   * @param severity what it must have been at last; empty: either
   * @param over whether it must be over, or not, at the end; empty: either
   */
  public record Expected(
      String rule,
      SortedMap<String, String> labels,
      Optional<Long> count,
      Optional<Severity> severity,
      Optional<Boolean> over) {
    boolean fits(Found found) {
      return (rule.equals(found.title()) || rule.equals(found.rule()))
          && found.labels().entrySet().containsAll(labels.entrySet())
          && count.map(c -> c == found.count()).orElse(true)
          && severity.map(s -> s.name().equalsIgnoreCase(found.severity())).orElse(true)
          && over.map(o -> o == found.over()).orElse(true);
    }
  }

  /**
   * An alert that was raised.
   *
   * @param count how often its rule matched; 0 of a threshold
   */
  public record Found(
      String rule,
      String title,
      SortedMap<String, String> labels,
      long count,
      String severity,
      boolean over) {
    static Found of(RuleTrial.Raised raised) {
      MatchState state = raised.state();
      return new Found(
          raised.rule(),
          state.title(),
          raised.alert().labels(),
          state.count(),
          state.severity().name(),
          raised.over());
    }

    static Found of(ThresholdTrial.Raised raised) {
      String name = raised.alert().threshold();
      return new Found(name, name, raised.alert().labels(), 0, raised.severity(), raised.over());
    }
  }

  /**
   * What came of a test.
   *
   * @param missing alerts that should have been raised
   * @param unexpected alerts that should not
   */
  public record Outcome(String name, List<Expected> missing, List<Found> unexpected) {
    public boolean passed() {
      return missing.isEmpty() && unexpected.isEmpty();
    }
  }

  /** Runs a test of rules on events alone. */
  public static Outcome run(Case test, RuleTrial trial) {
    return run(test, trial, new ThresholdTrial(new ThresholdSet(List.of()), Calendars.NONE));
  }

  /** Runs a test. */
  public static Outcome run(Case test, RuleTrial trial, ThresholdTrial thresholds) {
    Iterator<SampleRound> rounds = test.series().iterator();
    SampleRound round = rounds.hasNext() ? rounds.next() : null;
    for (Event event : test.events()) {
      while (round != null && round.receivedMicros() <= event.receivedMicros()) {
        thresholds.observe(round);
        round = rounds.hasNext() ? rounds.next() : null;
      }
      thresholds.observe(event, trial.observe(event));
    }
    while (round != null) {
      thresholds.observe(round);
      round = rounds.hasNext() ? rounds.next() : null;
    }
    List<Found> unexpected = new ArrayList<>();
    trial.raised().forEach(raised -> unexpected.add(Found.of(raised)));
    thresholds.raised().forEach(raised -> unexpected.add(Found.of(raised)));
    List<Expected> missing = new ArrayList<>();
    for (Expected expected : test.alerts()) {
      Optional<Found> found = unexpected.stream().filter(expected::fits).findFirst();
      if (found.isPresent()) {
        unexpected.remove(found.get());
      } else {
        missing.add(expected);
      }
    }
    return new Outcome(test.name(), missing, unexpected);
  }

  /** Reads a file of tests. */
  public static RuleTests read(Section s) {
    List<Case> cases = new ArrayList<>();
    for (Section test : s.sections("tests")) {
      String name = test.text("name").required();
      Instant start = start(test);
      cases.add(new Case(name, TestSeries.read(test, start), events(test, start), alerts(test)));
    }
    if (!s.has("tests")) {
      s.problem("tests", "missing", "a list of tests: name, events or series, alerts");
    }
    if (!s.has("rules") && !s.has("thresholds")) {
      s.problem("rules", "missing", "rules, thresholds, or both: what is tested");
    }
    return new RuleTests(
        s.path("rules").optional(),
        s.path("thresholds").optional(),
        s.text("only").list(),
        s.existingFolder("calendars").optional(),
        cases);
  }

  private static Instant start(Section test) {
    return test.text("start")
        .where(t -> instant(t).isPresent(), "a time with its offset, as 2026-01-05T09:00:00+09:00")
        .optional()
        .flatMap(RuleTests::instant)
        .orElse(START);
  }

  private static List<Event> events(Section test, Instant start) {
    List<Event> events = new ArrayList<>();
    Instant time = start;
    for (Section s : test.sections("events")) {
      Map<String, Object> stored = stored(s);
      Duration after =
          s.duration("after", Duration.ZERO, LONGEST)
              .orElse(events.isEmpty() ? Duration.ZERO : Duration.ofSeconds(1));
      Duration late = s.duration("late", Duration.ZERO, LONGEST).orElse(Duration.ZERO);
      long times = s.integer("times", 1, MOST_REPEATS).orElse(1L);
      Duration every = s.duration("every", Duration.ZERO, LONGEST).orElse(Duration.ofSeconds(1));
      time = time.plus(after);
      for (long i = 0; i < times; i++) {
        time = i == 0 ? time : time.plus(every);
        long received = ChronoUnit.MICROS.between(Instant.EPOCH, time);
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time.minus(late));
        events.add(StoredEvents.event(events.size() + 1, micros, received, stored, null));
      }
    }
    return events;
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Map<String, Object> stored(Section s) {
    Map<String, Object> stored = new LinkedHashMap<>();
    stored.put(Fields.HOST_NAME, "host");
    SHORT.forEach(
        (key, field) -> s.text(key).optional().ifPresent(value -> stored.put(field, value)));
    s.map("data").forEach((name, value) -> stored.put(Fields.WINLOG_EVENT_DATA + name, value));
    stored.putAll(s.map("fields"));
    return stored;
  }

  private static List<Expected> alerts(Section test) {
    List<Expected> alerts = new ArrayList<>();
    for (Section s : test.sections("alerts")) {
      alerts.add(
          new Expected(
              s.text("rule").required(),
              new TreeMap<>(s.map("labels")),
              s.integer("count", 1, Long.MAX_VALUE).optional(),
              s.oneOf("severity", Severity.class).optional(),
              s.bool("over").optional()));
    }
    return alerts;
  }
}
