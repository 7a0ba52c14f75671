package org.hinomi.collector.notify.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RotaTest {
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void dutyPassesOnEachWeekAtTheHourOfTheZone() {
    Rota rota = weekly(TOKYO, List.of(), List.of());
    assertThat(at(rota, "2026-01-05T08:59:00+09:00")).isEmpty(); // before the first handover
    assertThat(at(rota, "2026-01-05T09:00:00+09:00")).contains("a");
    assertThat(at(rota, "2026-01-12T08:59:59+09:00")).contains("a");
    assertThat(at(rota, "2026-01-12T09:00:00+09:00")).contains("b");
    assertThat(at(rota, "2026-01-19T12:00:00+09:00")).contains("c");
    assertThat(at(rota, "2026-01-26T12:00:00+09:00")).contains("a");
  }

  @Test
  void staysAtNineWhenSummerTimeBegins() {
    Rota rota = weekly(BERLIN, List.of(), List.of());
    // 29 March 2026: clocks go forward.
    assertThat(at(rota, "2026-03-30T08:59:00+02:00")).contains("c");
    assertThat(at(rota, "2026-03-30T09:00:00+02:00")).contains("a");
  }

  @Test
  void dutyPassesOnEachDay() {
    Rota rota =
        new Rota(
            "daily",
            TOKYO,
            new Rota.Daily(LocalTime.of(17, 0)),
            LocalDate.of(2026, 1, 5),
            List.of("a", "b"),
            List.of(),
            List.of());
    assertThat(at(rota, "2026-01-05T17:00:00+09:00")).contains("a");
    assertThat(at(rota, "2026-01-06T16:59:00+09:00")).contains("a");
    assertThat(at(rota, "2026-01-06T17:00:00+09:00")).contains("b");
  }

  @Test
  void whoStandsInGoesBeforeWhoseTurnItIs() {
    Rota rota =
        weekly(
            TOKYO,
            List.of(),
            List.of(
                override("2026-01-06", "2026-01-08", "z"),
                override("2026-01-07", "2026-01-08", "y")));
    assertThat(at(rota, "2026-01-05T23:59:00+09:00")).contains("a");
    assertThat(at(rota, "2026-01-06T00:00:00+09:00")).contains("z");
    assertThat(at(rota, "2026-01-07T00:00:00+09:00")).contains("y");
    assertThat(at(rota, "2026-01-08T00:00:00+09:00")).contains("a");
  }

  @Test
  void hoursMayEndOnTheNextDay() {
    Hours night =
        new Hours(EnumSet.of(DayOfWeek.FRIDAY), LocalTime.of(22, 0), LocalTime.of(6, 0), TOKYO);
    assertThat(night.contains(time("2026-01-09T21:59:00+09:00"))).isFalse();
    assertThat(night.contains(time("2026-01-09T22:00:00+09:00"))).isTrue();
    assertThat(night.end(time("2026-01-10T05:00:00+09:00")))
        .isEqualTo(time("2026-01-10T06:00:00+09:00"));
    assertThat(night.contains(time("2026-01-10T22:30:00+09:00"))).isFalse();
  }

  @Test
  void findsTheTimesAtWhichNobodyIsOnDuty() {
    Hours day =
        new Hours(EnumSet.allOf(DayOfWeek.class), LocalTime.of(9, 0), LocalTime.of(18, 0), TOKYO);
    Rota rota = weekly(TOKYO, List.of(day), List.of());
    Targets duty = new Targets(List.of("duty"), List.of(), List.of());
    Instant now = time("2026-02-02T12:00:00+09:00");
    List<RotaGaps.Gap> gaps = RotaGaps.of(duty, Map.of("duty", rota), now);
    assertThat(gaps)
        .hasSize(3)
        .startsWith(
            new RotaGaps.Gap(time("2026-02-02T18:00:00+09:00"), time("2026-02-03T09:00:00+09:00")));
    Targets and = new Targets(List.of("duty"), List.of("boss"), List.of());
    assertThat(RotaGaps.of(and, Map.of("duty", rota), now)).isEmpty();
    Hours rest =
        new Hours(EnumSet.allOf(DayOfWeek.class), LocalTime.of(18, 0), LocalTime.of(9, 0), TOKYO);
    Targets both = new Targets(List.of("duty", "night"), List.of(), List.of());
    assertThat(
            RotaGaps.of(
                both, Map.of("duty", rota, "night", weekly(TOKYO, List.of(rest), List.of())), now))
        .isEmpty();
  }

  private static Rota weekly(ZoneId zone, List<Span> hours, List<Rota.Override> overrides) {
    return new Rota(
        "duty",
        zone,
        new Rota.Weekly(DayOfWeek.MONDAY, LocalTime.of(9, 0)),
        LocalDate.of(2026, 1, 5),
        List.of("a", "b", "c"),
        hours,
        overrides);
  }

  private static Rota.Override override(String from, String until, String person) {
    return new Rota.Override(
        LocalDate.parse(from).atStartOfDay(TOKYO).toInstant(),
        LocalDate.parse(until).atStartOfDay(TOKYO).toInstant(),
        person);
  }

  private static Optional<String> at(Rota rota, String time) {
    return rota.at(time(time));
  }

  private static Instant time(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }
}
