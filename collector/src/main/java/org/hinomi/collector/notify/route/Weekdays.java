package org.hinomi.collector.notify.route;

import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Days of the week as settings write them: {@code mon} … {@code sun}. */
final class Weekdays {
  static final List<String> ALL = Arrays.stream(DayOfWeek.values()).map(Weekdays::word).toList();
  static final String EXPECTED = "one of " + String.join(", ", ALL);

  private Weekdays() {}

  static boolean isDay(String text) {
    return ALL.contains(text);
  }

  static DayOfWeek of(String word) {
    return DayOfWeek.of(ALL.indexOf(word) + 1);
  }

  static Set<DayOfWeek> of(Collection<String> words) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    words.forEach(word -> days.add(of(word)));
    return days;
  }

  private static String word(DayOfWeek day) {
    return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
  }
}
