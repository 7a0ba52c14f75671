package org.hinomi.collector.detect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hinomi.collector.decode.Event;
import org.hinomi.core.event.HostGroup;
import org.hinomi.core.settings.Section;
import org.hinomi.core.sigma.Aims;
import org.hinomi.core.text.Glob;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code conf/rules/thresholds.yaml}; the comments there are the manual. Problems go to the
 * section, with file and line; what is returned then only stands in.
 */
public final class ThresholdSettings {
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
  private static final Duration LONGEST_WINDOW = Duration.ofDays(31);

  private final Map<String, HostGroup> groups = new LinkedHashMap<>();

  private final QueryReader queries;

  /** Makes a question to events of a query as a file has it. */
  public interface QueryReader {
    /** Reads it; what is wrong with it goes to the section. */
    Predicate<Event> read(Section section, String key, String query);
  }

  private ThresholdSettings(QueryReader queries) {
    this.queries = queries;
  }

  /** Reads the file. */
  public static ThresholdSet read(Section top, QueryReader queries) {
    return new ThresholdSettings(queries).readAll(top);
  }

  private ThresholdSet readAll(Section top) {
    Section hosts = top.section("groups");
    for (String name : hosts.keys()) {
      groups.put(
          name, new HostGroup(name, hosts.text(name).oneOrMore().stream().map(Glob::new).toList()));
    }
    Map<String, Threshold> thresholds = new LinkedHashMap<>();
    for (Section section : top.sections("thresholds")) {
      Threshold threshold = threshold(section);
      if (thresholds.putIfAbsent(threshold.name(), threshold) != null) {
        section.problem("name", threshold.name(), "a name that no other threshold has");
      }
    }
    return new ThresholdSet(List.copyOf(thresholds.values()));
  }

  private Threshold threshold(Section s) {
    String name =
        s.text("name")
            .where(n -> n.matches(NAME), "letters, digits, dots, dashes; at most 64")
            .required();
    @Nullable EventCounting events = counting(s);
    String metric = events == null ? s.text("metric").required() : EventCounting.metric(name);
    AttributeFilter filter =
        new AttributeFilter(
            globs(s.section("attributes")),
            globs(s.section("except")),
            new HashSet<>(s.text("without").list()));
    @Nullable String per = s.text("per").optional().orElse(null);
    List<HostGroup> only = new ArrayList<>();
    s.text("groups").list().forEach(group -> addGroup(s, "groups", group, only));
    Direction direction = s.oneOf("direction", Direction.class).orElse(Direction.ABOVE);
    boolean ofMetric = metric.endsWith(".utilization") && per == null;
    Derivation derivation = derivation(s, ofMetric);
    boolean forecasts = derivation instanceof Derivation.Forecast;
    boolean share = ofMetric && !(derivation instanceof Derivation.Baseline);
    WrittenLevels written = WrittenLevels.read(s, share);
    Levels levels =
        forecasts
            ? ForecastLevels.read(s, s.section("forecast"))
            : written.levels(s, direction, false);
    Threshold.In in = s.oneOf("in", Threshold.In.class).orElse(Threshold.In.ALWAYS);
    List<Threshold.Override> overrides = new ArrayList<>();
    for (Section override : s.sections("overrides")) {
      override(override, written, direction, share, overrides);
      if (forecasts && !override.bool("off").orElse(false)) {
        override.problem("off", "missing", "off: true; a forecast has the same levels everywhere");
      }
    }
    return new Threshold(
        name, metric, filter, only, per, levels, overrides, derivation, in, aims(s), events);
  }

  private @Nullable EventCounting counting(Section s) {
    if (!s.has("events")) {
      return null;
    }
    for (String other : List.of("metric", "per", "attributes", "except", "without")) {
      if (s.has(other)) {
        s.problem(other, "beside events", "events, or a metric");
      }
    }
    Section events = s.section("events");
    boolean ofQuery = events.exactlyOneOf("query", "rule").equals("query");
    String text = events.text(ofQuery ? "query" : "rule").optional().orElse("");
    Duration every =
        events
            .duration("every", Duration.ofMinutes(1), Duration.ofHours(1))
            .where(
                d -> Duration.ofHours(1).toSeconds() % Math.max(1, d.toSeconds()) == 0,
                "a time that divides the hour, as 5m, 15m, 1h")
            .orElse(Duration.ofMinutes(5));
    boolean perHost =
        events.oneOf("of", EventCounting.Of.class).orElse(EventCounting.Of.HOST)
            == EventCounting.Of.HOST;
    return new EventCounting(
        ofQuery ? "" : text, ofQuery ? queries.read(events, "query", text) : null, every, perHost);
  }

  private static Aims aims(Section s) {
    List<String> purposes = words(s, "purposes", Aims.PURPOSES);
    List<String> properties = words(s, "cia", Aims.PROPERTIES);
    return new Aims(
        s.has("purposes") ? purposes : Threshold.USUAL.purposes(),
        s.has("cia") ? properties : Threshold.USUAL.properties());
  }

  private static List<String> words(Section s, String key, List<String> known) {
    return s.text(key).where(known::contains, "one of " + String.join(", ", known)).list();
  }

  private static Derivation derivation(Section s, boolean share) {
    List<String> given = Stream.of("forecast", "change-over", "baseline").filter(s::has).toList();
    if (given.size() > 1) {
      s.problem(given.get(1), "one too many", "only " + given.getFirst());
    }
    Derivation derivation = new Derivation.Plain();
    Optional<Duration> over =
        s.duration("change-over", Duration.ofMinutes(1), LONGEST_WINDOW).optional();
    if (over.isPresent()) {
      derivation = new Derivation.Change(over.get());
    }
    if (s.bool("baseline").orElse(false)) {
      derivation = new Derivation.Baseline(s.has("events"));
    }
    Section forecast = s.section("forecast");
    Duration window =
        forecast
            .duration("window", Duration.ofMinutes(30), LONGEST_WINDOW)
            .orElse(Duration.ofHours(24));
    double level =
        share ? forecast.share("level").orElse(1.0) : forecast.number("level").orElse(0.0);
    if (s.has("forecast")) {
      if (!share && !forecast.has("level")) {
        forecast.problem("level", "missing", "the value that it is about");
      }
      derivation = new Derivation.Forecast(window, level);
    }
    return derivation;
  }

  private void override(
      Section s,
      WrittenLevels base,
      Direction direction,
      boolean share,
      List<Threshold.Override> overrides) {
    List<HostGroup> group = new ArrayList<>();
    addGroup(s, "group", s.text("group").required(), group);
    boolean off = s.bool("off").orElse(false);
    WrittenLevels own = WrittenLevels.read(s, share);
    if (off && own.says()) {
      s.problem("off", "true, beside levels", "off: true alone, or levels");
    }
    Levels levels = off ? null : own.over(base).levels(s, direction, true);
    group.forEach(g -> overrides.add(new Threshold.Override(g, levels)));
  }

  private void addGroup(Section s, String key, String name, List<HostGroup> into) {
    HostGroup group = groups.get(name);
    if (group != null) {
      into.add(group);
    } else {
      s.problem(
          key,
          name,
          groups.isEmpty()
              ? "a group of the key groups; there is none"
              : "one of the groups " + String.join(", ", groups.keySet()));
    }
  }

  private static SortedMap<String, List<Glob>> globs(Section s) {
    SortedMap<String, List<Glob>> globs = new TreeMap<>();
    for (String name : s.keys()) {
      globs.put(name, s.text(name).oneOrMore().stream().map(Glob::new).toList());
    }
    return globs;
  }
}
