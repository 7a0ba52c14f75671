package org.hinomi.collector.calendar;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.hinomi.core.event.HostGroup;
import org.hinomi.core.settings.Section;
import org.hinomi.core.settings.Setting;
import org.hinomi.core.text.Glob;

/**
 * Reads a file of {@code conf/calendars}; the comments there are the manual. Problems go to the
 * section, with file and line; what is returned then only stands in.
 */
public final class CalendarSettings {
  private static final Duration LONGEST = Duration.ofDays(31);
  private static final String MOMENT = "a date and time of the zone, as 2026-12-05T20:00";
  private static final String CLOSED = "会社休日";
  private static final String NAME =
      "a name of at most 64 letters, digits, dots, dashes and underscores";

  /** Public holidays that are known. */
  private enum PublicHolidays {
    NONE,
    JAPAN
  }

  private CalendarSettings() {}

  /**
   * What a file says.
   *
   * @param fileName names the calendar where the file does not
   */
  static Calendars.Entry read(Section s, String fileName) {
    String base = fileName.replaceFirst("\\.ya?ml$", "");
    String name = s.text("name").where(n -> n.matches("[\\w.-]{1,64}"), NAME).orElse(base);
    HostGroup hosts = new HostGroup(name, s.text("hosts").list().stream().map(Glob::new).toList());
    ZoneId zone = s.zone("zone").required();
    List<WorkingPeriod> working =
        s.sections("working").stream().map(CalendarSettings::period).toList();
    if (working.isEmpty()) {
      s.problem("working", "missing", "at least one entry with days, from and to");
    }
    boolean japan =
        s.oneOf("public-holidays", PublicHolidays.class).orElse(PublicHolidays.NONE)
            == PublicHolidays.JAPAN;
    CompanyDays company = company(s.section("company-days"));
    List<MaintenanceWindow> maintenance = new ArrayList<>();
    for (Section window : s.sections("maintenance")) {
      maintenance.add(window(window, zone));
    }
    return new Calendars.Entry(
        hosts, new Calendar(name, zone, working, japan, company, maintenance));
  }

  /** For {@code hinomi check}. */
  public static Object check(Section s) {
    return read(s, "calendar");
  }

  private static WorkingPeriod period(Section s) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    s.text("days")
        .where(d -> TimeWords.days(d).isPresent(), TimeWords.DAYS)
        .oneOrMore()
        .forEach(d -> days.addAll(TimeWords.days(d).orElse(Set.of())));
    LocalTime from = required(s.text("from"), TimeWords::time, TimeWords.TIME, LocalTime.MIN);
    LocalTime to =
        required(s.text("to"), TimeWords::end, TimeWords.TIME + " or \"24:00\"", LocalTime.NOON);
    if (s.has("from") && s.has("to") && from.equals(to) && !from.equals(LocalTime.MIN)) {
      s.problem("to", to.toString(), "another time than from");
    }
    return new WorkingPeriod(
        s.text("name").orElse(""), days, from, to, s.bool("on-holidays").orElse(false));
  }

  private static CompanyDays company(Section s) {
    CompanyDays fromFile =
        s.existingFile("file").optional().map(file -> fromFile(s, file)).orElse(CompanyDays.NONE);
    SortedMap<LocalDate, String> closed = new TreeMap<>();
    dates(s, "closed").forEach(day -> closed.put(day, CLOSED));
    Set<LocalDate> worked = new HashSet<>(dates(s, "worked"));
    worked.stream()
        .filter(closed::containsKey)
        .findFirst()
        .ifPresent(day -> s.problem("worked", day.toString(), "a day that is not closed too"));
    // What stands here goes before what the file says.
    SortedMap<LocalDate, String> filesClosed = new TreeMap<>(fromFile.closed());
    filesClosed.keySet().removeAll(worked);
    Set<LocalDate> filesWorked = new HashSet<>(fromFile.worked());
    filesWorked.removeAll(closed.keySet());
    return new CompanyDays(closed, worked).and(new CompanyDays(filesClosed, filesWorked));
  }

  private static List<LocalDate> dates(Section s, String key) {
    return s.text(key).where(d -> TimeWords.dates(d).isPresent(), TimeWords.DATE).list().stream()
        .flatMap(d -> TimeWords.dates(d).orElse(List.of()).stream())
        .toList();
  }

  private static CompanyDays fromFile(Section s, Path file) {
    CompanyCalendarFile.Reading reading = CompanyCalendarFile.read(file);
    for (String problem : reading.problems()) {
      s.problem("file", problem, "an iCalendar file (RFC 5545)");
    }
    return reading.days();
  }

  private static MaintenanceWindow window(Section s, ZoneId zone) {
    String name = s.text("name").required();
    List<Glob> hosts = s.text("hosts").list().stream().map(Glob::new).toList();
    List<HostGroup> group = hosts.isEmpty() ? List.of() : List.of(new HostGroup(name, hosts));
    String kind = s.exactlyOneOf("from", "every");
    Optional<LocalDateTime> from = optional(s.text("from"), CalendarSettings::moment, MOMENT);
    Optional<LocalDateTime> to = optional(s.text("to"), CalendarSettings::moment, MOMENT);
    Optional<Recurrence> every =
        optional(s.text("every"), TimeWords::recurrence, TimeWords.RECURRENCE);
    Optional<LocalTime> at = optional(s.text("at"), TimeWords::time, TimeWords.TIME);
    Optional<Duration> length = s.duration("for", Duration.ofMinutes(1), LONGEST).optional();
    return new MaintenanceWindow(
        name,
        group,
        kind.equals("from") ? once(s, from, to, zone) : recurring(s, every, at, length));
  }

  private static MaintenanceWindow.Times once(
      Section s, Optional<LocalDateTime> from, Optional<LocalDateTime> to, ZoneId zone) {
    for (String key : List.of("at", "for")) {
      if (s.has(key)) {
        s.problem(key, "too much beside from", "from and to, or every, at and for");
      }
    }
    if (!s.has("to")) {
      s.problem("to", "missing", MOMENT);
    }
    if (from.isEmpty() || to.isEmpty()) {
      return new MaintenanceWindow.Once(Instant.EPOCH, Instant.EPOCH);
    }
    if (!to.get().isAfter(from.get())) {
      s.problem("to", to.get().toString(), "later than from, " + from.get());
    }
    return new MaintenanceWindow.Once(
        from.get().atZone(zone).toInstant(), to.get().atZone(zone).toInstant());
  }

  private static MaintenanceWindow.Times recurring(
      Section s, Optional<Recurrence> every, Optional<LocalTime> at, Optional<Duration> length) {
    if (s.has("to")) {
      s.problem("to", "too much beside every", "from and to, or every, at and for");
    }
    if (!s.has("at")) {
      s.problem("at", "missing", TimeWords.TIME);
    }
    if (!s.has("for")) {
      s.problem("for", "missing", "how long it lasts, as 4h");
    }
    if (every.isPresent()
        && length.isPresent()
        && length.get().compareTo(Duration.ofDays(every.get().daysBetween())) >= 0) {
      s.problem(
          "for",
          "as long as from one to the next",
          "less than " + every.get().daysBetween() + "d: the window would never end");
    }
    return new MaintenanceWindow.Recurring(
        every.orElse(new Recurrence.MonthlyDay(1)),
        at.orElse(LocalTime.MIN),
        length.orElse(Duration.ofMinutes(1)));
  }

  private static Optional<LocalDateTime> moment(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text.strip()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static <T> Optional<T> optional(
      Setting<String> setting, Function<String, Optional<T>> parser, String expected) {
    return setting.where(t -> parser.apply(t).isPresent(), expected).optional().flatMap(parser);
  }

  private static <T> T required(
      Setting<String> setting, Function<String, Optional<T>> parser, String expected, T standIn) {
    String text = setting.where(t -> parser.apply(t).isPresent(), expected).required();
    return parser.apply(text).orElse(standIn);
  }
}
