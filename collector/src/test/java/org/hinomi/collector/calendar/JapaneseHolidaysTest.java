package org.hinomi.collector.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JapaneseHolidaysTest {

  /** The days of the Cabinet Office's list, 1970 to 2027. */
  private static SortedMap<LocalDate, String> official() throws IOException {
    SortedMap<LocalDate, String> days = new TreeMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    JapaneseHolidaysTest.class.getResourceAsStream("japan-1970-2027.csv")),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int comma = line.indexOf(',');
        days.put(LocalDate.parse(line.substring(0, comma)), line.substring(comma + 1));
      }
    }
    return days;
  }

  @Test
  void hasTheDaysOfTheCabinetOfficesListAndNoOthers() throws IOException {
    SortedMap<LocalDate, String> official = official();
    SortedMap<LocalDate, String> computed = new TreeMap<>();
    for (int year = 1970; year <= 2027; year++) {
      computed.putAll(JapaneseHolidays.of(year));
    }
    assertThat(official).hasSize(920);
    assertThat(computed.keySet()).containsExactlyElementsOf(official.keySet());
  }

  @Test
  void namesThemAsTheListDoes() throws IOException {
    official()
        .forEach(
            (day, name) -> {
              if (!name.contains("休日") && !name.contains("の儀") && !name.contains("の礼")) {
                assertThat(name).as("%s", day).startsWith(JapaneseHolidays.on(day).orElseThrow());
              }
            });
    assertThat(JapaneseHolidays.on(LocalDate.of(2026, 9, 22))).contains("国民の休日");
    assertThat(JapaneseHolidays.on(LocalDate.of(2026, 5, 6))).contains("振替休日");
    assertThat(JapaneseHolidays.on(LocalDate.of(2026, 11, 28))).isEmpty();
  }

  @Test
  void knowsNoneWhereTheFormulaEnds() {
    assertThat(JapaneseHolidays.of(1969)).isEmpty();
    assertThat(JapaneseHolidays.of(2151)).isEmpty();
    assertThat(JapaneseHolidays.of(2150)).isNotEmpty();
  }
}
