package org.hinomi.collector.calendar;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When people work, for one group of hosts. Times are good to the minute. Immutable but for a
 * memory of answers, so that asking for each of many events of the same minutes costs next to
 * nothing; thread-safe.
 */
public final class Calendar {
  /** Minutes remembered; a power of two. */
  private static final int REMEMBERED = 64;

  /** A calendar that says of each instant that people work, for where there is none. */
  public static final Calendar ALWAYS =
      new Calendar("", ZoneId.of("UTC"), List.of(), false, CompanyDays.NONE, List.of());

  private final String name;
  private final ZoneId zone;
  private final List<WorkingPeriod> working;
  private final boolean publicHolidays;
  private final CompanyDays company;
  private final List<MaintenanceWindow> maintenance;

  /** Entries are immutable and whole, so that a race costs at most a computation. */
  private final @Nullable Remembered[] remembered = new @Nullable Remembered[REMEMBERED];

  private record Remembered(long minute, Moment moment) {}

  /**
   * @param working none: people always work
   * @param publicHolidays whether those of Japan are holidays
   */
  Calendar(
      String name,
      ZoneId zone,
      List<WorkingPeriod> working,
      boolean publicHolidays,
      CompanyDays company,
      List<MaintenanceWindow> maintenance) {
    this.name = requireNonNull(name, "name");
    this.zone = requireNonNull(zone, "zone");
    this.working = List.copyOf(working);
    this.publicHolidays = publicHolidays;
    this.company = requireNonNull(company, "company");
    this.maintenance = List.copyOf(maintenance);
  }

  public String name() {
    return name;
  }

  /** The zone in which its hours and dates are meant. */
  public ZoneId zone() {
    return zone;
  }

  public Moment at(Instant instant) {
    return atMinute(Math.floorDiv(instant.getEpochSecond(), 60L));
  }

  /**
   * @param micros since 1970
   */
  public Moment atMicros(long micros) {
    return atMinute(Math.floorDiv(micros, 60_000_000L));
  }

  private Moment atMinute(long minute) {
    int slot = (int) (minute & (REMEMBERED - 1));
    Remembered known = remembered[slot];
    if (known != null && known.minute == minute) {
      return known.moment;
    }
    Moment moment = compute(Instant.ofEpochSecond(minute * 60));
    remembered[slot] = new Remembered(minute, moment);
    return moment;
  }

  private Moment compute(Instant instant) {
    LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
    LocalDate date = local.toLocalDate();
    Optional<String> holiday = holidayOn(date);
    Optional<WorkingPeriod> period = period(date, local.toLocalTime());
    Moment.Kind kind =
        working.isEmpty() || period.isPresent()
            ? Moment.Kind.WORKING
            : holiday.isPresent() ? Moment.Kind.HOLIDAY : Moment.Kind.OFF_HOURS;
    List<String> windows =
        maintenance.stream()
            .filter(window -> window.times().cover(instant, zone))
            .map(MaintenanceWindow::name)
            .toList();
    return new Moment(kind, period.map(WorkingPeriod::name).orElse(""), holiday, windows);
  }

  private Optional<WorkingPeriod> period(LocalDate date, LocalTime time) {
    LocalDate before = date.minusDays(1);
    return working.stream()
        .filter(
            p -> (p.covers(time) && isWorked(p, date)) || (p.reaches(time) && isWorked(p, before)))
        .findFirst();
  }

  /** Whether a period is worked that begins on {@code date}. */
  private boolean isWorked(WorkingPeriod period, LocalDate date) {
    DayOfWeek day = date.getDayOfWeek();
    if (company.worked().contains(date)) {
      // A Saturday that is worked has no hours of its own: it has Friday's.
      while (!hasHours(day)) {
        day = day.minus(1);
      }
      return period.days().contains(day);
    }
    boolean itsDay = period.days().contains(day);
    return itsDay && (period.onHolidays() || holidayOn(date).isEmpty());
  }

  private boolean hasHours(DayOfWeek day) {
    return working.stream().anyMatch(p -> p.days().contains(day));
  }

  /** The holiday, or the reason why the company is closed; empty on other days. */
  public Optional<String> holidayOn(LocalDate date) {
    if (company.worked().contains(date)) {
      return Optional.empty();
    }
    String closed = company.closed().get(date);
    if (closed != null) {
      return Optional.of(closed);
    }
    return publicHolidays ? JapaneseHolidays.on(date) : Optional.empty();
  }

  /** Whether some window is not about all of its hosts. */
  boolean differsByHost() {
    return maintenance.stream().anyMatch(window -> !window.hosts().isEmpty());
  }

  /** The same with the windows that are about the host. */
  Calendar forHost(String host) {
    return new Calendar(
        name,
        zone,
        working,
        publicHolidays,
        company,
        maintenance.stream().filter(window -> window.isAbout(host)).toList());
  }

  /** The same without the windows that are about some hosts only. */
  Calendar forGroup() {
    return new Calendar(
        name,
        zone,
        working,
        publicHolidays,
        company,
        maintenance.stream().filter(window -> window.hosts().isEmpty()).toList());
  }
}
