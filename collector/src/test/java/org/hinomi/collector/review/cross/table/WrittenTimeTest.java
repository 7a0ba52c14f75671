package org.hinomi.collector.review.cross.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenTimeTest {
  private static final LocalDate NEAR = LocalDate.of(2026, 12, 20);

  @ParameterizedTest
  @CsvSource({
    "令和8年10月1日, 2026-10-01",
    "令和８年１０月１日（木）, 2026-10-01",
    "R8.10.1, 2026-10-01",
    "r08/10/01, 2026-10-01",
    "令和元年5月1日, 2019-05-01",
    "平成31年4月30日, 2019-04-30",
    "H31.4.30, 2019-04-30",
    "S64.1.7, 1989-01-07",
    "2026/10/1, 2026-10-01",
    "2026-10-01, 2026-10-01",
    "2026年10月1日, 2026-10-01",
    "2026.10.1, 2026-10-01",
    "20261001, 2026-10-01",
    "10月1日(木), 2026-10-01",
    "1/5, 2027-01-05",
    "10/13/2026, 2026-10-13",
    "13/10/2026, 2026-10-13",
    "1 Oct 2026, 2026-10-01",
    "'Oct 1, 2026', 2026-10-01",
    "October 1 2026, 2026-10-01",
  })
  void readsDays(String text, LocalDate expected) {
    assertThat(WrittenTime.date(text, NEAR)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({"2028-02-01, 2028-02-29", "2027-12-01, 2028-02-29", "2025-03-01, 2024-02-29"})
  void theTwentyNinthOfFebruaryIsOfALeapYear(LocalDate near, LocalDate expected) {
    assertThat(WrittenTime.date("2月29日", near)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2026/10/5 18:00, true",
    "２０２６／１０／５　１８：００, true",
    "10月5日 午後6時, true",
    "2026-10-05 6 PM, true",
    "2026-10-05, false",
    "令和8年10月5日(月), false",
  })
  void tellsAMomentFromADay(String text, boolean expected) {
    assertThat(WrittenTime.hasTime(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "未定", "2026/13/1", "令和8年2月30日", "木曜"})
  void whatIsNoDayIsNone(String text) {
    assertThat(WrittenTime.date(text, NEAR)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "9:05, 32700",
    "09:05:30, 32730",
    "９：０５, 32700",
    "9時5分, 32700",
    "9時, 32400",
    "午後1時30分, 48600",
    "午前0時, 0",
    "1:30 PM, 48600",
    "25:10, 90600",
    "翌1:10, 90600",
    "翌日1時10分, 90600",
  })
  void readsTimesOfDay(String text, int expected) {
    assertThat(WrittenTime.second(text)).hasValue(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "有給", "9:75", "99:00", "9"})
  void whatIsNoTimeIsNone(String text) {
    assertThat(WrittenTime.second(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026/10/5 14:00, 2026-10-05T14:00",
    "2026-10-05T14:00:00, 2026-10-05T14:00",
    "令和8年10月5日(月) 午後2時, 2026-10-05T14:00",
    "2026/10/5, 2026-10-05T00:00",
    "10月5日 25:00, 2026-10-06T01:00",
  })
  void readsMoments(String text, LocalDateTime expected) {
    assertThat(WrittenTime.dateTime(text, NEAR)).contains(expected);
  }
}
