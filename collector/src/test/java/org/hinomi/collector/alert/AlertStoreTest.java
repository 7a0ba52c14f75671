package org.hinomi.collector.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.hinomi.collector.alert.AlertFixtures.START;
import static org.hinomi.collector.alert.AlertFixtures.round;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.alert.Transition.Severity;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.detect.ThresholdSet;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sigma.Aims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertStoreTest {
  private static final List<String> DESTINATIONS = List.of("mail", "nms");

  @TempDir private Path folder;
  private final FakeClock clock = new FakeClock(START);

  @Test
  void aFileSystemThatFillsUpIsToldOnceAndOnceWhenItIsWell() throws Exception {
    try (AlertStore store = open(AlertFixtures.disk())) {
      long position = 0;
      Instant time = START;
      double[] values = new double[120];
      for (int i = 0; i < values.length; i++) {
        values[i] = i < 10 ? 0.60 : i < 20 ? 0.82 : i < 100 ? (i % 2 == 0 ? 0.79 : 0.81) : 0.70;
      }
      for (double value : values) {
        time = time.plusSeconds(10);
        clock.set(time);
        store.accept(List.of(round(++position, time, value)), position + 1);
      }
      for (String destination : DESTINATIONS) {
        assertThat(drain(store, destination))
            .extracting(Transition::kind, Transition::severity)
            .containsExactly(
                tuple(Kind.RAISED, Severity.WARNING), tuple(Kind.CLEARED, Severity.WARNING));
      }
      assertThat(reader().current()).isEmpty();
    }
  }

  @Test
  void showsPendingAndFiringAlertsToAReaderBesideIt() throws Exception {
    try (AlertStore store = open(AlertFixtures.disk())) {
      accept(store, 1, 0, 0.95);
      assertThat(reader().current())
          .extracting(AlertReader.Alert::state, AlertReader.Alert::severity)
          .containsExactly(tuple(AlertReader.State.PENDING, Optional.empty()));
      AlertReader.Alert pending = reader().current().getFirst();
      assertThat(pending.coming()).contains(Severity.CRITICAL);
      Aims aims = new Aims(List.of("prevention"), List.of("availability"));
      assertThat(new AlertReader(folder, name -> Optional.of(aims)).current())
          .extracting(alert -> alert.context().purposes())
          .containsExactly(List.of("prevention"));
      accept(store, 2, 60, 0.95);
      List<AlertReader.Alert> current = reader().current();
      assertThat(current).hasSize(1);
      assertThat(current.getFirst().state()).isEqualTo(AlertReader.State.FIRING);
      assertThat(current.getFirst().severity()).contains(Severity.CRITICAL);
      assertThat(current.getFirst().since()).isEqualTo(START);
      assertThat(current.getFirst().labels()).containsEntry("host.name", "fs01");
      List<AlertReader.Step> history = reader().history(START, START.plusSeconds(3600), 10);
      assertThat(history).hasSize(1);
      assertThat(history.getFirst().cause()).isEqualTo(Cause.SAMPLE);
      assertThat(history.getFirst().notifications())
          .containsOnlyKeys("mail", "nms")
          .containsValue("queued");
      assertThat(history.getFirst().transition().position()).isEqualTo(2);
    }
  }

  @Test
  void aBatchThatComesAgainHasNoEffect() throws Exception {
    try (AlertStore store = open(AlertFixtures.disk())) {
      List<Decoded> batch = List.of(at(1, 0, 0.95), at(2, 60, 0.95));
      store.accept(batch, 3);
      store.accept(batch, 3);
      assertThat(store.nextPosition()).isEqualTo(3);
      assertThat(drain(store, "mail")).hasSize(1);
    }
  }

  @Test
  void goesOnAfterARestartWhereItsLastCommitWas() throws Exception {
    try (AlertStore store = open(AlertFixtures.disk())) {
      accept(store, 1, 0, 0.95);
    }
    try (AlertStore store = open(AlertFixtures.disk())) {
      assertThat(store.nextPosition()).isEqualTo(2);
      accept(store, 2, 60, 0.95);
      assertThat(drain(store, "mail")).extracting(Transition::since).containsExactly(START);
    }
    try (AlertStore store = open(AlertFixtures.disk())) {
      accept(store, 3, 70, 0.95);
      assertThat(drain(store, "mail")).as("told before the restart").isEmpty();
    }
  }

  /** What kill -9 leaves behind: the files as they are while the store is open. */
  @Test
  void aCrashBetweenTwoBatchesLosesAndRepeatsNothing() throws Exception {
    Path crashed = folder.resolve("crashed");
    Files.createDirectories(crashed);
    List<Decoded> second = List.of(at(2, 60, 0.95));
    String idWithoutCrash;
    try (AlertStore store = open(AlertFixtures.disk())) {
      accept(store, 1, 0, 0.95);
      copyTo(crashed);
      store.accept(second, 3);
      idWithoutCrash = drain(store, "mail").getFirst().id();
      Path afterSecond = folder.resolve("after");
      Files.createDirectories(afterSecond);
      copyTo(afterSecond);
      try (AlertStore again = open(afterSecond, AlertFixtures.disk())) {
        assertThat(again.nextPosition()).isEqualTo(3);
        assertThat(again.outbox().depth("mail")).as("delivered before the crash").isZero();
        assertThat(again.outbox().depth("nms")).as("still to be told").isEqualTo(1);
      }
    }
    try (AlertStore store = open(crashed, AlertFixtures.disk())) {
      assertThat(store.nextPosition()).isEqualTo(2);
      store.accept(second, 3);
      assertThat(drain(store, "mail")).extracting(Transition::id).containsExactly(idWithoutCrash);
    }
  }

  @Test
  void aCommitThatFailsIsTriedAgainWithoutLoss() throws Exception {
    try (AlertStore store = open(AlertFixtures.disk())) {
      accept(store, 1, 0, 0.95);
      try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
          Statement statement = other.createStatement()) {
        statement.executeUpdate(
            "CREATE TRIGGER full BEFORE INSERT ON notification BEGIN"
                + " SELECT RAISE(ABORT, 'disk full'); END");
        assertThatThrownBy(() -> accept(store, 2, 60, 0.95))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("disk full");
        assertThat(store.nextPosition()).isEqualTo(2);
        statement.executeUpdate("DROP TRIGGER full");
      }
      accept(store, 2, 60, 0.95);
      assertThat(drain(store, "mail")).hasSize(1);
    }
  }

  @Test
  void anAlertThatCameAndWentLongAgoIsRecordedAndNotTold() throws Exception {
    clock.set(START.plus(Duration.ofDays(2)));
    try (AlertStore store = open(AlertFixtures.disk())) {
      store.accept(List.of(at(1, 0, 0.95), at(2, 60, 0.95), at(3, 70, 0.10)), 4);
      assertThat(drain(store, "mail")).isEmpty();
      assertThat(reader().history(START, START.plusSeconds(3600), 10))
          .extracting(s -> s.transition().kind())
          .containsExactly(Kind.CLEARED, Kind.RAISED);
    }
  }

  @Test
  void anOldAlertIsToldAsSoonAsACurrentSampleShowsThatItStillFires() throws Exception {
    clock.set(START.plus(Duration.ofHours(3)));
    try (AlertStore store = open(AlertFixtures.disk())) {
      store.accept(List.of(at(1, 0, 0.95), at(2, 60, 0.95)), 3);
      assertThat(drain(store, "mail")).isEmpty();
    }
    try (AlertStore store = open(AlertFixtures.disk())) {
      accept(store, 3, 3600, 0.95);
      assertThat(drain(store, "mail")).as("still two hours old").isEmpty();
      accept(store, 4, 3 * 3600, 0.95);
      assertThat(drain(store, "mail"))
          .extracting(Transition::kind, Transition::at)
          .containsExactly(tuple(Kind.RAISED, START.plusSeconds(60)));
      accept(store, 5, 3 * 3600 + 10, 0.95);
      assertThat(drain(store, "mail")).isEmpty();
    }
  }

  @Test
  void theEndOfAnAlertThatWasToldIsToldHoweverOld() throws Exception {
    try (AlertStore store = open(AlertFixtures.disk())) {
      accept(store, 1, 0, 0.95);
      accept(store, 2, 60, 0.95);
      clock.set(START.plus(Duration.ofDays(1)));
      accept(store, 3, 120, 0.10);
      assertThat(drain(store, "mail"))
          .extracting(Transition::kind)
          .containsExactly(Kind.RAISED, Kind.CLEARED);
    }
  }

  @Test
  void clearsAlertsWhoseThresholdIsGone() throws Exception {
    try (AlertStore store = open(AlertFixtures.disk())) {
      accept(store, 1, 0, 0.95);
      accept(store, 2, 60, 0.95);
      drain(store, "mail");
    }
    clock.set(START.plusSeconds(600));
    for (int start = 0; start < 2; start++) {
      try (AlertStore store = open(AlertFixtures.disk("another-name"))) {
        List<Transition> told = drain(store, "mail");
        if (start == 0) {
          assertThat(told).extracting(Transition::kind).containsExactly(Kind.CLEARED);
          assertThat(told.getFirst().value()).isEmpty();
          assertThat(told.getFirst().at()).isEqualTo(START.plusSeconds(600));
        } else {
          assertThat(told).isEmpty();
        }
      }
    }
    assertThat(reader().current()).isEmpty();
    assertThat(reader().history(START, START.plusSeconds(3600), 1))
        .extracting(AlertReader.Step::cause)
        .containsExactly(Cause.THRESHOLD_REMOVED);
  }

  @Test
  void importsRaiseNoAlert() throws Exception {
    try (AlertStore store = open(AlertFixtures.disk())) {
      for (int i = 1; i < 5; i++) {
        Instant time = START.plusSeconds(60L * i);
        store.accept(List.of(round(i, time, "fs01", "/", 0.99, Transport.IMPORT)), i + 1);
      }
      assertThat(reader().current()).isEmpty();
      assertThat(store.nextPosition()).isEqualTo(5);
    }
    try (AlertStore store = open(AlertFixtures.disk())) {
      assertThat(store.nextPosition()).as("kept at the close").isEqualTo(5);
    }
  }

  @Test
  void notificationsOfADestinationThatIsGoneAreGivenUp() throws Exception {
    try (AlertStore store = open(AlertFixtures.disk())) {
      accept(store, 1, 0, 0.95);
      accept(store, 2, 60, 0.95);
    }
    try (AlertStore store =
        new AlertStore(
            folder, AlertFixtures.disk(), List.of("mail"), clock, new PrometheusRegistry())) {
      assertThat(store.outbox().depth("mail")).isEqualTo(1);
      assertThat(reader().history(START, START.plusSeconds(3600), 1).getFirst().notifications())
          .containsEntry("mail", "queued")
          .containsEntry("nms", "rejected");
    }
  }

  @Test
  void refusesAFileOfAnotherLayoutAndADamagedOne() throws Exception {
    open(AlertFixtures.disk()).close();
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement()) {
      statement.executeUpdate("PRAGMA user_version = 99");
    }
    assertThatThrownBy(() -> open(AlertFixtures.disk()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("layout 99 (expected: 6; a newer Hinomi wrote it)");
    Files.writeString(file(), "this is no database, but it is long enough to have a header");
    assertThatThrownBy(() -> open(AlertFixtures.disk()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("move it away");
  }

  @Test
  void bringsAFileOfTheFirstLayoutUpToDate() throws Exception {
    try (AlertStore store = open(AlertFixtures.disk())) {
      accept(store, 1, 0, 0.95);
      accept(store, 2, 60, 0.95);
    }
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement()) {
      for (String table :
          List.of("seen_recipient", "seen_message", "message_kind", "usual", "counted")) {
        statement.executeUpdate("DROP TABLE " + table);
      }
      statement.executeUpdate("DROP TABLE silence");
      statement.executeUpdate("DROP TABLE rhythm");
      statement.executeUpdate("DROP TABLE derived");
      statement.executeUpdate("DROP TABLE seen");
      statement.executeUpdate("DROP TABLE acknowledgement");
      statement.executeUpdate("DROP INDEX transition_life");
      statement.executeUpdate("DROP INDEX transition_alert");
      for (String column : new String[] {"act", "context", "life"}) {
        statement.executeUpdate("ALTER TABLE transition DROP COLUMN " + column);
      }
      statement.executeUpdate("ALTER TABLE series DROP COLUMN held");
      statement.executeUpdate("DROP TABLE event_alert");
      statement.executeUpdate("DROP TABLE correlation");
      statement.executeUpdate("ALTER TABLE transition DROP COLUMN match");
      statement.executeUpdate("DROP TABLE notify_group");
      statement.executeUpdate("ALTER TABLE notification DROP COLUMN message");
      statement.executeUpdate("PRAGMA user_version = 1");
    }
    assertThatThrownBy(() -> reader().current())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("start the collector");
    try (AlertStore store = open(AlertFixtures.disk())) {
      assertThat(store.nextPosition()).isEqualTo(3);
      assertThat(reader().last(10)).hasSize(1);
      assertThat(reader().current()).hasSize(1);
      assertThat(reader().life(reader().current().getFirst().id())).hasSize(1);
    }
  }

  @Test
  void isReadableByItsOwnerAlone() throws Exception {
    try (AlertStore store = open(AlertFixtures.disk())) {
      accept(store, 1, 0, 0.95);
      assertThat(Files.getPosixFilePermissions(file())).hasSize(2);
    }
  }

  private void accept(AlertStore store, long position, long second, double value)
      throws IOException {
    store.accept(List.of(at(position, second, value)), position + 1);
  }

  private static Decoded at(long position, long second, double value) {
    return round(position, START.plusSeconds(second), value);
  }

  private List<Transition> drain(AlertStore store, String destination) throws IOException {
    List<Transition> told = new ArrayList<>();
    Optional<Outbox.Queued> queued = store.outbox().peek(destination);
    while (queued.isPresent()) {
      told.add(queued.get().transition());
      store.outbox().delivered(queued.get(), clock.instant());
      queued = store.outbox().peek(destination);
    }
    assertThat(store.outbox().depth(destination)).isZero();
    return told;
  }

  private void copyTo(Path target) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private AlertStore open(ThresholdSet thresholds) throws IOException {
    return open(folder, thresholds);
  }

  private AlertStore open(Path state, ThresholdSet thresholds) throws IOException {
    return new AlertStore(state, thresholds, DESTINATIONS, clock, new PrometheusRegistry());
  }

  private AlertReader reader() {
    return new AlertReader(folder);
  }

  private Path file() {
    return folder.resolve(AlertStore.FILE);
  }
}
