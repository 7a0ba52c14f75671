package org.hinomi.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.core.event.Identity;
import org.hinomi.core.event.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnusualTest {
  private static final long DAY = 86_400_000_000L;
  private static final long START = Instant.parse("2026-11-01T00:00:00Z").toEpochMilli() * 1_000;

  private final EventDetection detection = new EventDetection(EventRules.NONE, Map.of());
  private Unusual unusual = new Unusual();
  private long position;

  @Test
  void anAccountThatWasNeverOnTheHostIsFoundAfterAWeekOfLearning() {
    assertThat(logon("fs1", "sato", "192.0.2.1", 0)).isEmpty();
    assertThat(logon("fs1", "suzuki", "192.0.2.2", 3)).isEmpty();
    assertThat(logon("fs1", "sato", "192.0.2.1", 8)).isEmpty();
    assertThat(logon("fs1", "eve", "192.0.2.1", 8))
        .contains("first-account {host.name=fs1, user.name=eve}");
    assertThat(logon("fs1", "eve", "192.0.2.1", 8)).as("known from then on").isEmpty();
  }

  @Test
  void anAddressFromWhichAnAccountNeverCameIsFound() {
    logon("fs1", "sato", "192.0.2.1", 0);
    assertThat(logon("fs1", "sato", "203.0.113.9", 8))
        .containsExactly("first-address {host.name=fs1, source.ip=203.0.113.9, user.name=sato}");
    look(20);
    assertThat(logon("fs1", "sato", "203.0.113.9", 37)).isEmpty();
    assertThat(logon("fs1", "sato", "203.0.113.9", 68))
        .as("31 days later")
        .filteredOn(found -> found.startsWith("first-"))
        .hasSize(2);
  }

  @Test
  void aKindOfEventThatTheHostNeverHadIsFoundAndLastsAWeek() {
    windows("dc1", "4624", 0);
    assertThat(windows("dc1", "4624", 8)).isEmpty();
    assertThat(windows("dc1", "4794", 8))
        .containsExactly(
            "rare-event {event=Microsoft-Windows-Security-Auditing 4794, host.name=dc1}");
    look(14);
    assertThat(detection.states()).hasSize(1);
    look(16);
    assertThat(detection.states()).isEmpty();
  }

  /** From Snare, NXLog or Windows' SNMP service: {@link NewMessages} does not look at it either. */
  @Test
  void anEventOfWindowsIsOneByWhateverWayItCame() {
    Map<String, Object> usual =
        Map.of("winlog.channel", "System", "event.provider", "disk", "event.code", "51");
    Map<String, Object> news =
        Map.of("winlog.channel", "System", "event.provider", "disk", "event.code", "7");
    take("fs1", 0, false, usual);
    assertThat(take("fs1", 8, false, usual)).isEmpty();
    assertThat(take("fs1", 8, false, news))
        .containsExactly("rare-event {event=disk 7, host.name=fs1}");
  }

  @Test
  void whatWasLearnedOutlivesARestart() {
    logon("fs1", "sato", "192.0.2.1", 0);
    Unusual after = new Unusual();
    unusual.names().changes((day, name) -> after.names().restore(name, day));
    unusual = after;
    assertThat(logon("fs1", "sato", "192.0.2.1", 8)).isEmpty();
    assertThat(logon("fs1", "eve", "192.0.2.1", 8)).isNotEmpty();
  }

  @Test
  void theStateIsBoundedAndForgetsTheLongestUnseen() {
    SeenSet seen = new SeenSet();
    for (int i = 0; i < 500_000; i++) {
      seen.seen(SeenSet.hash("x", Integer.toString(i), ""), 1 + i / 1_000);
    }
    assertThat(seen.size()).isLessThanOrEqualTo(196_608);
    assertThat(seen.day(SeenSet.hash("x", "499999", ""))).isEqualTo(500);
    assertThat(seen.day(SeenSet.hash("x", "0", ""))).isZero();
  }

  /** Also where many are of the day that bounds what is kept. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.25, 0.49, 0.51, 0.75, 1})
  void halfIsForgottenHoweverManyAreOfOneDay(double newer) {
    SeenSet seen = new SeenSet();
    Random random = new Random(1);
    int ofSecondDay = 0;
    for (int i = 0; i < SeenSet.MOST; i++) {
      int day = random.nextDouble() < newer ? 2 : 1;
      ofSecondDay += day - 1;
      seen.seen(SeenSet.hash("x", Integer.toString(i), ""), day);
    }
    assertThat(seen.size()).isEqualTo(SeenSet.MOST);
    seen.seen(SeenSet.hash("y", "", ""), 2);

    assertThat(seen.size()).isEqualTo(SeenSet.MOST / 2 + 1);
    int left = 0;
    int[] quarters = new int[4];
    for (int i = 0; i < SeenSet.MOST; i++) {
      long name = SeenSet.hash("x", Integer.toString(i), "");
      left += seen.day(name) == 2 ? 1 : 0;
      quarters[(int) (name >>> 16) & 3] += seen.day(name) > 0 ? 1 : 0;
    }
    assertThat(left).isEqualTo(Math.min(ofSecondDay, SeenSet.MOST / 2));
    for (int quarter : quarters) {
      assertThat(quarter).as("spread over the table").isBetween(23_000, 26_000);
    }
  }

  /** A flood of names would silence all hosts for a week. */
  @Test
  void aHostThatSpeaksStaysKnownWhateverElseIsForgotten() {
    logon("fs1", "sato", "192.0.2.1", 0);
    logon("fs1", "sato", "192.0.2.1", 8);
    int today = (int) (START / 86_400_000_000L) + 8;
    for (int i = 0; i < SeenNames.MOST; i++) {
      unusual.names().see(SeenSet.hash("x", Integer.toString(i), ""), today);
    }
    assertThat(unusual.names().size()).as("half was forgotten").isLessThan(SeenNames.MOST);
    assertThat(logon("fs1", "eve", "192.0.2.1", 9)).isNotEmpty();
  }

  private List<String> logon(String host, String user, String address, int day) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("user.name", user);
    fields.put("source.ip", address);
    fields.put("event.outcome", "success");
    return take(host, day, false, fields);
  }

  private List<String> windows(String host, String code, int day) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("winlog.channel", "Security");
    fields.put("event.provider", "Microsoft-Windows-Security-Auditing");
    fields.put("event.code", code);
    return take(host, day, true, fields);
  }

  private List<String> take(String host, int day, boolean agent, Map<String, Object> fields) {
    long time = START + day * DAY;
    Event event =
        new Event(
            ++position,
            Transport.RELP,
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
            agent ? new Identity("a", 1, position) : null,
            fields);
    EventDraft draft = detection.draft();
    unusual.observe(event, draft);
    List<String> found =
        draft.changes().stream()
            .map(c -> c.alert().threshold() + " " + c.alert().labels())
            .toList();
    draft.commit();
    return found;
  }

  private void look(int day) {
    EventDraft draft = detection.draft();
    unusual.look(START + day * DAY, draft, detection.states().entrySet());
    draft.commit();
  }
}
