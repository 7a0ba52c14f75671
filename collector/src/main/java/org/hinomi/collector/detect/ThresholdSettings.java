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
import java.util.stream.Stream;
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
  private static final Levels STAND_IN =
      new Levels(Direction.ABOVE, new Level(1, 1), null, Duration.ZERO, Duration.ZERO);

  private final Map<String, HostGroup> groups = new LinkedHashMap<>();

  private ThresholdSettings() {}

  public static ThresholdSet read(Section top) {
    return new ThresholdSettings().readAll(top);
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
    String metric = s.text("metric").required();
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
    Written written = Written.read(s, share);
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
        name, metric, filter, only, per, levels, overrides, derivation, in, aims(s));
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
      derivation = new Derivation.Baseline();
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
      Written base,
      Direction direction,
      boolean share,
      List<Threshold.Override> overrides) {
    List<HostGroup> group = new ArrayList<>();
    addGroup(s, "group", s.text("group").required(), group);
    boolean off = s.bool("off").orElse(false);
    Written own = Written.read(s, share);
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

  /** The levels as the file has them; null where it says nothing. */
  private record Written(
      @Nullable Double warning,
      @Nullable Double critical,
      @Nullable Double clear,
      @Nullable Double clearCritical,
      @Nullable Duration holdFor,
      @Nullable Duration clearFor) {

    static Written read(Section s, boolean share) {
      return new Written(
          number(s, "warning", share),
          number(s, "critical", share),
          number(s, "clear", share),
          number(s, "clear-critical", share),
          s.duration("for").optional().orElse(null),
          s.duration("clear-for").optional().orElse(null));
    }

    private static @Nullable Double number(Section s, String key, boolean share) {
      return (share ? s.share(key) : s.number(key)).optional().orElse(null);
    }

    boolean says() {
      return warning != null
          || critical != null
          || clear != null
          || clearCritical != null
          || holdFor != null
          || clearFor != null;
    }

    private @Nullable Double mildest() {
      return warning != null ? warning : critical;
    }

    /**
     * What an override means: it keeps what it does not say. A clear level that it does not say
     * keeps its distance from the level, not its place.
     */
    Written over(Written base) {
      Double newWarning = warning != null ? warning : base.warning;
      Double newCritical = critical != null ? critical : base.critical;
      Double newMildest = newWarning != null ? newWarning : newCritical;
      return new Written(
          newWarning,
          newCritical,
          clear != null ? clear : moved(base.clear, base.mildest(), newMildest),
          clearCritical != null
              ? clearCritical
              : moved(newWarning == null ? null : base.clearCritical, base.critical, newCritical),
          holdFor != null ? holdFor : base.holdFor,
          clearFor != null ? clearFor : base.clearFor);
    }

    private static @Nullable Double moved(
        @Nullable Double clear, @Nullable Double from, @Nullable Double to) {
      return clear == null || from == null || to == null ? null : (Double) (clear + (to - from));
    }

    /** The levels that follow; reports what does not go together. */
    Levels levels(Section s, Direction direction, boolean override) {
      String inside = direction == Direction.ABOVE ? "at most " : "at least ";
      Double mildest = mildest();
      if (mildest == null) {
        // A level that is there but wrong was reported where it was read; an override has a base.
        if (!s.has("warning") && !s.has("critical") && !override) {
          s.problem("warning", "missing", "warning, critical, or both");
        }
        return STAND_IN;
      }
      boolean right = true;
      if (warning != null && critical != null && !direction.reaches(critical, warning)) {
        String beyond = direction == Direction.ABOVE ? "at least " : "at most ";
        s.problem("critical", "" + critical, beyond + warning + ", the warning level");
        right = false;
      }
      if (clear != null && !direction.leaves(clear, mildest)) {
        s.problem("clear", "" + clear, inside + mildest + ", the level that it clears");
        right = false;
      }
      if (clearCritical != null) {
        if (critical == null || warning == null) {
          s.problem("clear-critical", "" + clearCritical, "clear, where there is only one level");
          right = false;
        } else if (!direction.leaves(clearCritical, critical)) {
          String limit = inside + critical + ", the critical level";
          s.problem("clear-critical", "" + clearCritical, limit);
          right = false;
        }
      }
      return right ? build(direction) : STAND_IN;
    }

    private Levels build(Direction direction) {
      return new Levels(
          direction,
          warning == null ? null : level(direction, warning, clear),
          critical == null ? null : critical(direction, critical),
          holdFor == null ? Duration.ZERO : holdFor,
          clearFor == null ? Duration.ZERO : clearFor);
    }

    private static Level level(Direction direction, double raise, @Nullable Double clear) {
      return clear == null ? Level.withDefaultClear(direction, raise) : new Level(raise, clear);
    }

    /** Critical ends as far inside its level as the warning does, where the file does not say. */
    private Level critical(Direction direction, double raise) {
      if (warning == null) {
        return level(direction, raise, clear);
      }
      if (clearCritical != null || clear == null) {
        return level(direction, raise, clearCritical);
      }
      return Level.withMargin(direction, raise, Math.abs(warning - clear));
    }
  }
}
