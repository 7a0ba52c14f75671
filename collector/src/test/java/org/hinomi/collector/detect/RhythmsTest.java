package org.hinomi.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.core.event.HostGroup;
import org.hinomi.core.event.Identity;
import org.hinomi.core.event.Transport;
import org.hinomi.core.text.Glob;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RhythmsTest {
  private static final long START = micros(Instant.parse("2026-11-16T00:00:00Z"));
  private static final long SECOND = 1_000_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private final EventDetection detection = new EventDetection(EventRules.NONE, Map.of());
  private Rhythms rhythms = new Rhythms(List.of(), Calendars.NONE, START);
  private long position;
  private long sequence;

  private static long micros(Instant instant) {
    return instant.toEpochMilli() * 1_000;
  }

  @Test
  void aPauseLongerThanThoseOfTheLastDaysIsLateThenSilentThenOver() {
    everyTenMinutes(START, START + 4 * DAY);
    long last = START + 4 * DAY - 10 * MINUTE;
    assertThat(look(last + 19 * MINUTE)).isEmpty();
    assertThat(look(last + 21 * MINUTE)).containsExactly("MET source-silent fw1 syslog LOW");
    look(last + 41 * MINUTE);
    assertThat(detection.states().values()).extracting(s -> s.level().word()).contains("medium");
    assertThat(take(syslog("fw1", last + 50 * MINUTE)))
        .containsExactly("CLEARED source-silent fw1 syslog MEDIUM");
  }

  @Test
  void saysNothingWhileItLearns() {
    everyTenMinutes(START, START + 2 * DAY);
    assertThat(look(START + 3 * DAY)).isEmpty();
  }

  @Test
  void aPauseThatRaisedAnAlertIsNotLearned() {
    everyTenMinutes(START, START + 4 * DAY);
    look(START + 4 * DAY + 5 * HOUR);
    everyTenMinutes(START + 4 * DAY + 6 * HOUR, START + 4 * DAY + 7 * HOUR);
    assertThat(look(START + 4 * DAY + 8 * HOUR)).hasSize(1);
  }

  @Test
  void whatIsDeclaredCountsFromTheStart() {
    rhythms =
        new Rhythms(
            List.of(rule("fw*", Duration.ofMinutes(5), false), rule("lab*", null, true)),
            Calendars.NONE,
            START);
    take(syslog("fw1", START + SECOND));
    take(syslog("lab1", START + SECOND));
    assertThat(look(START + 7 * MINUTE)).containsExactly("MET source-silent fw1 syslog LOW");
    assertThat(look(START + 12 * MINUTE)).containsExactly("CHANGED source-silent fw1 syslog HIGH");
  }

  @Test
  void anAgentThatFallsSilentIsToldFromAHostThatDoes() {
    for (int i = 0; i < 30; i++) {
      take(round("fs1", START + i * 10 * SECOND));
      take(round("fs2", START + i * 10 * SECOND));
      take(syslog("fs2", START + i * 10 * SECOND + SECOND));
    }
    long last = START + 290 * SECOND;
    take(syslog("fs2", last + 60 * SECOND));
    assertThat(look(last + 75 * SECOND))
        .containsExactlyInAnyOrder("MET host-down fs1 HIGH", "MET agent-silent fs2 MEDIUM");
    assertThat(look(last + 200 * SECOND))
        .as("now it does not speak at all")
        .containsExactlyInAnyOrder("MET host-down fs2 HIGH", "CLEARED agent-silent fs2 MEDIUM");
    assertThat(take(round("fs1", last + 300 * SECOND))).contains("CLEARED host-down fs1 HIGH");
  }

  @Test
  void aHostThatSaidThatItGoesDownIsToldApart() {
    for (int i = 0; i < 30; i++) {
      take(round("fs1", START + i * 10 * SECOND));
    }
    Event goodbye =
        windows("fs1", START + 291 * SECOND, 17, Map.of("event.code", "1074"), "System");
    goodbye.fields().put("event.provider", "User32");
    take(goodbye);
    assertThat(look(START + 400 * SECOND)).containsExactly("MET host-down fs1 shutdown LOW");
  }

  @Test
  void aCollectorThatDidNotListenBlamesNobody() {
    everyTenMinutes(START, START + 4 * DAY);
    Map<String, byte[]> kept = new HashMap<>();
    rhythms.changes(kept::put);
    long restart = START + 5 * DAY;
    rhythms = new Rhythms(List.of(), Calendars.NONE, restart);
    kept.forEach(rhythms::restore);
    assertThat(look(restart + 15 * MINUTE)).isEmpty();
    assertThat(look(restart + 25 * MINUTE)).as("what was learned is kept").hasSize(1);
  }

  @Test
  void aHostThatDoesNotComeBackWithTheCollectorIsDown() {
    for (int i = 0; i < 30; i++) {
      take(round("fs1", START + i * 10 * SECOND));
      take(round("fs2", START + i * 10 * SECOND));
      take(round("fs3", START + i * 10 * SECOND));
    }
    Event goodbye =
        windows("fs3", START + 291 * SECOND, 17, Map.of("event.code", "1074"), "System");
    goodbye.fields().put("event.provider", "User32");
    take(goodbye);
    Map<String, byte[]> kept = new HashMap<>();
    rhythms.changes(kept::put);
    long restart = START + HOUR;
    rhythms = new Rhythms(List.of(), Calendars.NONE, restart);
    kept.forEach(rhythms::restore);
    assertThat(look(restart + 50 * SECOND)).isEmpty();
    take(round("fs2", restart + 55 * SECOND));
    assertThat(look(restart + 100 * SECOND))
        .containsExactlyInAnyOrder("MET host-down fs1 HIGH", "MET host-down fs3 shutdown LOW");
  }

  @Test
  void aHostThatWasGoneForAWeekIsNotMissedAfterARestart() {
    for (int i = 0; i < 30; i++) {
      take(round("fs1", START + i * 10 * SECOND));
    }
    Map<String, byte[]> kept = new HashMap<>();
    rhythms.changes(kept::put);
    rhythms = new Rhythms(List.of(), Calendars.NONE, START + 8 * DAY);
    kept.forEach(rhythms::restore);
    assertThat(look(START + 8 * DAY + HOUR)).isEmpty();
  }

  @Test
  void whatIsSilentSinceBeforeARestartLastsUntilItSpeaks() {
    everyTenMinutes(START, START + 4 * DAY);
    for (int i = 0; i < 30; i++) {
      take(round("fs1", START + 4 * DAY + i * 10 * SECOND));
    }
    assertThat(look(START + 4 * DAY + HOUR)).hasSize(2);
    Map<String, byte[]> kept = new HashMap<>();
    rhythms.changes(kept::put);
    long restart = START + 4 * DAY + 2 * HOUR;
    rhythms = new Rhythms(List.of(), Calendars.NONE, restart);
    kept.forEach(rhythms::restore);
    rhythms.goOn(detection.states().entrySet());
    assertThat(look(restart + MINUTE)).isEmpty();
    assertThat(look(restart + 3 * HOUR)).as("no second alert").isEmpty();
    assertThat(take(round("fs1", restart + 4 * HOUR)))
        .containsExactly("CLEARED host-down fs1 HIGH");
    assertThat(take(round("fs1", restart + 5 * HOUR - 10 * SECOND))).isEmpty();
    assertThat(take(syslog("fw1", restart + 5 * HOUR)))
        .containsExactly("CLEARED source-silent fw1 syslog MEDIUM");
  }

  @Test
  void missingRecordNumbersAreFoundWhereNoneWasMissing() {
    long time = START;
    for (int id = 1; id <= 1_100; id++) {
      assertThat(take(windows("dc1", time += SECOND, id, Map.of(), "Security"))).isEmpty();
    }
    assertThat(take(windows("dc1", time += SECOND, 1_050, Map.of(), "Security")))
        .as("once more")
        .isEmpty();
    assertThat(take(windows("dc1", time += SECOND, 1_111, Map.of(), "Security")))
        .containsExactly("MET records-missing dc1 Security HIGH");
    assertThat(take(windows("dc1", time += SECOND, 1, Map.of(), "Security")))
        .as("the log was cleared")
        .isEmpty();
  }

  @Test
  void numbersOfAFilteredLogSayNothing() {
    long time = START;
    for (int id = 1; id <= 3_000; id += 3) {
      assertThat(take(windows("dc1", time += SECOND, id, Map.of(), "Security"))).isEmpty();
    }
  }

  @Test
  void numbersThatWereSeenBeforeACrashAreNotMissing() {
    long time = START;
    for (int id = 1; id <= 1_100; id++) {
      take(windows("dc1", time += SECOND, id, Map.of(), "Security"));
    }
    Map<String, byte[]> kept = new HashMap<>();
    rhythms.changes(kept::put);
    rhythms = new Rhythms(List.of(), Calendars.NONE, time);
    kept.forEach(rhythms::restore);
    rhythms.forgetNumbers();
    assertThat(take(windows("dc1", time += SECOND, 1_150, Map.of(), "Security"))).isEmpty();
    assertThat(take(windows("dc1", time += SECOND, 1_161, Map.of(), "Security")))
        .containsExactly("MET records-missing dc1 Security HIGH");
  }

  @Test
  void whatAnAgentCouldNotSendForAWhileDoesNotShortenItsRounds() {
    for (int i = 0; i < 30; i++) {
      take(round("fs1", START + i * MINUTE));
    }
    long last = START + 60 * MINUTE;
    for (int i = 30; i <= 60; i++) {
      take(round("fs1", START + i * MINUTE, last));
    }
    assertThat(look(last + 2 * MINUTE)).isEmpty();
    assertThat(look(last + 6 * MINUTE)).containsExactly("MET host-down fs1 HIGH");
  }

  @Test
  void whatAPersonEndedIsNotRaisedAgainBeforeItIsOver() {
    everyTenMinutes(START, START + 4 * DAY);
    for (int i = 0; i < 30; i++) {
      take(round("fs1", START + 4 * DAY + i * 10 * SECOND));
    }
    long now = START + 4 * DAY + HOUR;
    assertThat(look(now)).hasSize(2);
    List.copyOf(detection.states().keySet())
        .forEach(
            alert -> {
              EventDraft draft = detection.draft();
              draft.close(alert, now);
              draft.commit();
              rhythms.close(alert);
            });
    assertThat(look(now + HOUR)).isEmpty();
    take(syslog("fw1", now + 2 * HOUR));
    take(round("fs1", now + 2 * HOUR + MINUTE));
    assertThat(look(now + 4 * HOUR)).as("another silence").hasSize(2);
  }

  @Test
  void theStateIsBounded() {
    for (int i = 0; i < Rhythms.HOSTS + 10; i++) {
      rhythms.observe(syslog("h" + i, START), detection.draft());
    }
    assertThat(rhythms.unwatched()).isEqualTo(10);
  }

  private void everyTenMinutes(long from, long to) {
    for (long time = from; time < to; time += 10 * MINUTE) {
      take(syslog("fw1", time));
    }
  }

  private List<String> take(Decoded decoded) {
    EventDraft draft = detection.draft();
    rhythms.observe(decoded, draft);
    rhythms.look(decoded.receivedMicros(), draft);
    return changes(draft);
  }

  private List<String> look(long now) {
    EventDraft draft = detection.draft();
    rhythms.look(now, draft);
    return changes(draft);
  }

  private static List<String> changes(EventDraft draft) {
    List<String> changes = new ArrayList<>();
    for (MatchChange change : draft.changes()) {
      Map<String, String> labels = change.alert().labels();
      StringBuilder text = new StringBuilder(change.kind().name());
      text.append(' ').append(change.alert().threshold()).append(' ').append(change.alert().host());
      for (String name : new String[] {"log", "reason"}) {
        text.append(labels.containsKey(name) ? " " + labels.get(name) : "");
      }
      changes.add(text.append(' ').append(change.state().level()).toString());
    }
    draft.commit();
    return changes;
  }

  private static SourceRule rule(String host, @Nullable Duration every, boolean off) {
    return new SourceRule(
        new HostGroup(host, List.of(new Glob(host))),
        List.of(),
        Optional.ofNullable(every),
        false,
        OptionalLong.empty(),
        off);
  }

  private Event syslog(String host, long time) {
    return event(host, time, null, new HashMap<>());
  }

  private Event windows(String host, long time, long id, Map<String, Object> more, String channel) {
    Map<String, Object> fields = new HashMap<>(more);
    fields.put("winlog.channel", channel);
    fields.put("winlog.record_id", id);
    return event(host, time, new Identity("a", 1, ++sequence), fields);
  }

  private Event event(
      String host, long time, @Nullable Identity identity, Map<String, Object> fields) {
    return new Event(
        ++position,
        identity == null ? Transport.SYSLOG_TCP : Transport.RELP,
        "192.0.2.9",
        time,
        time,
        host,
        3,
        6,
        "app",
        null,
        "x",
        RawMessage.wrap("x".getBytes(StandardCharsets.UTF_8)),
        identity,
        fields);
  }

  private SampleRound round(String host, long time) {
    return round(host, time, time);
  }

  private SampleRound round(String host, long time, long received) {
    return new SampleRound(
        ++position, Transport.RELP, "192.0.2.9", received, time, host, null, List.of(), List.of());
  }
}
