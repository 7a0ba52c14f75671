package org.hinomi.collector.calendar;

import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.ParseWarning;
import biweekly.io.text.ICalReader;
import biweekly.property.Categories;
import biweekly.util.DateTimeComponents;
import biweekly.util.ICalDate;
import biweekly.util.com.google.ical.compat.javautil.DateIterator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TimeZone;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Company days from an iCalendar file (RFC 5545): each event of whole days is a time at which the
 * company is closed, or, with the category {@code WORKING}, one that is worked. Events that repeat
 * do so until {@link #LAST}. Other events, such as meetings, are passed over.
 */
final class CompanyCalendarFile {
  /** Larger files are mistakes. */
  private static final long LARGEST = 16 << 20;

  /** Dates of one file; a company is not closed more often. */
  private static final int MOST_DAYS = 50_000;

  private static final int LONGEST_EVENT_DAYS = 366;
  private static final LocalDate LAST = LocalDate.of(2100, 1, 1);
  private static final Set<String> WORKED = Set.of("WORKING", "WORKED", "出勤日", "稼働日");

  /**
   * @param problems what is wrong, {@code file:line: message}
   */
  record Reading(CompanyDays days, List<String> problems) {
    Reading {
      problems = List.copyOf(problems);
    }
  }

  private final Path file;
  private final SortedMap<LocalDate, String> closed = new TreeMap<>();
  private final Set<LocalDate> worked = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  private CompanyCalendarFile(Path file) {
    this.file = file;
  }

  static Reading read(Path file) {
    CompanyCalendarFile reading = new CompanyCalendarFile(file);
    try {
      reading.readAll();
    } catch (IOException | RuntimeException e) {
      // The library throws whatever a damaged file leads it to.
      reading.problems.add(file + ": cannot be read: " + e.getMessage());
    }
    return new Reading(new CompanyDays(reading.closed, reading.worked), reading.problems);
  }

  private void readAll() throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException("larger than 16 MiB");
    }
    int calendars = 0;
    try (ICalReader reader = new ICalReader(file.toFile())) {
      for (ICalendar calendar = reader.readNext(); calendar != null; calendar = reader.readNext()) {
        calendars++;
        for (ParseWarning warning : reader.getWarnings()) {
          Integer line = warning.getLineNumber();
          problems.add(file + (line == null ? "" : ":" + line) + ": " + warning.getMessage());
        }
        calendar.getEvents().forEach(this::take);
      }
    }
    if (calendars == 0) {
      throw new IOException("there is no BEGIN:VCALENDAR in it");
    }
  }

  private void take(VEvent event) {
    ICalDate start = event.getDateStart() == null ? null : event.getDateStart().getValue();
    if (start == null) {
      return;
    }
    LocalDate first = date(start);
    if (first == null) {
      return;
    }
    int days = days(event, first);
    if (days < 1) {
      return;
    }
    String name = event.getSummary() == null ? "" : event.getSummary().getValue();
    boolean work = isWorked(event);
    // Dates without a time are read as midnight of this machine's zone; midnight of a zone that is
    // named may lie on another date here.
    ZoneId read = ZoneId.systemDefault();
    long shift = ChronoUnit.DAYS.between(LocalDate.ofInstant(start.toInstant(), read), first);
    DateIterator each = event.getDateIterator(TimeZone.getTimeZone(read));
    while (each.hasNext() && closed.size() + worked.size() < MOST_DAYS) {
      LocalDate begin = LocalDate.ofInstant(each.next().toInstant(), read).plusDays(shift);
      if (begin.isAfter(LAST)) {
        return;
      }
      for (int i = 0; i < days; i++) {
        if (work) {
          worked.add(begin.plusDays(i));
        } else {
          closed.put(begin.plusDays(i), name);
        }
      }
    }
  }

  /** The date as it is written; null where a time other than midnight stands with it. */
  private static @Nullable LocalDate date(ICalDate value) {
    DateTimeComponents raw = value.getRawComponents();
    if (raw == null || (value.hasTime() && (raw.getHour() != 0 || raw.getMinute() != 0))) {
      return null;
    }
    try {
      return LocalDate.of(raw.getYear(), raw.getMonth(), raw.getDate());
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** How many whole days the event lasts; 0 where it is not one of whole days. */
  private int days(VEvent event, LocalDate first) {
    long days;
    if (event.getDateEnd() != null && event.getDateEnd().getValue() != null) {
      LocalDate end = date(event.getDateEnd().getValue());
      // RFC 5545, 3.6.1: the end is not part of it; some write the same day.
      days = end == null ? 0 : Math.max(1, ChronoUnit.DAYS.between(first, end));
    } else if (event.getDuration() != null && event.getDuration().getValue() != null) {
      long millis = event.getDuration().getValue().toMillis();
      days = millis % 86_400_000L == 0 ? millis / 86_400_000L : 0;
    } else {
      days = event.getDateStart().getValue().hasTime() ? 0 : 1;
    }
    if (days > LONGEST_EVENT_DAYS) {
      problems.add(file + ": " + first + ": an event of " + days + " days");
      return 0;
    }
    return (int) days;
  }

  private static boolean isWorked(VEvent event) {
    for (Categories categories : event.getCategories()) {
      for (String category : categories.getValues()) {
        if (WORKED.contains(category.strip().toUpperCase(Locale.ROOT))) {
          return true;
        }
      }
    }
    return false;
  }
}
