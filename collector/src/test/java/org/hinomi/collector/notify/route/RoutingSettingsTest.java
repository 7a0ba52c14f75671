package org.hinomi.collector.notify.route;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hinomi.collector.alert.AlertFixtures;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.GroupFixtures;
import org.hinomi.core.settings.ConfigProblem;
import org.hinomi.core.settings.SettingsLoader;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutingSettingsTest {
  private static final Instant NOON = Instant.parse("2026-11-23T03:00:00Z"); // Monday in Tokyo
  private static final Instant NIGHT = Instant.parse("2026-11-23T17:00:00Z");

  @TempDir private Path folder;

  private static final String RIGHT =
      """
      zone: Asia/Tokyo
      default-team: operations
      group: {by: [rule], interval: 1m, repeat: 2h}
      people:
        sato: {name: 佐藤, mail: sato@example.net, language: ja}
        smith: {mail: smith@example.net, channels: [mail, sms]}
        tanaka: {channels: [sms]}
      hours:
        night: {from: "22:00", to: "07:00"}
        work: {days: [mon, tue, wed, thu, fri], from: "09:00", to: "18:00"}
      rotas:
        duty:
          start: 2026-11-23
          people: [sato, smith]
          overrides:
            - {from: 2026-12-29T09:00, until: 2027-01-04T09:00, person: tanaka}
      teams:
        operations:
          rotas: [duty]
          quiet: [night]
          escalate:
            - {after: 15m, people: [tanaka]}
            - {after: 1h, channels: [chat]}
        database: {people: [smith], channels: [chat]}
      routes:
        - name: databases
          match: {host.name: ["db*", "fs0?"], severity: critical}
          team: database
          continue: true
        - {name: at-work, match: {rule: filesystem*}, when: [work], team: operations, interval: 5m}
        - {name: capacity, match: {rule: capacity}, team: operations, digest: "08:30"}
      """;

  @Test
  void readsPeopleRotasTeamsAndRoutes() throws Exception {
    SettingsLoader.Reading<Routing> reading = read(RIGHT);
    assertThat(reading.problems()).isEmpty();
    Routing routing = reading.value().orElseThrow();
    Transition step = AlertFixtures.transition("a", Transition.Kind.RAISED, "/srv");
    assertThat(routing.routes(step, NOON))
        .extracting(Route::name)
        .containsExactly("databases", "at-work");
    assertThat(routing.routes(step, NIGHT)).extracting(Route::name).containsExactly("databases");
    assertThat(routing.routes(AlertFixtures.eventTransition(Transition.Kind.RAISED), NIGHT))
        .extracting(Route::name)
        .containsExactly("databases");
    Policy atWork = routing.route("at-work").orElseThrow().policy();
    assertThat(atWork.interval()).isEqualTo(Duration.ofMinutes(5));
    assertThat(atWork.by()).containsExactly("rule");
    Team operations = requireNonNull(routing.team("operations"));
    assertThat(routing.recipients(operations, 0, NOON, null))
        .extracting(Recipient::channel, Recipient::person, Recipient::address)
        .containsExactly(tuple("mail", "sato", "sato@example.net"));
    assertThat(routing.recipients(operations, 2, NOON, null))
        .extracting(r -> r.channel() + ":" + r.person())
        .containsExactly("mail:sato", "sms:tanaka", "chat:");
    assertThat(routing.recipients(operations, 2, NOON, null))
        .as("also who reads a chat lives by the clock of the settings")
        .extracting(Recipient::zone)
        .containsOnly(ZoneId.of("Asia/Tokyo"));
    assertThat(routing.recipients(operations, 0, NOON, "mail"))
        .as("all others where nobody else is left")
        .extracting(r -> r.channel() + ":" + r.person())
        .containsExactly("sms:", "chat:");
  }

  @Test
  void saysWhatIsWrongWithItsLineAndUsesTheRest() throws Exception {
    SettingsLoader.Reading<Routing> reading =
        read(
            """
            zone: Asia/Tokyo
            people:
              sato: {mail: sato@example.net}
              nobody: {name: N}
              wrong: {mail: not an address}
            hours:
              work: {days: [mon, Tue], from: "9:00", to: "18:00"}
              day: {from: "09:00", to: "18:00"}
            rotas:
              duty: {people: [sato, bob], hours: [day]}
            teams:
              a: {people: [sato, bob]}
              b: {rotas: [duty]}
              c: {people: [sato], escalate: [{after: 1h, people: [sato]}, {after: 1m, people: [sato]}]}
            routes:
              - {name: x, team: nowhere}
              - {name: y, match: {severity: high}, team: a, when: [holidays]}
              - {name: z, team: a, digest: 8h}
            """);
    assertThat(reading.problems())
        .extracting(ConfigProblem::toString)
        .extracting(text -> text.replaceAll("^.*notify.yaml:", "").replaceAll(" \\(expected.*", ""))
        .contains(
            "4: people.nobody.channels: none",
            "5: people.wrong.mail: not an address",
            "7: hours.work.days[1]: Tue",
            "7: hours.work.from: 9:00",
            "10: rotas.duty.people[1]: bob",
            "12: teams.a.people[1]: bob",
            "13: teams.b.rotas: nobody on duty from 2026-11-23 18:00 to 2026-11-24 09:00",
            "14: teams.c.escalate[1].after: not later than the step before",
            "16: routes[0].team: nowhere",
            "17: routes[1].match.severity: high",
            "17: routes[1].when[0]: holidays",
            "18: routes[2].digest: 8h");
    Routing routing = reading.value().orElseThrow();
    assertThat(routing.routes()).extracting(Route::name).containsExactly("z");
    assertThat(requireNonNull(routing.team("a")).targets().people()).containsExactly("sato");
    assertThat(routing.recipients(requireNonNull(routing.team("b")), 0, NIGHT, null))
        .as("a gap: all who take turns")
        .extracting(Recipient::person)
        .containsExactly("sato");
  }

  @Test
  void noMistakeMeansThatNobodyIsTold() throws Exception {
    Routing routing =
        read("""
                default-team: operation
                people: {sato: {mail: sato@example.net}}
                teams: {ops: {people: [sato]}, all: {people: [sato, bob]}}
                """)
            .value()
            .orElseThrow();
    assertThat(routing.otherwise().team()).isEqualTo("ops");
    assertThat(requireNonNull(routing.team("all")).targets().people()).containsExactly("sato");
    Routing mailOnly =
        new Routing(
            routing.people(),
            Map.of(),
            Map.of(),
            List.of(),
            routing.otherwise(),
            Set.of(),
            Set.of("mail"));
    Team nobody = new Team("n", Targets.NOBODY, List.of(), List.of());
    assertThat(mailOnly.recipients(nobody, 0, NOON, null))
        .extracting(Recipient::person)
        .containsExactly("sato");
    assertThat(mailOnly.recipients(nobody, 0, NOON, "mail")).isEmpty();
  }

  @Test
  void anEmptyFileTellsAllChannelsOfAll() throws Exception {
    SettingsLoader.Reading<Routing> reading = read("# nothing yet\n");
    assertThat(reading.problems()).isEmpty();
    Routing routing = reading.value().orElseThrow();
    assertThat(routing.recipients(requireNonNull(routing.team("all")), 0, NOON, null))
        .extracting(Recipient::channel)
        .containsExactly("sms", "chat");
  }

  /** The example that ships, uncommented. */
  @Test
  void theExampleIsRight() throws Exception {
    String shipped = Files.readString(GroupFixtures.checkout().resolve("conf/notify.yaml"));
    assertThat(read(shipped).problems()).isEmpty();
    String example =
        shipped
            .replaceAll("(?m)^#(zone|default-team|group|people|hours|rotas|teams|routes):", "$1:")
            .replaceAll("(?m)^#  ", "  ")
            .replace("on-call", "mail")
            .replace("pager", "sms");
    SettingsLoader.Reading<Routing> reading = read(example);
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.value().orElseThrow().routes()).hasSize(2);
    assertThat(reading.value().orElseThrow().people()).hasSize(3);
  }

  private SettingsLoader.Reading<Routing> read(String yaml) throws IOException {
    Path file = folder.resolve("notify.yaml");
    Files.writeString(file, yaml);
    RoutingSettings.Channels channels =
        new RoutingSettings.Channels(
            new LinkedHashSet<>(List.of("mail", "sms", "chat")),
            new LinkedHashSet<>(List.of("sms", "chat")),
            Set.of("mail"));
    return new SettingsLoader(Map.of())
        .tolerate(file, top -> RoutingSettings.read(top, channels, Map.of(), Language.EN, NOON));
  }
}
