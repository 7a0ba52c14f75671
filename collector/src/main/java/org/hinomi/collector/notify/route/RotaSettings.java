package org.hinomi.collector.notify.route;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hinomi.core.settings.Section;

/** Reads who takes turns. */
final class RotaSettings {
  private static final String A_TIME = "a time such as 2026-12-29T09:00, of the rota's zone";

  /** When duty passes on. */
  private enum Handover {
    WEEKLY,
    DAILY
  }

  private final ZoneId zone;
  private final Map<String, Span> hours;

  RotaSettings(ZoneId zone, Map<String, Span> hours) {
    this.zone = zone;
    this.hours = hours;
  }

  Map<String, Rota> read(Map<String, Section> sections, Set<String> people) {
    Map<String, Rota> rotas = new LinkedHashMap<>();
    sections.forEach((name, s) -> rotas.put(name, rota(name, s, people)));
    return rotas;
  }

  private Rota rota(String name, Section s, Set<String> people) {
    ZoneId own = s.zone("zone").orElse(zone);
    Handover handover = s.oneOf("handover", Handover.class).orElse(Handover.WEEKLY);
    LocalTime time = RoutingSettings.optionalTime(s, "time").orElse(LocalTime.of(9, 0));
    DayOfWeek day =
        Weekdays.of(s.text("day").where(Weekdays::isDay, Weekdays.EXPECTED).orElse("mon"));
    if (handover == Handover.DAILY && s.has("day")) {
      s.problem("day", "pointless", "no day with handover: daily");
    }
    List<String> turns = RoutingSettings.known(s, "people", people, "a name under people");
    if (turns.isEmpty()) {
      s.problem("people", "nobody", "names under people, in the order of their turns");
    }
    return new Rota(
        name,
        own,
        handover == Handover.DAILY ? new Rota.Daily(time) : new Rota.Weekly(day, time),
        start(s),
        turns,
        spans(RoutingSettings.known(s, "hours", hours.keySet(), RoutingSettings.A_SPAN), hours),
        overrides(s, own, people));
  }

  /** Those of these names that there are. */
  static List<Span> spans(List<String> names, Map<String, Span> known) {
    List<Span> spans = new ArrayList<>();
    for (String name : names) {
      Span span = known.get(name);
      if (span != null) {
        spans.add(span);
      }
    }
    return spans;
  }

  private static LocalDate start(Section s) {
    return s.text("start")
        .where(RotaSettings::isDate, "a day such as 2026-01-05, that of the first turn")
        .optional()
        .map(LocalDate::parse)
        .orElse(LocalDate.EPOCH);
  }

  private static List<Rota.Override> overrides(Section s, ZoneId zone, Set<String> people) {
    List<Rota.Override> overrides = new ArrayList<>();
    for (Section o : s.sections("overrides")) {
      Optional<Instant> from = instant(o, "from", zone);
      Optional<Instant> until = instant(o, "until", zone);
      Optional<String> person =
          o.text("person").where(people::contains, "a name under people").optional();
      if (!o.has("person")) {
        o.problem("person", "missing", "a name under people");
      }
      if (from.isPresent() && until.isPresent() && person.isPresent()) {
        if (from.get().isBefore(until.get())) {
          overrides.add(new Rota.Override(from.get(), until.get(), person.get()));
        } else {
          o.problem("until", "not after from", "a later time");
        }
      }
    }
    return overrides;
  }

  private static Optional<Instant> instant(Section s, String key, ZoneId zone) {
    if (!s.has(key)) {
      s.problem(key, "missing", A_TIME);
      return Optional.empty();
    }
    return s.text(key)
        .where(text -> parse(text, zone).isPresent(), A_TIME)
        .optional()
        .flatMap(text -> parse(text, zone));
  }

  private static Optional<Instant> parse(String text, ZoneId zone) {
    try {
      return Optional.of(
          text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
              ? OffsetDateTime.parse(text).toInstant()
              : LocalDateTime.parse(text).atZone(zone).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean isDate(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
