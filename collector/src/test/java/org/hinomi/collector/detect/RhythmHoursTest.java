package org.hinomi.collector.detect;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.hinomi.collector.calendar.CalendarFolder;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.core.event.HostGroup;
import org.hinomi.core.event.Transport;
import org.hinomi.core.text.Glob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Silence and floods where a calendar says when people work: from 8:30 to 18:00. */
class RhythmHoursTest {
  /** A Monday. */
  private static final Instant START = Instant.parse("2026-11-16T00:00:00Z");

  @TempDir Path folder;
  private final EventDetection detection = new EventDetection(EventRules.NONE, Map.of());
  private final List<String> found = new ArrayList<>();
  private Calendars office = Calendars.NONE;
  private Rhythms rhythms = new Rhythms(List.of(), office, 0);
  private long position;

  @BeforeEach
  void make() throws IOException {
    Files.writeString(
        folder.resolve("office.yaml"),
        """
        name: office
        zone: UTC
        working:
          - {days: mon-fri, from: "08:30", to: "18:00"}
        """);
    office = CalendarFolder.read(folder, Map.of()).calendars();
  }

  @Test
  void silenceInWorkingHoursIsCalledSoAndSaysWhatWasExpected() {
    listen(Optional.of(Duration.ofMinutes(10)), false, OptionalLong.empty());
    take("09:00");
    look("09:11");
    assertThat(found).containsExactly("MET source-blank LOW");
    assertThat(why("source-blank"))
        .containsOnly(
            Map.entry("basis", "declared"),
            Map.entry("expected", "10m"),
            Map.entry("last_at", "2026-11-16T09:00:00Z"));
    look("09:21");
    take("09:30");
    look("09:31");
    assertThat(found)
        .containsExactly(
            "MET source-blank LOW", "CHANGED source-blank HIGH", "CLEARED source-blank HIGH");
  }

  @Test
  void theSameAtNightIsNotAndNothingWhereOnlyWorkingHoursCount() {
    listen(Optional.of(Duration.ofMinutes(10)), false, OptionalLong.empty());
    take("02:00");
    look("02:01");
    look("02:12");
    assertThat(found).containsExactly("MET source-silent LOW");
    found.clear();
    listen(Optional.of(Duration.ofMinutes(10)), true, OptionalLong.empty());
    take("02:00");
    look("02:30");
    look("08:31");
    assertThat(found).as("a new kind of hours gets its own time to speak").isEmpty();
    look("08:42");
    assertThat(found).containsExactly("MET source-blank LOW");
  }

  @Test
  void aFloodIsOneOutOfWorkingHoursAloneAndSaysHowMuch() {
    listen(Optional.empty(), false, OptionalLong.of(50));
    for (int i = 0; i < 60; i++) {
      take("10:00");
    }
    look("10:01");
    assertThat(found).isEmpty();
    look("20:00");
    for (int i = 0; i < 60; i++) {
      take("20:01");
    }
    look("20:02");
    assertThat(found).containsExactly("MET source-flood MEDIUM");
    assertThat(why("source-flood"))
        .containsOnly(
            Map.entry("basis", "declared"), Map.entry("most", "50"), Map.entry("records", "60"));
    look("21:00");
    assertThat(found).containsExactly("MET source-flood MEDIUM", "CLEARED source-flood MEDIUM");
  }

  private Map<String, String> why(String rule) {
    return detection.states().entrySet().stream()
        .filter(alert -> alert.getKey().threshold().equals(rule))
        .map(alert -> requireNonNull(alert.getValue().newest().why()))
        .findFirst()
        .orElseThrow();
  }

  private void listen(Optional<Duration> every, boolean working, OptionalLong flood) {
    HostGroup all = new HostGroup("all", List.of(new Glob("*")));
    rhythms =
        new Rhythms(
            List.of(new SourceRule(all, List.of(), every, working, flood, false)),
            office,
            micros(START));
    look("00:00");
  }

  private static long micros(Instant time) {
    return time.toEpochMilli() * 1_000;
  }

  private static long at(String time) {
    return micros(Instant.parse("2026-11-16T" + time + ":00Z"));
  }

  private void take(String time) {
    EventDraft draft = detection.draft();
    rhythms.observe(
        new Event(
            ++position,
            Transport.SYSLOG_TCP,
            "192.0.2.9",
            at(time),
            at(time),
            "fw1",
            3,
            6,
            "app",
            null,
            "x",
            RawMessage.wrap("x".getBytes(StandardCharsets.UTF_8)),
            null,
            new HashMap<>()),
        draft);
    commit(draft);
  }

  private void look(String time) {
    EventDraft draft = detection.draft();
    rhythms.look(at(time), draft);
    commit(draft);
  }

  private void commit(EventDraft draft) {
    draft
        .changes()
        .forEach(c -> found.add(c.kind() + " " + c.alert().threshold() + " " + c.state().level()));
    draft.commit();
  }
}
