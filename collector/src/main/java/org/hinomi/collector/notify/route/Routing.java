package org.hinomi.collector.notify.route;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hinomi.collector.alert.Transition;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of what. Immutable.
 *
 * @param routes the first that fits counts, and those after it where it says so
 * @param otherwise for alerts that no route fits
 * @param channels those that can be told as they are, without a person
 * @param mail which channels are mail
 */
public record Routing(
    Map<String, Person> people,
    Map<String, Rota> rotas,
    Map<String, Team> teams,
    List<Route> routes,
    Route otherwise,
    Set<String> channels,
    Set<String> mail) {

  public Routing {
    people = Map.copyOf(people);
    rotas = Map.copyOf(rotas);
    teams = Map.copyOf(teams);
    routes = List.copyOf(routes);
    channels = Collections.unmodifiableSet(new LinkedHashSet<>(channels));
    mail = Set.copyOf(mail);
  }

  /** Where nobody said more: one team, of all channels that can be told as they are. */
  public static Routing everyone(Set<String> channels, Set<String> mail, ZoneId zone) {
    Targets all = new Targets(List.of(), List.of(), List.copyOf(channels));
    return new Routing(
        Map.of(),
        Map.of(),
        Map.of("all", new Team("all", all, List.of(), List.of())),
        List.of(),
        new Route("all", Map.of(), List.of(), List.of(), "all", false, Policy.usual(zone)),
        channels,
        mail);
  }

  /** The routes that an alert takes, at least one. */
  public List<Route> routes(Transition transition, Instant now) {
    List<Route> taken = new ArrayList<>();
    for (Route route : routes) {
      if (route.fits(transition, now)) {
        taken.add(route);
        if (!route.goOn()) {
          return taken;
        }
      }
    }
    return taken.isEmpty() ? List.of(otherwise) : taken;
  }

  /** The route of this name; empty where the settings no longer have it. */
  public Optional<Route> route(String name) {
    return otherwise.name().equals(name)
        ? Optional.of(otherwise)
        : routes.stream().filter(route -> route.name().equals(name)).findFirst();
  }

  /** The team of this name; null where the settings no longer have it. */
  public @Nullable Team team(String name) {
    return teams.get(name);
  }

  /** When the team is next to be told of more people, counted from the first message. */
  public static Optional<Duration> nextEscalation(Team team, int level) {
    return level < team.escalations().size()
        ? Optional.of(team.escalations().get(level).after())
        : Optional.empty();
  }

  /**
   * Who gets a message.
   *
   * @param level how many escalations there were
   * @param without a channel that fails: told of it are the others, in the end all others
   */
  public List<Recipient> recipients(Team team, int level, Instant now, @Nullable String without) {
    Set<Recipient> found = new LinkedHashSet<>();
    add(team.targets(), now, found);
    for (int i = 0; i < level && i < team.escalations().size(); i++) {
      add(team.escalations().get(i).to(), now, found);
    }
    found.removeIf(recipient -> recipient.channel().equals(without));
    if (found.isEmpty()) {
      channels.stream()
          .filter(channel -> !channel.equals(without))
          .forEach(channel -> found.add(itself(channel)));
    }
    if (found.isEmpty()) {
      // No channel has somebody behind it: rather everybody than nobody.
      people.keySet().stream().sorted().forEach(id -> addPerson(id, found));
      found.removeIf(recipient -> recipient.channel().equals(without));
    }
    return List.copyOf(found);
  }

  /** The channel as it is: whoever reads it lives by the clock of the settings. */
  private Recipient itself(String channel) {
    return new Recipient(channel, "", "", null, null, otherwise.policy().zone());
  }

  private void add(Targets targets, Instant now, Set<Recipient> found) {
    List<Rota> turns = rotas(targets, rotas);
    List<Optional<String>> duty = turns.stream().map(rota -> rota.at(now)).toList();
    duty.forEach(person -> person.ifPresent(id -> addPerson(id, found)));
    targets.people().forEach(id -> addPerson(id, found));
    targets.channels().forEach(channel -> found.add(itself(channel)));
    boolean nobody =
        !duty.isEmpty()
            && duty.stream().allMatch(Optional::isEmpty)
            && targets.people().isEmpty()
            && targets.channels().isEmpty();
    if (nobody) {
      // A gap in the rota: rather all who take turns than nobody.
      turns.forEach(rota -> rota.people().forEach(id -> addPerson(id, found)));
    }
  }

  /** The rotas of these names that there are. */
  static List<Rota> rotas(Targets targets, Map<String, Rota> known) {
    List<Rota> turns = new ArrayList<>();
    for (String name : targets.rotas()) {
      Rota rota = known.get(name);
      if (rota != null) {
        turns.add(rota);
      }
    }
    return turns;
  }

  private void addPerson(String id, Set<Recipient> found) {
    Person person = people.get(id);
    if (person == null) {
      return;
    }
    for (String channel : person.channels()) {
      String address = mail.contains(channel) ? person.mail().orElse(null) : null;
      found.add(
          new Recipient(channel, id, person.name(), address, person.language(), person.zone()));
    }
  }
}
