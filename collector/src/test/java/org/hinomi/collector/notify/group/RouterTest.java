package org.hinomi.collector.notify.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.hinomi.collector.alert.AlertFixtures;
import org.hinomi.collector.alert.AlertSettings;
import org.hinomi.collector.alert.AlertStore;
import org.hinomi.collector.alert.FakeClock;
import org.hinomi.collector.alert.Outbox;
import org.hinomi.collector.alert.Queues;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.alert.Transition.Severity;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.collector.notify.GroupMessage;
import org.hinomi.collector.notify.GroupMessage.Reason;
import org.hinomi.collector.notify.GroupMessages;
import org.hinomi.collector.notify.ack.Acknowledgements;
import org.hinomi.collector.notify.ack.Tokens;
import org.hinomi.collector.notify.route.Hours;
import org.hinomi.collector.notify.route.Person;
import org.hinomi.collector.notify.route.Policy;
import org.hinomi.collector.notify.route.Route;
import org.hinomi.collector.notify.route.Routing;
import org.hinomi.collector.notify.route.Targets;
import org.hinomi.collector.notify.route.Team;
import org.hinomi.collector.notify.text.GroupText;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sample.Sample;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps in, messages out, by a clock that the test turns. */
class RouterTest {
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  private static final Policy USUAL = Policy.usual(TOKYO);

  @TempDir private Path folder;
  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-23T03:00:00Z"));
  private final Set<String> acknowledged = new HashSet<>();
  private AlertStore store;
  private Router router;
  private Team team = team(List.of(), List.of());
  private Policy policy = USUAL;
  private long number;

  /** For a run outside of JUnit. */
  void use(Path dir) {
    folder = dir;
  }

  @BeforeEach
  void open() throws IOException {
    store =
        new AlertStore(
            folder,
            AlertFixtures.disk(),
            EventRules.NONE,
            AlertSettings.DEFAULT,
            new Queues(List.of("routing", "nms"), List.of("mail", "chat")),
            clock,
            new PrometheusRegistry());
    router = router();
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Test
  void theFirstGoesAtOnceAndLaterOnesWaitForTheInterval() throws Exception {
    raise("fs01", "/srv");
    assertThat(spoken()).extracting(GroupMessage::reason).containsExactly(Reason.FIRST);
    clock.advance(Duration.ofSeconds(5));
    raise("fs01", "/home");
    clear("fs01", "/srv");
    assertThat(spoken()).isEmpty();
    clock.advance(Duration.ofSeconds(25));
    List<GroupMessage> told = spoken();
    assertThat(told).extracting(GroupMessage::reason).containsExactly(Reason.UPDATE);
    assertThat(told.getFirst().counts()).isEqualTo(new GroupMessage.Counts(1, 0, 1));
    assertThat(told.getFirst().open()).isEqualTo(1);
    clock.advance(Duration.ofMinutes(5));
    clear("fs01", "/home");
    assertThat(spoken()).extracting(GroupMessage::reason).containsExactly(Reason.RESOLVED);
    assertThat(store.outbox().depth("routing")).isZero();
    assertThat(store.grouping().groups()).as("kept until its interval is over").hasSize(1);
    clock.advance(Duration.ofMinutes(1));
    assertThat(spoken()).isEmpty();
    assertThat(store.grouping().groups()).isEmpty();
  }

  @Test
  void anotherHostIsAnotherGroupWithAThreadOfItsOwn() throws Exception {
    raise("fs01", "/srv");
    raise("fs02", "/srv");
    List<GroupMessage> told = spoken();
    assertThat(told).hasSize(2).extracting(GroupMessage::thread).doesNotHaveDuplicates();
    clock.advance(Duration.ofMinutes(1));
    clear("fs01", "/srv");
    assertThat(spoken())
        .singleElement()
        .satisfies(over -> assertThat(over.thread()).isEqualTo(told.getFirst().thread()));
  }

  @Test
  void whatIsWorseThanWasToldGoesAtOnce() throws Exception {
    step(Kind.RAISED, "fs01", "/srv", Severity.WARNING);
    spoken();
    clock.advance(Duration.ofSeconds(1));
    step(Kind.CHANGED, "fs01", "/srv", Severity.CRITICAL);
    assertThat(spoken())
        .singleElement()
        .satisfies(told -> assertThat(told.severity()).isEqualTo(Severity.CRITICAL));
  }

  @Test
  void whatGoesOnIsRepeatedUntilSomebodySeesToIt() throws Exception {
    Transition step = raise("fs01", "/srv");
    String thread = spoken().getFirst().thread();
    clock.advance(USUAL.repeat());
    assertThat(spoken()).extracting(GroupMessage::reason).containsExactly(Reason.REPEAT);
    assertThat(router.acknowledge(thread).orElseThrow().lives()).containsExactly(step.life());
    clock.advance(USUAL.repeat());
    assertThat(spoken()).isEmpty();
    assertThat(router.acknowledge("no such")).isEmpty();
    raise("fs01", "/home");
    assertThat(spoken()).as("a new alert is news").hasSize(1);
    clock.advance(USUAL.repeat());
    assertThat(spoken()).extracting(GroupMessage::reason).containsExactly(Reason.REPEAT);
  }

  @Test
  void whatIsOverCannotBeAcknowledged() throws Exception {
    raise("fs01", "/srv");
    String thread = spoken().getFirst().thread();
    clock.advance(Duration.ofMinutes(1));
    clear("fs01", "/srv");
    assertThat(spoken()).extracting(GroupMessage::reason).containsExactly(Reason.RESOLVED);
    assertThat(router.acknowledge(thread)).isEmpty();
  }

  @Test
  void whoSeesToItHasAName() throws Exception {
    raise("fs01", "/srv");
    Tokens tokens = new Tokens(new byte[32], Duration.ofHours(1));
    String token = tokens.issue(spoken().getFirst().thread(), "", clock.instant());
    Acknowledgements button =
        new Acknowledgements(tokens, router, Acknowledgements.Register.NONE, clock);
    assertThatThrownBy(() -> button.acknowledge(token, " "))
        .hasMessageStartingWith("by: missing (expected: ");
    assertThat(button.acknowledge(token, "bot")).isEqualTo(Acknowledgements.Result.DONE);
    assertThat(button.acknowledge(token, "bot"))
        .as("pressed once more")
        .isEqualTo(Acknowledgements.Result.UNCHANGED);
    raise("fs01", "/home");
    spoken();
    assertThat(button.acknowledge(token, "bot")).isEqualTo(Acknowledgements.Result.DONE);
  }

  @Test
  void manyThatChangeAreOverWhenTheyAre() throws Exception {
    for (int i = 0; i < OpenAlerts.MOST_NAMED + 10; i++) {
      step(Kind.RAISED, "fs01", "/disk" + i, Severity.WARNING);
    }
    spoken();
    for (int i = 0; i < 5; i++) {
      clear("fs01", "/disk" + i);
    }
    step(Kind.CHANGED, "fs01", "/disk" + (OpenAlerts.MOST_NAMED + 1), Severity.CRITICAL);
    assertThat(spoken()).extracting(GroupMessage::open).containsExactly(55L);
    for (int i = 5; i < OpenAlerts.MOST_NAMED + 10; i++) {
      clear("fs01", "/disk" + i);
    }
    clock.advance(Duration.ofMinutes(1));
    assertThat(spoken()).extracting(GroupMessage::reason).containsExactly(Reason.RESOLVED);
  }

  @Test
  void tellsMorePeopleWhereNobodySeesToIt() throws Exception {
    team =
        team(
            List.of(),
            List.of(
                new Team.Escalation(
                    Duration.ofMinutes(15), new Targets(List.of(), List.of("boss"), List.of())),
                new Team.Escalation(
                    Duration.ofHours(1), new Targets(List.of(), List.of(), List.of("chat")))));
    router = router();
    raise("fs01", "/srv");
    assertThat(spoken()).extracting(m -> m.to().person()).containsExactly("sato");
    clock.advance(Duration.ofMinutes(15));
    List<GroupMessage> told = spoken();
    assertThat(told).extracting(m -> m.to().person()).containsExactly("sato", "boss");
    assertThat(told)
        .allSatisfy(m -> assertThat(m.reason()).isEqualTo(Reason.ESCALATION))
        .allSatisfy(m -> assertThat(m.escalation()).isEqualTo(1));
    clock.advance(Duration.ofMinutes(45));
    assertThat(spoken()).extracting(m -> m.to().channel()).containsExactly("mail", "mail", "chat");
    clear("fs01", "/srv");
    assertThat(spoken()).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    assertThat(spoken())
        .as("all who were told are told that it is over")
        .hasSize(3)
        .allSatisfy(m -> assertThat(m.reason()).isEqualTo(Reason.RESOLVED));
  }

  @Test
  void whoeverAcknowledgesElsewhereStopsTheEscalation() throws Exception {
    team =
        team(
            List.of(),
            List.of(
                new Team.Escalation(
                    Duration.ofMinutes(15), new Targets(List.of(), List.of("boss"), List.of()))));
    router = router();
    acknowledged.add(raise("fs01", "/srv").life());
    spoken();
    clock.advance(Duration.ofHours(5));
    assertThat(spoken()).isEmpty();
  }

  @Test
  void onlyWhatIsCriticalIsToldInQuietHours() throws Exception {
    team =
        team(
            List.of(
                new Hours(
                    EnumSet.allOf(DayOfWeek.class),
                    LocalTime.of(11, 0),
                    LocalTime.of(15, 0),
                    TOKYO)),
            List.of());
    router = router();
    step(Kind.RAISED, "fs01", "/srv", Severity.WARNING);
    assertThat(spoken()).isEmpty();
    step(Kind.RAISED, "fs02", "/srv", Severity.CRITICAL);
    assertThat(spoken()).extracting(m -> m.group().get("host.name")).containsExactly("fs02");
    clock.advance(Duration.ofHours(3)); // 15:00
    assertThat(spoken()).extracting(m -> m.group().get("host.name")).containsExactly("fs01");
  }

  @Test
  void aDigestComesOnceADay() throws Exception {
    policy =
        new Policy(
            USUAL.by(), USUAL.interval(), USUAL.repeat(), Optional.of(LocalTime.of(8, 30)), TOKYO);
    router = router();
    for (int i = 0; i < 40; i++) {
      step(Kind.RAISED, "fs" + i, "/srv", Severity.WARNING);
    }
    assertThat(spoken()).isEmpty();
    clock.advance(Duration.ofMinutes(20 * 60 + 29)); // 08:29 of the next day
    assertThat(spoken()).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    assertThat(spoken())
        .singleElement()
        .satisfies(
            digest -> {
              assertThat(digest.reason()).isEqualTo(Reason.DIGEST);
              assertThat(digest.counts().raised()).isEqualTo(40);
              assertThat(digest.steps()).hasSize(GroupMessage.MOST_STEPS);
            });
    clock.advance(Duration.ofHours(10));
    assertThat(spoken()).isEmpty();
  }

  @Test
  void nothingIsForgottenOrToldTwiceAfterAStart() throws Exception {
    raise("fs01", "/srv");
    String thread = spoken().getFirst().thread();
    raise("fs01", "/home");
    assertThat(spoken()).isEmpty();
    store.close();
    open();
    assertThat(spoken()).isEmpty();
    clock.advance(Duration.ofSeconds(30));
    assertThat(spoken())
        .singleElement()
        .satisfies(
            told -> {
              assertThat(told.thread()).isEqualTo(thread);
              assertThat(told.counts().raised()).isEqualTo(1);
              assertThat(told.open()).isEqualTo(2);
            });
  }

  /** Whom nobody tells what is wrong, an escalation is of no use. */
  @Test
  void escalationsBeyondTheMessagesOfATeamNameWhatIsOpen() throws Exception {
    team =
        team(
            List.of(),
            List.of(
                new Team.Escalation(
                    Duration.ofMinutes(10), new Targets(List.of(), List.of("boss"), List.of()))));
    router = router();
    for (int host = 0; host < 9; host++) {
      raise("fs0" + host, "/srv");
    }
    Severity severity = spoken().getFirst().severity();
    clock.advance(Duration.ofMinutes(2));
    spoken();
    clock.advance(Duration.ofMinutes(9));
    List<GroupMessage> told = spoken();
    assertThat(told)
        .extracting(GroupMessage::reason)
        .containsOnly(Reason.ESCALATION, Reason.STORM)
        .hasSize(12);
    List<GroupMessage> rest = told.stream().filter(m -> m.reason() == Reason.STORM).toList();
    assertThat(rest).extracting(m -> m.to().person()).containsExactly("sato", "boss");
    assertThat(rest)
        .allSatisfy(
            message -> {
              assertThat(message.severity()).isEqualTo(severity);
              assertThat(message.counts()).isEqualTo(GroupMessage.Counts.NONE);
              assertThat(message.steps()).extracting(Transition::host).hasSize(4);
              assertThat(message.open()).isEqualTo(9);
              assertThat(message.escalation()).isEqualTo(1);
              GroupText text = new GroupText(Language.EN, TOKYO);
              assertThat(text.subject(message))
                  .startsWith("[Storm, CRITICAL] 9 open: ")
                  .contains("filesystem");
              assertThat(text.brief(message)).contains("fs08").contains("… and 5 more");
            });
  }

  /** 100,000 alerts in a minute: all recorded, a handful of messages, and bounded memory. */
  @Test
  void aStormIsAHandfulOfMessages() throws Exception {
    for (int batch = 0; batch < 50; batch++) {
      samples(batch, clock.instant().minusSeconds(70));
    }
    List<GroupMessage> told = new ArrayList<>(spoken());
    assertThat(told).isEmpty();
    for (int batch = 0; batch < 50; batch++) {
      samples(batch, clock.instant());
      told.addAll(spoken());
      clock.advance(Duration.ofMillis(1_200));
    }
    assertThat(told.size()).isBetween(2, 10);
    clock.advance(Duration.ofMinutes(2));
    told.addAll(spoken());
    assertThat(told.stream().mapToLong(m -> m.counts().raised()).sum()).isEqualTo(100_000);
    assertThat(told.getLast().reason()).isEqualTo(Reason.STORM);
    assertThat(told.getLast().open()).isEqualTo(100_000);
    assertThat(told.getLast().steps()).hasSize(GroupMessage.MOST_STEPS);
    assertThat(store.grouping().groups().size()).isLessThanOrEqualTo(Grouper.MOST_GROUPS + 1);
    assertThat(store.outbox().depth("nms")).as("programs get each").isEqualTo(100_000);
    assertThat(store.outbox().depth("routing")).isZero();
  }

  /** A sample of each of 2,000 full disks: 20 hosts with 100 each. */
  private void samples(int batch, Instant time) throws IOException {
    List<Decoded> rounds = new ArrayList<>();
    long micros = time.toEpochMilli() * 1_000;
    for (int host = 0; host < 20; host++) {
      List<Sample> disks = new ArrayList<>();
      for (int disk = 0; disk < 100; disk++) {
        disks.add(Sample.of(AlertFixtures.DISK, Map.of(AlertFixtures.MOUNT, "/disk" + disk), 0.95));
      }
      rounds.add(
          new SampleRound(
              ++number,
              Transport.RELP,
              "127.0.0.1",
              micros,
              micros,
              "host" + (batch * 20 + host),
              null,
              disks,
              List.of()));
    }
    store.accept(rounds, number + 1);
  }

  private Team team(List<Hours> quiet, List<Team.Escalation> escalations) {
    return new Team(
        "ops", new Targets(List.of(), List.of("sato"), List.of()), List.copyOf(quiet), escalations);
  }

  private Router router() {
    return new Router(
        store.grouping(),
        store.outbox(),
        new Routing(
            Map.of("sato", person("sato"), "boss", person("boss")),
            Map.of(),
            Map.of("ops", team),
            List.of(),
            new Route("default", Map.of(), List.of(), List.of(), "ops", false, policy),
            new LinkedHashSet<>(List.of("chat")),
            Set.of("mail")),
        acknowledged::contains,
        Links.NONE,
        clock);
  }

  private static Person person(String id) {
    return new Person(
        id, id, Optional.of(id + "@example.net"), List.of("mail"), Language.EN, TOKYO);
  }

  private Transition raise(String host, String mount) throws IOException {
    return step(Kind.RAISED, host, mount, Severity.CRITICAL);
  }

  private void clear(String host, String mount) throws IOException {
    step(Kind.CLEARED, host, mount, Severity.CRITICAL);
  }

  private Transition step(Kind kind, String host, String mount, Severity severity)
      throws IOException {
    Transition step =
        new Transition(
            "step-" + number++,
            kind,
            "filesystem-full",
            new TreeMap<>(Map.of("host.name", host, AlertFixtures.MOUNT, mount)),
            severity,
            AlertFixtures.DISK,
            OptionalDouble.of(0.95),
            OptionalDouble.of(0.9),
            AlertFixtures.START,
            clock.instant(),
            number);
    store.grouping().raise(step, "", clock.instant());
    return step;
  }

  /** What is told now, by the channels' order. */
  private List<GroupMessage> spoken() throws IOException {
    Duration wait = router.step();
    while (wait.isZero()) {
      wait = router.step();
    }
    List<GroupMessage> told = new ArrayList<>();
    for (String channel : List.of("mail", "chat")) {
      Optional<Outbox.Queued> queued = store.outbox().peek(channel);
      while (queued.isPresent()) {
        told.add(GroupMessages.read(((Outbox.Message) queued.get().content()).json()));
        store.outbox().delivered(queued.get(), clock.instant());
        queued = store.outbox().peek(channel);
      }
    }
    return told;
  }
}
