package org.hinomi.collector.alert;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.hinomi.collector.alert.AlertFixtures.START;
import static org.hinomi.collector.alert.AlertFixtures.round;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.alert.AlertException.Reason;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.calendar.CalendarFolder;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.core.event.HostGroup;
import org.hinomi.core.sigma.Aims;
import org.hinomi.core.text.Glob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertActionsTest {
  @TempDir private Path folder;
  private final FakeClock clock = new FakeClock(START);
  private long position;
  private Calendars calendars = Calendars.NONE;
  private AlertSettings settings = AlertSettings.DEFAULT;

  @Test
  void whoTakesAnAlertIsShownUntilItClears() throws Exception {
    try (AlertStore store = open()) {
      String id = raise(store);
      clock.set(START.plusSeconds(120));
      store.actions().acknowledge(id.substring(0, 8), new Act("sato", null, "on my way"));
      AlertReader.Alert alert = reader().current().getFirst();
      assertThat(alert.state()).isEqualTo(AlertReader.State.ACKNOWLEDGED);
      assertThat(alert.acknowledged())
          .isEqualTo(
              new Acknowledgement(new Act("sato", null, "on my way"), START.plusSeconds(120)));
      sample(store, 180, 0.10);
      assertThat(steps(id))
          .containsExactly(
              tuple(Kind.RAISED, Cause.SAMPLE, ""),
              tuple(Kind.ACKNOWLEDGED, Cause.PERSON, "sato"),
              tuple(Kind.CLEARED, Cause.SAMPLE, ""));
      assertThat(told(store)).containsExactly(Kind.RAISED, Kind.CLEARED);
    }
    try (AlertStore store = open()) {
      raiseAgain(store, 240);
      assertThat(reader().current().getFirst().acknowledged())
          .as("another life begins without anybody")
          .isNull();
    }
  }

  @Test
  void anAcknowledgementOutlivesARestartAndEndsWithItsTime() throws Exception {
    String id;
    try (AlertStore store = open()) {
      id = raise(store);
      told(store);
      store.actions().acknowledge(id, new Act("sato", START.plusSeconds(600), ""));
    }
    try (AlertStore store = open()) {
      clock.set(START.plusSeconds(599));
      store.release();
      assertThat(reader().current().getFirst().acknowledged()).isNotNull();
      clock.set(START.plusSeconds(600));
      store.release();
      assertThat(reader().current().getFirst().state()).isEqualTo(AlertReader.State.FIRING);
      assertThat(steps(id)).last().isEqualTo(tuple(Kind.UNACKNOWLEDGED, Cause.EXPIRED, "sato"));
      assertThat(told(store)).as("it fires still: told again").containsExactly(Kind.RAISED);
      store.release();
      assertThat(told(store)).isEmpty();
    }
  }

  @Test
  void anAlertThatBecomesWorseIsNobodysAgain() throws Exception {
    try (AlertStore store = open()) {
      sample(store, 0, 0.82);
      sample(store, 60, 0.82);
      String id = reader().current().getFirst().id();
      store.actions().acknowledge(id, new Act("sato", null, ""));
      sample(store, 120, 0.95);
      sample(store, 180, 0.95);
      assertThat(reader().current().getFirst().acknowledged()).isNull();
      assertThat(steps(id))
          .extracting(step -> step.toList().get(1))
          .containsExactly(Cause.SAMPLE, Cause.PERSON, Cause.SAMPLE, Cause.WORSE);
    }
  }

  @Test
  void whatASilenceHoldsBackIsRecordedAndToldAfterwards() throws Exception {
    try (AlertStore store = open()) {
      Silence silence =
          store
              .actions()
              .silence(
                  List.of(Matcher.of("host.name=FS*").orElseThrow()),
                  START,
                  START.plusSeconds(3600),
                  "sato",
                  "disk is being moved");
      String id = raise(store);
      assertThat(told(store)).isEmpty();
      assertThat(reader().current().getFirst().context().held())
          .isEqualTo("silence " + silence.id());
      assertThat(steps(id)).hasSize(1);
      store.release();
      assertThat(told(store)).isEmpty();
    }
    try (AlertStore store = open()) {
      clock.set(START.plusSeconds(3600));
      store.release();
      assertThat(told(store)).containsExactly(Kind.RAISED);
      sample(store, 3700, 0.10);
      assertThat(told(store)).containsExactly(Kind.CLEARED);
      assertThat(reader().silences(clock.instant(), false)).isEmpty();
      assertThat(reader().silences(clock.instant(), true)).hasSize(1);
    }
  }

  @Test
  void whatCameAndWentInASilenceIsNotTold() throws Exception {
    try (AlertStore store = open()) {
      Silence silence =
          store
              .actions()
              .silence(
                  List.of(Matcher.of("rule=filesystem*").orElseThrow()),
                  START,
                  START.plusSeconds(3600),
                  "sato",
                  "test");
      raise(store);
      sample(store, 120, 0.10);
      store.actions().endSilence(silence.id(), "suzuki");
      store.release();
      assertThat(told(store)).isEmpty();
      assertThat(reader().silences(START, true).getFirst().endedBy()).isEqualTo("suzuki");
    }
  }

  @Test
  void whatIsReadLateIsHeldBackToo() throws Exception {
    Instant late = START.plus(Duration.ofHours(3));
    try (AlertStore store = open()) {
      clock.set(late);
      silence(store, late.plusSeconds(3600));
      raise(store);
      sample(store, 3 * 3600, 0.95);
      assertThat(told(store)).as("a current sample confirms it").isEmpty();
      store.release();
      assertThat(told(store)).isEmpty();
    }
    try (AlertStore store = open()) {
      clock.set(late.plusSeconds(3600));
      store.release();
      assertThat(told(store)).containsExactly(Kind.RAISED);
    }
  }

  private static void silence(AlertStore store, Instant until) throws Exception {
    store
        .actions()
        .silence(List.of(Matcher.of("host.name=fs*").orElseThrow()), START, until, "sato", "moved");
  }

  @Test
  void maintenanceMarksAndHoldsBack() throws Exception {
    Path conf = Files.createDirectories(folder.resolve("calendars"));
    Files.writeString(
        conf.resolve("office.yaml"),
        """
        zone: Asia/Tokyo
        working: [{days: mon-fri, from: "08:30", to: "18:00"}]
        public-holidays: japan
        maintenance: [{name: move, from: 2026-11-23T17:00, to: 2026-11-23T19:00}]
        """);
    calendars = CalendarFolder.read(conf, Map.of()).calendars();
    try (AlertStore store = open()) {
      raise(store);
      Context context = reader().current().getFirst().context();
      assertThat(context.maintenance()).containsExactly("move");
      assertThat(context.held()).isEqualTo("maintenance move");
      assertThat(context.holiday()).isEqualTo("勤労感謝の日");
      assertThat(told(store)).isEmpty();
      assertThat(reader().current().getFirst().held()).isTrue();
      clock.set(START.plus(Duration.ofHours(1)));
      store.release();
      assertThat(told(store)).containsExactly(Kind.RAISED);
      assertThat(reader().current().getFirst().held()).isFalse();
    }
  }

  @Test
  void anAlertThatComesAndGoesIsToldAgainWhenItHasComeToRest() throws Exception {
    settings = flapping(2, Duration.ofMinutes(30));
    try (AlertStore store = open()) {
      for (int i = 0; i < 4; i++) {
        sample(store, i * 240, 0.95);
        sample(store, i * 240 + 60, 0.95);
        sample(store, i * 240 + 120, 0.10);
      }
      assertThat(told(store)).containsExactly(Kind.RAISED, Kind.CLEARED, Kind.RAISED, Kind.CLEARED);
      assertThat(reader().last(2).getLast().transition().context().held()).isEqualTo("flapping");
    }
    try (AlertStore store = open()) {
      sample(store, 1000, 0.95);
      sample(store, 1060, 0.95);
      assertThat(told(store)).as("remembered over a restart").isEmpty();
      clock.set(START.plusSeconds(1060).plus(Duration.ofMinutes(30)));
      store.release();
      assertThat(told(store)).containsExactly(Kind.RAISED);
    }
  }

  @Test
  void oneAlertHoldsBackOthersOfItsHost() throws Exception {
    settings =
        new AlertSettings(
            List.of("host.name"),
            AlertSettings.DEFAULT.flapping(),
            List.of(
                new AlertSettings.Inhibition(
                    List.of(new Glob("filesystem-full")),
                    List.of(new Glob("other*")),
                    List.of("host.name"))),
            new HostGroup("a", List.of()),
            new HostGroup("b", List.of()),
            List.of());
    Holding holding =
        new Holding(
            settings, Calendars.NONE, new Flaps(settings.flapping()), List.of(), key -> Aims.NONE);
    Transition source = AlertFixtures.transition("1", Kind.RAISED, "/srv");
    Transition target =
        new Transition(
            "2",
            Kind.RAISED,
            "other-rule",
            source.labels(),
            source.severity(),
            "",
            source.value(),
            source.level(),
            START,
            START,
            1);
    assertThat(holding.describe(target, START, 0).context().held()).isEmpty();
    holding.commit(List.of(source));
    assertThat(holding.describe(target, START, 0).context().held())
        .isEqualTo("inhibited filesystem-full");
    assertThat(holding.describe(source, START, 0).context().held()).isEmpty();
    holding.commit(List.of(AlertFixtures.transition("3", Kind.CLEARED, "/srv")));
    assertThat(holding.still(target, START)).isEmpty();
  }

  @Test
  void closingSaysWhatWasDone() throws Exception {
    try (AlertStore store = open()) {
      String id = raise(store);
      assertThat(refused(() -> store.actions().close(id, "sato", "note")))
          .isEqualTo(Reason.STILL_FIRING);
      sample(store, 120, 0.10);
      store.actions().close(id, "sato", "deleted old backups");
      assertThat(steps(id)).last().isEqualTo(tuple(Kind.CLOSED, Cause.PERSON, "sato"));
      assertThat(refused(() -> store.actions().close(id, "sato", "again")))
          .isEqualTo(Reason.ALREADY_CLOSED);
    }
  }

  @Test
  void refusesWhatCannotBe() throws Exception {
    try (AlertStore store = open()) {
      String id = raise(store);
      AlertActions actions = store.actions();
      Act act = new Act("sato", null, "");
      assertThat(refused(() -> actions.acknowledge("ffffffffffff", act)))
          .isEqualTo(Reason.NO_ALERT);
      assertThat(refused(() -> actions.acknowledge("not hex", act))).isEqualTo(Reason.NO_ALERT);
      assertThat(refused(() -> actions.acknowledge("", act))).isEqualTo(Reason.NO_ALERT);
      assertThat(refused(() -> actions.acknowledge(id, new Act(" ", null, ""))))
          .isEqualTo(Reason.UNSAID);
      assertThat(refused(() -> actions.acknowledge(id, new Act("sato", START, ""))))
          .isEqualTo(Reason.ENDS_TOO_EARLY);
      assertThat(refused(() -> actions.unacknowledge(id, "sato", "")))
          .isEqualTo(Reason.NOT_ACKNOWLEDGED);
      Matcher all = Matcher.of("host.name=*").orElseThrow();
      Instant later = START.plusSeconds(3600);
      assertThat(refused(() -> actions.silence(List.of(all), START, later, "sato", "x")))
          .isEqualTo(Reason.TOO_MUCH);
      assertThat(refused(() -> actions.endSilence("no such", "sato"))).isEqualTo(Reason.NO_SILENCE);
      sample(store, 120, 0.10);
      assertThat(refused(() -> actions.acknowledge(id, act))).isEqualTo(Reason.NOT_FIRING);
    }
  }

  @Test
  void ranksWithReasons() throws Exception {
    settings =
        new AlertSettings(
            List.of("host.name"),
            AlertSettings.DEFAULT.flapping(),
            List.of(),
            new HostGroup("important", List.of(new Glob("fs*"))),
            new HostGroup("unimportant", List.of()),
            List.of());
    try (AlertStore store = open()) {
      raise(store);
      Rank rank = requireNonNull(reader().current().getFirst().context().rank());
      assertThat(rank.points()).isEqualTo(85);
      assertThat(rank.reasons())
          .containsExactly(
              new Rank.Reason("severity", "critical", 45),
              new Rank.Reason("rarity", "first", 20),
              new Rank.Reason("host", "important", 20));
      sample(store, 120, 0.10);
      raiseAgain(store, 180);
      assertThat(reader().current().getFirst().rank()).as("no longer new").isEqualTo(77);
    }
  }

  @Test
  void namesTheGroupOfAnAlert() {
    assertThat(AlertSettings.DEFAULT.group(Map.of("host.name", "fs01", "x", "y")))
        .isEqualTo("host.name=fs01");
    assertThat(AlertSettings.DEFAULT.group(Map.of("x", "y"))).isEmpty();
  }

  private interface Deed {
    Object run() throws IOException, AlertException;
  }

  private static Reason refused(Deed deed) {
    return catchThrowableOfType(AlertException.class, deed::run).reason();
  }

  private static AlertSettings flapping(int raises, Duration within) {
    AlertSettings usual = AlertSettings.DEFAULT;
    return new AlertSettings(
        usual.groupBy(),
        new AlertSettings.Flapping(raises, within),
        usual.inhibitions(),
        usual.important(),
        usual.unimportant(),
        usual.persons());
  }

  private void sample(AlertStore store, long second, double value) throws IOException {
    Instant time = START.plusSeconds(second);
    if (time.isAfter(clock.instant())) {
      clock.set(time);
    }
    position++;
    store.accept(List.of(round(position, time, value)), position + 1);
  }

  private String raise(AlertStore store) throws IOException {
    return raiseAgain(store, 0);
  }

  private String raiseAgain(AlertStore store, long second) throws IOException {
    sample(store, second, 0.95);
    sample(store, second + 60, 0.95);
    return reader().current().getFirst().id();
  }

  private List<org.assertj.core.groups.Tuple> steps(String id) throws IOException {
    return reader().life(id).stream()
        .map(
            step -> {
              Act act = step.transition().act();
              return tuple(step.transition().kind(), step.cause(), act == null ? "" : act.by());
            })
        .toList();
  }

  private List<Kind> told(AlertStore store) throws IOException {
    List<Kind> told = new ArrayList<>();
    Optional<Outbox.Queued> queued = store.outbox().peek("mail");
    while (queued.isPresent()) {
      told.add(queued.get().transition().kind());
      store.outbox().delivered(queued.get(), clock.instant());
      queued = store.outbox().peek("mail");
    }
    return told;
  }

  private AlertStore open() throws IOException {
    return new AlertStore(
        folder,
        AlertFixtures.disk(),
        EventRules.NONE.with(calendars),
        settings,
        List.of("mail"),
        clock,
        new PrometheusRegistry());
  }

  private AlertReader reader() {
    return new AlertReader(folder);
  }
}
