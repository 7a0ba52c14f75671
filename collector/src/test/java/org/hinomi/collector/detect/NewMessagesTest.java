package org.hinomi.collector.detect;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.core.event.Identity;
import org.hinomi.core.event.Transport;
import org.junit.jupiter.api.Test;

class NewMessagesTest {
  private static final long DAY = 86_400_000_000L;
  private static final long START = Instant.parse("2026-11-01T00:00:00Z").toEpochMilli() * 1_000;

  private final EventDetection detection = new EventDetection(EventRules.NONE, Map.of());
  private Unusual unusual = new Unusual();
  private long position;

  @Test
  void aKindOfMessageThatAProgramNeverWroteIsListedWithItsReason() {
    for (int day = 0; day < 9; day++) {
      assertThat(take("web1", "kernel", "eth0: link is up, 1000 Mbit/s", day)).isEmpty();
    }
    assertThat(take("web1", "kernel", "sda: I/O error, sector 12345", 9))
        .containsExactly(
            "new-message {event.template=sda: I/O error, sector <*>, host.name=web1,"
                + " process.name=kernel}");
    MatchState state = detection.states().values().iterator().next();
    assertThat(requireNonNull(state.newest().why()))
        .containsEntry("known_days", "9")
        .containsEntry("new_on", "all-hosts");
    assertThat(state.newest().message()).isEqualTo("sda: I/O error, sector 12345");
    assertThat(take("web1", "kernel", "sda: I/O error, sector 777", 9))
        .as("known from then on")
        .isEmpty();
  }

  @Test
  void whatOtherHostsWriteIsNewHereOnce() {
    take("a", "app", "started in 12 ms", 0);
    take("b", "app", "started in 12 ms", 0);
    take("a", "app", "worker died with signal 9", 0);
    assertThat(take("b", "app", "worker died with signal 11", 8)).hasSize(1);
    assertThat(requireNonNull(detection.states().values().iterator().next().newest().why()))
        .containsEntry("new_on", "this-host");
    assertThat(take("b", "app", "worker died with signal 6", 8)).isEmpty();
  }

  @Test
  void aProgramThatTheHostDoesNotKnowForAWeekIsLearned() {
    take("a", "app", "started", 0);
    assertThat(take("a", "other", "hello world", 8)).isEmpty();
    assertThat(take("a", "other", "something else happened", 9)).isEmpty();
    assertThat(take("a", "other", "fatal: out of ideas", 15)).hasSize(1);
  }

  @Test
  void whatWasLearnedOutlivesARestart() {
    take("a", "app", "started in 5 ms", 0);
    Unusual after = new Unusual();
    unusual.messages().seen().changes((day, name) -> after.messages().seen().restore(name, day));
    unusual.messages().kinds().changes().kept().forEach(after.messages().kinds()::restore);
    unusual = after;
    assertThat(take("a", "app", "started in 6 ms", 8)).isEmpty();
    assertThat(take("a", "app", "stopped by signal", 8)).hasSize(1);
  }

  @Test
  void windowsAndSnmpAreNotLookedAt() {
    for (Transport transport : List.of(Transport.SNMP, Transport.RELP)) {
      String kind = transport == Transport.RELP ? "winevent" : "line";
      take("w", "app", "a text", 0, transport, kind);
      assertThat(take("w", "app", "quite another text", 9, transport, kind)).isEmpty();
    }
  }

  @Test
  void anExtremeValueIsListedWithWhatIsUsual() {
    for (int day = 0; day < 8; day++) {
      for (int i = 0; i < 20; i++) {
        assertThat(bytes(1_000 + 10 * i, day)).isEmpty();
      }
    }
    assertThat(bytes(9_000_000_000L, 8))
        .containsExactly("extreme-value {field=source.bytes, host.name=proxy, process.name=squid}");
    assertThat(requireNonNull(detection.states().values().iterator().next().newest().why()))
        .containsEntry("value", "9000000000")
        .containsKeys("usual", "largest", "deviations");
  }

  private List<String> bytes(long bytes, int day) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("source.bytes", bytes);
    fields.put("source.port", 50_000L + bytes % 1_000);
    return take(event("proxy", "squid", "x", day, Transport.SYSLOG_UDP, fields));
  }

  private List<String> take(String host, String app, String message, int day) {
    return take(host, app, message, day, Transport.SYSLOG_TCP, "line");
  }

  private List<String> take(
      String host, String app, String message, int day, Transport transport, String kind) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("agent.kind", kind);
    return take(event(host, app, message, day, transport, fields));
  }

  private Event event(
      String host,
      String app,
      String message,
      int day,
      Transport transport,
      Map<String, Object> fields) {
    long time = START + day * DAY;
    return new Event(
        ++position,
        transport,
        "192.0.2.9",
        time,
        time,
        host,
        3,
        6,
        app,
        null,
        message,
        RawMessage.wrap(message.getBytes(StandardCharsets.UTF_8)),
        transport == Transport.RELP ? new Identity("a", 1, position) : null,
        fields);
  }

  private List<String> take(Event event) {
    EventDraft draft = detection.draft();
    unusual.observe(event, draft);
    List<String> found =
        draft.changes().stream()
            .map(c -> c.alert().threshold() + " " + c.alert().labels())
            .toList();
    draft.commit();
    return found;
  }
}
