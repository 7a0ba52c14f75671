package org.hinomi.collector.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hinomi.collector.alert.AlertFixtures.START;
import static org.hinomi.collector.alert.EventAlertFixture.RULES;
import static org.hinomi.collector.alert.EventAlertFixture.by;
import static org.hinomi.collector.alert.EventAlertFixture.event;
import static org.hinomi.collector.alert.EventAlertFixture.of;
import static org.hinomi.collector.alert.EventAlertFixture.take;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.alert.Transition.Severity;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.core.event.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventAlertsTest {
  @TempDir private Path folder;
  private final FakeClock clock = new FakeClock(START);

  @Test
  void isRaisedOnceCountsUpAndClearsWhenItIsQuiet() throws Exception {
    try (AlertStore store = open(RULES)) {
      take(store, event(1, 0, "backup", "backup failed: /srv"));
      take(store, event(2, 60, "backup", "all is well"));
      take(store, event(3, 120, "backup", "backup failed again"));
      assertThat(drain(store))
          .extracting(Transition::kind, Transition::severity)
          .containsExactly(tuple(Kind.RAISED, Severity.CRITICAL));
      AlertReader.Alert alert = reader().current().getFirst();
      assertThat(alert.rule()).isEqualTo("backup");
      assertThat(alert.labels()).containsOnlyKeys("host.name");
      assertThat(of(alert.match()).title()).isEqualTo("Backup Failed");
      assertThat(of(alert.match()).count()).isEqualTo(2);
      assertThat(of(alert.match()).newest().position()).isEqualTo(3);
      assertThat(of(alert.match()).newest().message()).isEqualTo("backup failed again");
      assertThat(of(alert.match()).newest().sha256()).hasSize(64);
      take(store, event(4, 120 + 15 * 60, "other", "still within the time"));
      assertThat(reader().current()).hasSize(1);
      take(store, event(5, 121 + 15 * 60, "other", "beyond it"));
      assertThat(reader().current()).isEmpty();
      assertThat(drain(store))
          .singleElement()
          .satisfies(
              cleared -> {
                assertThat(cleared.kind()).isEqualTo(Kind.CLEARED);
                assertThat(of(cleared.match()).count()).isEqualTo(2);
                assertThat(cleared.at()).isEqualTo(START.plusSeconds(120 + 15 * 60));
              });
    }
  }

  @Test
  void clearsByTheClockWhenNothingComes() throws Exception {
    try (AlertStore store = open(RULES)) {
      take(store, event(1, 0, "backup", "backup failed"));
      clock.advance(Duration.ofMinutes(16));
      store.endQuiet(3);
      assertThat(reader().current()).as("a record waits to be looked at").hasSize(1);
      store.endQuiet(2);
      assertThat(reader().current()).isEmpty();
      assertThat(reader().last(1).getFirst().cause()).isEqualTo(Cause.QUIET);
    }
  }

  @Test
  void aMatchLongAfterTheLastIsAnotherAlert() throws Exception {
    try (AlertStore store = open(RULES)) {
      Event late = event(2, 3_600, "backup", "backup failed");
      store.accept(List.of(event(1, 0, "backup", "backup failed"), late), 3);
      assertThat(reader().last(10))
          .extracting(step -> step.transition().kind())
          .containsExactly(Kind.RAISED, Kind.CLEARED, Kind.RAISED);
      assertThat(reader().current())
          .singleElement()
          .satisfies(alert -> assertThat(alert.since()).isEqualTo(START.plusSeconds(3_600)));
    }
  }

  @Test
  void importedEventsRaiseNothing() throws Exception {
    try (AlertStore store = open(RULES)) {
      take(store, by(Transport.IMPORT, null, event(1, 0, "backup", "backup failed")));
      assertThat(reader().last(10)).isEmpty();
    }
  }

  /** No rhythm is learned of them, and none is a kind of message that was not there before. */
  @Test
  void startsStopsAndPausesOfTheCollectorRaiseNothing() throws Exception {
    long day = 86_400;
    try (AlertStore store = open(RULES)) {
      take(store, by(Transport.INTERNAL, null, event(1, 0, "logs", "hinomi", "user.add: done")));
      for (int i = 0; i < 9; i++) {
        take(store, ofRun(2 + 2 * i, i * day + 1, "collector.start"));
        take(store, ofRun(3 + 2 * i, i * day + 30_000, "collector.stop"));
      }
      take(store, ofRun(20, 9 * day, "collector.pause"));
      clock.set(START.plusSeconds(20 * day));
      store.endQuiet(21);
      assertThat(reader().last(10)).isEmpty();
      take(
          store,
          by(Transport.INTERNAL, null, event(21, 20 * day, "logs", "hinomi", "a lot is wrong")));
      assertThat(reader().last(10)).as("of anything else it is news").hasSize(1);
    }
  }

  private static Event ofRun(long position, long second, String action) {
    Event event = event(position, second, "logs", "hinomi", action + ": done by hinomi (local)");
    event.fields().put("event.action", action);
    return by(Transport.INTERNAL, null, event);
  }

  @Test
  void anAlertWhoseRuleIsGoneIsClosedAtTheStart() throws Exception {
    try (AlertStore store = open(RULES)) {
      take(store, event(1, 0, "backup", "backup failed"));
      assertThat(drain(store)).hasSize(1);
    }
    try (AlertStore store = open(RULES.substring(RULES.indexOf("---\n") + 4))) {
      assertThat(drain(store)).extracting(Transition::kind).containsExactly(Kind.CLEARED);
      assertThat(reader().last(1).getFirst().cause()).isEqualTo(Cause.RULE_REMOVED);
    }
  }

  @Test
  void whatIsReadAgainAfterALossOfTheFileIsNotToldAgain() throws Exception {
    clock.set(START.plus(Duration.ofHours(3)));
    try (AlertStore store = open(RULES)) {
      take(store, event(1, 0, "backup", "backup failed"));
      take(store, event(2, 7_200, "other", "x"));
      assertThat(drain(store)).isEmpty();
      assertThat(reader().last(10)).hasSize(2);
    }
  }

  @Test
  void aRuleWithTooManyAlertsKeepsOneForAllFurther() throws Exception {
    try (AlertStore store = open(RULES)) {
      List<Decoded> storm = new ArrayList<>();
      for (int i = 1; i <= 1_200; i++) {
        storm.add(event(i, 0, "host" + i, "backup", "backup failed"));
      }
      store.accept(storm, 1_201);
      List<AlertReader.Alert> current = reader().current();
      assertThat(current).hasSize(1_001);
      assertThat(current)
          .filteredOn(alert -> alert.labels().containsKey("hinomi.alert_limit"))
          .singleElement()
          .satisfies(alert -> assertThat(of(alert.match()).count()).isEqualTo(200));
    }
  }

  /** Who looks after servers by way of Snare, NXLog or traps has the same alerts. */
  @Test
  void anEventOfWindowsIsOneByWhateverWayItCame() throws Exception {
    String rules =
        """
        title: Unclean
        id: unclean
        level: high
        logsource: {product: windows, service: system}
        detection: {s: {Provider_Name: EventLog, EventID: 6008}, condition: s}
        ---
        title: Refused
        id: refused
        level: high
        logsource: {product: windows, service: security}
        detection: {s: {EventID: 4625, SubStatus|endswith: c000006a}, condition: s}
        fields: [TargetUserName]
        ---
        title: Linux
        id: linux
        level: high
        logsource: {product: linux}
        detection: {s: {message|contains: text}, condition: s}
        ---
        title: Trap
        id: trap
        level: high
        logsource: {service: snmptrap}
        detection: {s: {snmp.version: '1'}, condition: s}
        """;
    try (AlertStore store = open(rules)) {
      Event refused = event(1, 0, "dc1", "nx", "a text");
      refused
          .fields()
          .putAll(
              Map.of(
                  "winlog.channel", "Security",
                  "event.provider", "Microsoft-Windows-Security-Auditing",
                  "event.code", "4625",
                  "winlog.event_data.SubStatus", "0xc000006a",
                  "winlog.event_data.TargetUserName", "eve"));
      take(store, refused);
      Event told = event(2, 1, "fs1", "", "a text");
      told.fields()
          .putAll(
              Map.of(
                  "event.provider", "EventLog",
                  "event.code", "6008",
                  "winlog.task", 0L,
                  "snmp.version", "1"));
      take(store, by(Transport.SNMP, null, told));
      Event other = event(3, 2, "sw1", "", "a text");
      other.fields().putAll(Map.of("event.code", "6008", "snmp.version", "1"));
      take(store, by(Transport.SNMP, null, other));
      assertThat(reader().current())
          .extracting(AlertReader.Alert::rule, alert -> alert.labels().get("host.name"))
          .containsExactlyInAnyOrder(
              tuple("refused", "dc1"),
              tuple("unclean", "fs1"),
              tuple("trap", "fs1"),
              tuple("trap", "sw1"));
    }
  }

  private List<Transition> drain(AlertStore store) throws IOException {
    List<Transition> told = new ArrayList<>();
    Optional<Outbox.Queued> queued = store.outbox().peek("mail");
    while (queued.isPresent()) {
      told.add(queued.get().transition());
      store.outbox().delivered(queued.get(), clock.instant());
      queued = store.outbox().peek("mail");
    }
    return told;
  }

  private AlertStore open(String rules) throws IOException {
    return new EventAlertFixture(folder, clock).open(rules);
  }

  private AlertReader reader() {
    return new AlertReader(folder);
  }
}
