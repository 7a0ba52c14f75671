package org.hinomi.collector.keep;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.search.ArrivingQuery;
import org.hinomi.core.settings.Section;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.settings.SettingsLoader;

/** {@code conf/retention.yaml}, which explains each key to the operator. */
public final class RetentionSettings {
  private static final String PERIOD = "[1-9]\\d{0,4}[dmy]";
  private static final String PERIODS = "days, months or years, such as 90d, 6m, 1y";
  private static final String FOREVER = "forever";

  /** To see which of two periods is longer. */
  private static final LocalDate SOME_DAY = LocalDate.of(2026, 1, 1);

  private final InstantSource clock;

  private RetentionSettings(InstantSource clock) {
    this.clock = clock;
  }

  /** Reads a policy from a file. */
  public static RetentionPolicy load(Path file, InstantSource clock) throws SettingsException {
    return new SettingsLoader(Map.of())
        .load(file, List.of(), top -> read(top, String.valueOf(file.getFileName()), clock));
  }

  /**
   * Reads a policy.
   *
   * @param source what disposal records call it
   * @param clock what "now" in a query is
   */
  public static RetentionPolicy read(Section top, String source, InstantSource clock) {
    return new RetentionSettings(clock).policy(top, source);
  }

  private RetentionPolicy policy(Section top, String source) {
    Map<String, RetentionClass> classes = new LinkedHashMap<>();
    top.named("classes")
        .forEach(
            (name, section) -> {
              if (!name.matches(RetentionClass.NAME)) {
                top.section("classes")
                    .problem(
                        name,
                        "cannot be the name of a class",
                        "a to z, 0 to 9, dots, dashes, underscores; at most 40");
              }
              classes.put(name, retentionClass(name, section));
            });
    if (classes.isEmpty()) {
      top.problem("classes", "missing", "at least one class");
    }
    List<RetentionPolicy.Rule> rules = new ArrayList<>();
    for (Section section : top.sections("rules")) {
      String query = section.text("query").required();
      String name = known(section, "class", classes);
      rules.add(new RetentionPolicy.Rule(query, test(section, query), name));
    }
    return new RetentionPolicy(source, classes, rules, known(top, "default", classes));
  }

  private static RetentionClass retentionClass(String name, Section s) {
    String keep =
        s.text("keep")
            .where(text -> text.equals(FOREVER) || text.matches(PERIOD), PERIODS + ", or forever")
            .required();
    Optional<Period> kept =
        keep == null || !keep.matches(PERIOD) ? Optional.empty() : Optional.of(period(keep));
    Optional<Period> atLeast =
        s.text("at-least")
            .where(text -> text.matches(PERIOD), PERIODS)
            .optional()
            .map(RetentionSettings::period);
    if (atLeast.isPresent()
        && kept.isPresent()
        && SOME_DAY.plus(atLeast.get()).isAfter(SOME_DAY.plus(kept.get()))) {
      s.problem("at-least", s.text("at-least").orElse(""), "at most what keep says");
    }
    return new RetentionClass(name, kept, atLeast, s.text("ground").required());
  }

  /** The period that a text of this form names. */
  static Period period(String text) {
    int count = Integer.parseInt(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case 'd' -> Period.ofDays(count);
      case 'm' -> Period.ofMonths(count);
      default -> Period.ofYears(count);
    };
  }

  private static String known(Section s, String key, Map<String, RetentionClass> classes) {
    String name = s.text(key).required();
    if (name != null && !name.isEmpty() && !classes.containsKey(name)) {
      s.problem(key, name, "one of the classes " + String.join(", ", classes.keySet()));
    }
    return name;
  }

  private Predicate<Event> test(Section s, String query) {
    return ArrivingQuery.read(s, "query", query, clock);
  }
}
