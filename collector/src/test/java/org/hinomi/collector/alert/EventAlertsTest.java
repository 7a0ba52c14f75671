package org.hinomi.collector.alert;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.hinomi.collector.alert.AlertFixtures.START;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.alert.Transition.Severity;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.collector.detect.AttributeFilter;
import org.hinomi.collector.detect.Derivation;
import org.hinomi.collector.detect.Direction;
import org.hinomi.collector.detect.EventCounting;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.collector.detect.Level;
import org.hinomi.collector.detect.Levels;
import org.hinomi.collector.detect.Threshold;
import org.hinomi.collector.detect.ThresholdSet;
import org.hinomi.core.event.Identity;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sigma.Aims;
import org.hinomi.core.sigma.SigmaReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventAlertsTest {
  private static final String RULES =
      """
      title: Backup Failed
      id: backup
      level: high
      logsource: {product: linux, service: backup}
      detection: {s: {message|contains: failed}, condition: s}
      fields: [volume]
      ---
      title: Failed Logon
      id: logon
      level: medium
      logsource: {product: linux, service: sshd}
      detection: {s: {message|startswith: Failed}, condition: s}
      ---
      title: Many Failed Logons
      id: many
      level: critical
      correlation: {type: event_count, rules: [logon], group-by: [source.ip], timespan: 1m, condition: {gte: 3}}
      """;

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
      Event e = event(1, 0, "backup", "backup failed");
      take(
          store,
          new Event(
              1,
              Transport.IMPORT,
              e.sourceAddress(),
              e.receivedMicros(),
              e.timeMicros(),
              e.host(),
              3,
              6,
              e.app(),
              null,
              e.message(),
              e.original(),
              null,
              e.fields()));
      assertThat(reader().last(10)).isEmpty();
    }
  }

  @Test
  void aCorrelationGoesOnAfterACrashAndHidesWhatItCounts() throws Exception {
    Path crashed = folder.resolve("crashed");
    Files.createDirectories(crashed);
    try (AlertStore store = open(RULES)) {
      take(store, failed(1, 0, "192.0.2.1"));
      take(store, failed(2, 20, "192.0.2.1"));
      take(store, failed(3, 21, "192.0.2.2"));
      copyTo(crashed);
    }
    try (AlertStore store = open(crashed, RULES)) {
      assertThat(store.nextPosition()).isEqualTo(4);
      take(store, failed(4, 40, "192.0.2.1"));
      take(store, failed(4, 40, "192.0.2.1"));
      assertThat(new AlertReader(crashed).current())
          .singleElement()
          .satisfies(
              alert -> {
                assertThat(alert.rule()).isEqualTo("many");
                assertThat(alert.labels())
                    .containsExactly(java.util.Map.entry("source.ip", "192.0.2.1"));
                assertThat(alert.since()).isEqualTo(START);
                assertThat(of(alert.match()).count()).isEqualTo(1);
              });
    }
  }

  @Test
  void aBatchThatCouldNotBeWrittenCountsOnceForACorrelation() throws Exception {
    try (AlertStore store = open(RULES);
        var other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(AlertStore.FILE));
        var statement = other.createStatement()) {
      take(store, failed(1, 0, "192.0.2.1"));
      statement.executeUpdate("ALTER TABLE correlation RENAME TO gone");
      assertThatThrownBy(() -> take(store, failed(2, 1, "192.0.2.1")))
          .isInstanceOf(IOException.class);
      statement.executeUpdate("ALTER TABLE gone RENAME TO correlation");
      take(store, failed(2, 1, "192.0.2.1"));
      assertThat(reader().current()).isEmpty();
      take(store, failed(3, 2, "192.0.2.1"));
      assertThat(reader().current()).hasSize(1);
    }
  }

  @Test
  void numbersOfRecordsGoOnAfterACrash() throws Exception {
    Path crashed = Files.createDirectories(folder.resolve("crashed"));
    try (AlertStore store = open(RULES)) {
      store.accept(numbered(1, 1_100), 1_101);
      List<Decoded> more = new ArrayList<>(numbered(1_101, 1_110));
      more.add(event(1_111, 0, "backup", "backup failed"));
      store.accept(more, 1_112);
      copyTo(crashed);
    }
    try (AlertStore store = open(crashed, RULES)) {
      store.accept(numbered(1_112, 1_112), 1_113);
      assertThat(new AlertReader(crashed).current())
          .as("the numbers in between were seen")
          .extracting(AlertReader.Alert::rule)
          .containsExactly("backup");
    }
  }

  @Test
  void whatIsMissingIsFoundThoughItCouldNotBeWrittenAtFirst() throws Exception {
    try (AlertStore store = open(RULES);
        var other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(AlertStore.FILE));
        var statement = other.createStatement()) {
      store.accept(numbered(1, 1_100), 1_101);
      statement.executeUpdate("ALTER TABLE transition RENAME TO gone");
      assertThatThrownBy(() -> store.accept(numbered(1_111, 1_111), 1_112))
          .isInstanceOf(IOException.class);
      statement.executeUpdate("ALTER TABLE gone RENAME TO transition");
      store.accept(numbered(1_111, 1_111), 1_112);
      assertThat(reader().current())
          .extracting(AlertReader.Alert::rule)
          .containsExactly("records-missing");
    }
  }

  @Test
  void eventsAreCountedOnceThoughWhatFollowsCouldNotBeWrittenAtFirst() throws Exception {
    Threshold many =
        new Threshold(
            "many",
            EventCounting.metric("many"),
            AttributeFilter.ALL,
            List.of(),
            null,
            new Levels(Direction.ABOVE, new Level(3, 2), null, Duration.ZERO, Duration.ZERO),
            List.of(),
            new Derivation.Plain(),
            Threshold.In.ALWAYS,
            new Aims(List.of(), List.of()),
            new EventCounting("", e -> e.message().equals("x"), Duration.ofMinutes(5), true));
    List<Event> all = new ArrayList<>();
    for (long second : new long[] {0, 310, 320, 330, 910, 920}) {
      all.add(event(all.size() + 1, second, "app", second == 0 || second > 900 ? "y" : "x"));
    }
    try (AlertStore store =
            new AlertStore(
                folder,
                new ThresholdSet(List.of(many)),
                List.of("mail"),
                clock,
                new PrometheusRegistry());
        var other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(AlertStore.FILE));
        var statement = other.createStatement()) {
      store.accept(List.of(all.get(0)), 2);
      store.accept(List.copyOf(all.subList(1, 3)), 4);
      statement.executeUpdate("ALTER TABLE transition RENAME TO gone");
      assertThatThrownBy(() -> store.accept(List.copyOf(all.subList(3, 5)), 6))
          .isInstanceOf(IOException.class);
      statement.executeUpdate("ALTER TABLE gone RENAME TO transition");
      store.accept(List.copyOf(all.subList((int) store.nextPosition() - 1, 6)), 7);
      assertThat(reader().last(10))
          .extracting(t -> t.transition().kind(), t -> t.transition().value().getAsDouble())
          .containsExactly(tuple(Kind.RAISED, 3.0));
    }
  }

  /** Records of a Windows log whose numbers are their positions, 1,112 the one after 1,110. */
  private static List<Decoded> numbered(long from, long to) {
    List<Decoded> records = new ArrayList<>();
    for (long position = from; position <= to; position++) {
      Event e = event(position, 0, "x", "x");
      e.fields().put("winlog.channel", "Security");
      e.fields().put("winlog.record_id", position == 1_112 ? 1_111 : position);
      records.add(
          new Event(
              position,
              Transport.RELP,
              e.sourceAddress(),
              e.receivedMicros(),
              e.timeMicros(),
              e.host(),
              3,
              6,
              e.app(),
              null,
              e.message(),
              e.original(),
              new Identity("agent", 1, position),
              e.fields()));
    }
    return records;
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
      take(store, by(Transport.SNMP, told));
      Event other = event(3, 2, "sw1", "", "a text");
      other.fields().putAll(Map.of("event.code", "6008", "snmp.version", "1"));
      take(store, by(Transport.SNMP, other));
      assertThat(reader().current())
          .extracting(AlertReader.Alert::rule, alert -> alert.labels().get("host.name"))
          .containsExactlyInAnyOrder(
              tuple("refused", "dc1"),
              tuple("unclean", "fs1"),
              tuple("trap", "fs1"),
              tuple("trap", "sw1"));
    }
  }

  private static Event by(Transport transport, Event event) {
    return new Event(
        event.position(),
        transport,
        event.sourceAddress(),
        event.receivedMicros(),
        event.timeMicros(),
        event.host(),
        event.facility(),
        event.severity(),
        event.app(),
        event.pid(),
        event.message(),
        event.original(),
        event.identity(),
        event.fields());
  }

  private static Transition.Match of(Transition.@Nullable Match match) {
    return requireNonNull(match);
  }

  private static void take(AlertStore store, Event event) throws IOException {
    store.accept(List.of(event), event.position() + 1);
  }

  private static Event failed(long position, long second, String address) {
    Event event = event(position, second, "sshd", "Failed password for root");
    event.fields().put("source.ip", address);
    return event;
  }

  private static Event event(long position, long second, String app, String message) {
    return event(position, second, "db01", app, message);
  }

  private static Event event(long position, long second, String host, String app, String message) {
    long micros = Micros.of(START.plusSeconds(second));
    return new Event(
        position,
        Transport.SYSLOG_TCP,
        "192.0.2.9",
        micros,
        micros,
        host,
        3,
        6,
        app,
        null,
        message,
        RawMessage.wrap(message.getBytes(StandardCharsets.UTF_8)),
        null,
        new HashMap<>());
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

  private void copyTo(Path target) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private AlertStore open(String rules) throws IOException {
    return open(folder, rules);
  }

  private AlertStore open(Path state, String text) throws IOException {
    SigmaReader.Reading reading = new SigmaReader().read("r.yml", text);
    assertThat(reading.problems()).isEmpty();
    EventRules rules =
        new EventRules(reading.rules(), reading.soundCorrelations(), EventRules.Settings.DEFAULT)
            .listening(List.of());
    return new AlertStore(
        state,
        new ThresholdSet(List.of()),
        rules,
        List.of("mail"),
        clock,
        new PrometheusRegistry());
  }

  private AlertReader reader() {
    return new AlertReader(folder);
  }
}
