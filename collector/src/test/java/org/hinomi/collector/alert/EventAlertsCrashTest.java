package org.hinomi.collector.alert;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.hinomi.collector.alert.AlertFixtures.START;
import static org.hinomi.collector.alert.EventAlertFixture.RULES;
import static org.hinomi.collector.alert.EventAlertFixture.by;
import static org.hinomi.collector.alert.EventAlertFixture.event;
import static org.hinomi.collector.alert.EventAlertFixture.failed;
import static org.hinomi.collector.alert.EventAlertFixture.of;
import static org.hinomi.collector.alert.EventAlertFixture.take;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.detect.AttributeFilter;
import org.hinomi.collector.detect.Derivation;
import org.hinomi.collector.detect.Direction;
import org.hinomi.collector.detect.EventCounting;
import org.hinomi.collector.detect.Level;
import org.hinomi.collector.detect.Levels;
import org.hinomi.collector.detect.Threshold;
import org.hinomi.collector.detect.ThresholdSet;
import org.hinomi.core.event.Identity;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sigma.Aims;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was seen counts once, whatever could not be written, and after a crash. */
class EventAlertsCrashTest {
  @TempDir private Path folder;
  private final FakeClock clock = new FakeClock(START);
  private EventAlertFixture alerts;

  @BeforeEach
  void make() {
    alerts = new EventAlertFixture(folder, clock);
  }

  @Test
  void aCorrelationGoesOnAfterACrashAndHidesWhatItCounts() throws Exception {
    Path crashed = folder.resolve("crashed");
    Files.createDirectories(crashed);
    try (AlertStore store = alerts.open(RULES)) {
      take(store, failed(1, 0, "192.0.2.1"));
      take(store, failed(2, 20, "192.0.2.1"));
      take(store, failed(3, 21, "192.0.2.2"));
      alerts.copyTo(crashed);
    }
    try (AlertStore store = alerts.open(crashed, RULES)) {
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
    try (AlertStore store = alerts.open(RULES);
        var other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(AlertStore.FILE));
        var statement = other.createStatement()) {
      take(store, failed(1, 0, "192.0.2.1"));
      statement.executeUpdate("ALTER TABLE correlation RENAME TO gone");
      assertThatThrownBy(() -> take(store, failed(2, 1, "192.0.2.1")))
          .isInstanceOf(IOException.class);
      statement.executeUpdate("ALTER TABLE gone RENAME TO correlation");
      take(store, failed(2, 1, "192.0.2.1"));
      assertThat(alerts.reader().current()).isEmpty();
      take(store, failed(3, 2, "192.0.2.1"));
      assertThat(alerts.reader().current()).hasSize(1);
    }
  }

  @Test
  void numbersOfRecordsGoOnAfterACrash() throws Exception {
    Path crashed = Files.createDirectories(folder.resolve("crashed"));
    try (AlertStore store = alerts.open(RULES)) {
      store.accept(numbered(1, 1_100), 1_101);
      List<Decoded> more = new ArrayList<>(numbered(1_101, 1_110));
      more.add(event(1_111, 0, "backup", "backup failed"));
      store.accept(more, 1_112);
      alerts.copyTo(crashed);
    }
    try (AlertStore store = alerts.open(crashed, RULES)) {
      store.accept(numbered(1_112, 1_112), 1_113);
      assertThat(new AlertReader(crashed).current())
          .as("the numbers in between were seen")
          .extracting(AlertReader.Alert::rule)
          .containsExactly("backup");
    }
  }

  @Test
  void whatIsMissingIsFoundThoughItCouldNotBeWrittenAtFirst() throws Exception {
    try (AlertStore store = alerts.open(RULES);
        var other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(AlertStore.FILE));
        var statement = other.createStatement()) {
      store.accept(numbered(1, 1_100), 1_101);
      statement.executeUpdate("ALTER TABLE transition RENAME TO gone");
      assertThatThrownBy(() -> store.accept(numbered(1_111, 1_111), 1_112))
          .isInstanceOf(IOException.class);
      statement.executeUpdate("ALTER TABLE gone RENAME TO transition");
      store.accept(numbered(1_111, 1_111), 1_112);
      assertThat(alerts.reader().current())
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
      assertThat(alerts.reader().last(10))
          .extracting(t -> t.transition().kind(), t -> t.transition().value().getAsDouble())
          .containsExactly(tuple(Kind.RAISED, 3.0));
    }
  }

  @Test
  void whoWroteToWhomIsKnownAfterACrash() throws Exception {
    Path crashed = Files.createDirectories(folder.resolve("crashed"));
    try (AlertStore store = alerts.open(RULES)) {
      take(store, mail(1, 0, 1_000, "tanaka@customer.example"));
      take(store, mail(2, 8, 1_000, "x@rival.example"));
      clock.advance(Duration.ofMinutes(2));
      take(store, mail(3, 8, 1_000, "tanaka@customer.example"));
      alerts.copyTo(crashed);
    }
    try (AlertStore store = alerts.open(crashed, RULES)) {
      take(store, mail(3, 8, 1_000, "tanaka@customer.example"));
      take(store, mail(4, 8, 1_000, "x@rival.example"));
      take(store, mail(5, 8, 6 << 20, "sato1987@gmail.com"));
    }
    assertThat(new AlertReader(crashed).last(10))
        .extracting(
            step -> step.transition().labels().get("email.to.address"),
            step -> step.transition().context().held())
        .containsExactlyInAnyOrder(
            tuple("x@rival.example", "informational"),
            tuple("sato1987@gmail.com", "informational"));
    assertThat(new AlertReader(crashed).current())
        .as("where to look first")
        .extracting(
            AlertReader.Alert::rule,
            AlertReader.Alert::rank,
            a ->
                requireNonNull(a.context().rank()).reasons().stream()
                    .map(Rank.Reason::value)
                    .toList())
        .containsExactly(
            tuple(
                "first-recipient",
                60,
                List.of("first", "large", "private-mailbox", "informational", "new-to-house")),
            tuple("first-recipient", 30, List.of("first", "informational", "new-to-house")));
  }

  private static Event mail(long position, int day, long size, String to) {
    Event e = event(position, day * 86_400L, "mail", "postfix/qmgr", "A1: removed");
    e.fields().put("event.action", "mail-record");
    e.fields().put("email.from.address", "sato@example.co.jp");
    e.fields().put("email.size", size);
    e.fields().put("email.to.address", to);
    e.fields().put("email.deliveries", to + " sent 2.0.0 mx.example[192.0.2.7]:25");
    return e;
  }

  /** Records of a Windows log whose numbers are their positions, 1,112 the one after 1,110. */
  private static List<Decoded> numbered(long from, long to) {
    List<Decoded> records = new ArrayList<>();
    for (long position = from; position <= to; position++) {
      Event e = event(position, 0, "x", "x");
      e.fields().put("winlog.channel", "Security");
      e.fields().put("winlog.record_id", position == 1_112 ? 1_111 : position);
      records.add(by(Transport.RELP, new Identity("agent", 1, position), e));
    }
    return records;
  }
}
