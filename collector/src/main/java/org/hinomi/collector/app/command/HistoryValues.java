package org.hinomi.collector.app.command;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.hinomi.collector.app.TrialRules;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.collector.detect.Direction;
import org.hinomi.collector.detect.EventCounting;
import org.hinomi.collector.detect.Threshold;
import org.hinomi.collector.search.ArrivingQuery;
import org.hinomi.collector.search.CountSearches;
import org.hinomi.collector.search.Format;
import org.hinomi.collector.search.Question;
import org.hinomi.collector.search.Searches;
import org.hinomi.collector.search.rules.CountHistory;
import org.hinomi.collector.search.rules.RuleTrial;
import org.hinomi.collector.search.rules.ThresholdHistory;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.HostGroup;
import org.hinomi.core.text.Glob;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What thresholds look at, out of a history: of a metric the extreme value of each hour, of events
 * their number in each span. For one thread.
 */
final class HistoryValues {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration HOUR = Duration.ofHours(1);

  /** Asked for at once, so that answers can be held; whole hours. */
  private static final Duration SLICE = Duration.ofDays(3);

  private final Questions questions;
  private final Caller caller;
  private final @Nullable String host;
  private final HostGroup meant;
  private final Instant start;
  private final Instant end;

  /** An hour of a series. */
  private record Hour(String host, String metric, Map<String, String> attributes, JsonNode values) {
    Instant time() {
      return Instant.parse(values.get(Fields.TIMESTAMP).asString());
    }
  }

  /**
   * @param host name or wildcard pattern; null: all
   */
  HistoryValues(
      Questions questions, Caller caller, @Nullable String host, Instant start, Instant end) {
    this.questions = questions;
    this.caller = caller;
    this.host = host;
    this.meant = new HostGroup("--host", List.of(new Glob(host == null ? "*" : host)));
    this.start = start;
    this.end = end;
  }

  /**
   * Those of a threshold.
   *
   * @param rules the folder of rules, where events of a rule are counted
   */
  ThresholdHistory of(Threshold threshold, Path rules, Calendars calendars) throws Exception {
    EventCounting counting = threshold.events();
    if (counting == null) {
      ThresholdHistory history = new ThresholdHistory(threshold, calendars, HOUR);
      values(threshold, history);
      return history;
    }
    if (counting.query() instanceof ArrivingQuery query) {
      return counts(threshold, counting, query.text(), calendars);
    }
    return ruleCounts(threshold, counting, rules, calendars);
  }

  private void values(Threshold threshold, ThresholdHistory history) throws Exception {
    String per = threshold.per();
    ToDoubleFunction<JsonNode> value = extreme(threshold.levels().direction());
    Map<String, Double> divisors = new LinkedHashMap<>();
    if (per != null) {
      // What values are divided by hardly changes: processors, sizes.
      each(
          per,
          hour -> {
            if (hour.attributes().isEmpty()) {
              divisors.put(hour.host(), hour.values().get("last").asDouble());
            }
          });
    }
    each(
        threshold.metric(),
        hour -> {
          double divisor = per == null ? 1 : divisors.getOrDefault(hour.host(), 0.0);
          if (divisor != 0) {
            history.add(
                hour.host(),
                hour.attributes(),
                hour.time(),
                value.applyAsDouble(hour.values()) / divisor);
          }
        });
  }

  private static ToDoubleFunction<JsonNode> extreme(Direction direction) {
    String name = direction == Direction.ABOVE ? "max" : "min";
    return hour -> hour.get(name).asDouble();
  }

  /**
   * Those of each metric that a pattern names.
   *
   * @param threshold makes one for a metric
   */
  List<ThresholdHistory> metrics(
      String pattern, Function<String, Threshold> threshold, Calendars calendars) throws Exception {
    Map<String, ThresholdHistory> histories = new TreeMap<>();
    each(
        pattern,
        hour -> {
          ThresholdHistory history =
              histories.computeIfAbsent(
                  hour.metric(), m -> new ThresholdHistory(threshold.apply(m), calendars, HOUR));
          Direction direction = history.threshold().levels().direction();
          history.add(
              hour.host(),
              hour.attributes(),
              hour.time(),
              extreme(direction).applyAsDouble(hour.values()));
        });
    return histories.isEmpty()
        ? List.of(new ThresholdHistory(threshold.apply(pattern), calendars, HOUR))
        : new ArrayList<>(histories.values());
  }

  private void each(String metric, Consumer<Hour> sink) throws Exception {
    // Whole hours: a slice that ended within one would give it twice.
    slices(
        start.truncatedTo(ChronoUnit.HOURS),
        (parameters, question) -> {
          ReadingCommand.put(parameters, "host", host);
          parameters.put("metric", metric);
          parameters.put("step", "1h");
          return questions.ask(
              "metrics",
              parameters,
              (history, out) ->
                  new Searches(history, caller.clock())
                      .metrics(host, metric, "1h", question)
                      .writeTo(out));
        },
        line -> hour(line, sink));
  }

  /** Asks for a part of the time. */
  private interface Slice {
    byte[] ask(Map<String, String> parameters, Question question) throws Exception;
  }

  private void slices(Instant first, Slice slice, Consumer<JsonNode> sink) throws Exception {
    for (Instant at = first; at.isBefore(end); at = at.plus(SLICE)) {
      Instant until = at.plus(SLICE).isBefore(end) ? at.plus(SLICE) : end;
      lines(slice.ask(span(at, until), question(at, until)), sink);
    }
  }

  private static void hour(JsonNode line, Consumer<Hour> sink) {
    if (line.has("max")) {
      Map<String, String> attributes = new TreeMap<>();
      line.get("attributes")
          .properties()
          .forEach(entry -> attributes.put(entry.getKey(), entry.getValue().asString()));
      sink.accept(
          new Hour(
              line.get(Fields.HOST_NAME).asString(),
              line.get("metric").asString(),
              attributes,
              line));
    }
  }

  /** How many events a query finds. */
  ThresholdHistory counts(
      Threshold threshold, EventCounting counting, String query, Calendars calendars)
      throws Exception {
    String step = counting.every().toSeconds() + "s";
    CountHistory counts = new CountHistory(counting);
    slices(
        whole(counting),
        (parameters, question) -> {
          parameters.put("q", query);
          parameters.put("step", step);
          parameters.put("by", Fields.HOST_NAME);
          return questions.ask(
              "search/histogram",
              parameters,
              (history, out) ->
                  new CountSearches(history, caller.clock())
                      .histogram(query, step, Fields.HOST_NAME, question)
                      .writeTo(out));
        },
        line -> {
          String of = line.path(Fields.HOST_NAME).asString("");
          if (meant.contains(of)) {
            counts.add(
                of,
                Instant.parse(line.get(Fields.TIMESTAMP).asString()),
                line.get("count").asLong());
          }
        });
    return given(threshold, counts, calendars);
  }

  /** The start of the first span that lies in the time as a whole. */
  private Instant whole(EventCounting counting) {
    long every = counting.every().toMillis();
    return Instant.ofEpochMilli(-Math.floorDiv(-start.toEpochMilli(), every) * every);
  }

  private ThresholdHistory ruleCounts(
      Threshold threshold, EventCounting counting, Path rules, Calendars calendars)
      throws Exception {
    CountHistory counts = new CountHistory(counting);
    RuleTrial trial = new RuleTrial(TrialRules.of(rules, List.of(counting.rule())).with(calendars));
    questions
        .events("")
        .each(
            whole(counting),
            end,
            event -> {
              if (meant.contains(event.host())) {
                counts.observe(event, trial.observe(event));
              }
            });
    return given(threshold, counts, calendars);
  }

  private ThresholdHistory given(Threshold threshold, CountHistory counts, Calendars calendars) {
    ThresholdHistory history = new ThresholdHistory(threshold, calendars, Duration.ZERO);
    counts.giveTo(history, end);
    return history;
  }

  private static Map<String, String> span(Instant from, Instant until) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("from", from.toString());
    parameters.put("to", until.toString());
    parameters.put("limit", "0");
    parameters.put("zone", ZoneOffset.UTC.getId());
    return parameters;
  }

  private Question question(Instant from, Instant until) {
    return new Question(
        from.toString(), until.toString(), 0, Format.JSON, ZoneOffset.UTC, caller.language());
  }

  private static void lines(byte[] answer, Consumer<JsonNode> sink) {
    new BufferedReader(
            new InputStreamReader(new ByteArrayInputStream(answer), StandardCharsets.UTF_8))
        .lines()
        .forEach(line -> sink.accept(JSON.readTree(line)));
  }
}
