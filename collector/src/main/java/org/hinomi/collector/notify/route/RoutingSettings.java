package org.hinomi.collector.notify.route;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hinomi.core.settings.Section;
import org.hinomi.core.text.Glob;
import org.hinomi.core.text.Language;

/**
 * Reads {@code notify.yaml}: people, rotas, teams and routes. What is wrong is reported and left
 * out, so that what is right can be used all the same: a mistake in one route must not silence the
 * others.
 */
public final class RoutingSettings {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(30);
  static final String A_SPAN = "a name under hours, or of a calendar";
  private static final String A_TIME = "a time of the day, as 09:00";
  private static final DateTimeFormatter GAP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

  /**
   * The channels that the collector's settings have.
   *
   * @param all that can be told of groups of alerts
   * @param alone those of them that can be told without a person
   * @param mail those of them that want an address
   */
  public record Channels(Set<String> all, Set<String> alone, Set<String> mail) {
    public Channels {
      all = new LinkedHashSet<>(all);
      alone = new LinkedHashSet<>(alone);
      mail = new LinkedHashSet<>(mail);
    }
  }

  private final Section top;
  private final Channels channels;
  private final ZoneId zone;
  private final Language language;
  private final Instant now;
  private final Map<String, Span> hours;
  private final RotaSettings turns;
  private Map<String, Rota> rotas = Map.of();

  private RoutingSettings(
      Section top, Channels channels, Map<String, Span> calendars, Language language, Instant now) {
    this.top = top;
    this.channels = channels;
    this.language = language;
    this.now = now;
    zone = top.zone("zone").orElse(ZoneId.systemDefault());
    hours = new LinkedHashMap<>(calendars);
    top.named("hours").forEach((name, s) -> hours(s).ifPresent(span -> hours.put(name, span)));
    turns = new RotaSettings(zone, hours);
  }

  /**
   * @param calendars spans of time that other settings name, beside those under {@code hours}
   * @param now gaps in rotas are looked for from then on
   */
  public static Routing read(
      Section top, Channels channels, Map<String, Span> calendars, Language language, Instant now) {
    return new RoutingSettings(top, channels, calendars, language, now).routing();
  }

  private Routing routing() {
    Map<String, Person> people = new LinkedHashMap<>();
    top.named("people").forEach((id, s) -> people.put(id, person(id, s)));
    rotas = turns.read(top.named("rotas"), people.keySet());
    Map<String, Team> teams = new LinkedHashMap<>();
    top.named("teams").forEach((name, s) -> teams.put(name, team(name, s, people.keySet())));
    Policy policy = policy(top.section("group"), Policy.usual(zone));
    if (top.keys().isEmpty()) {
      return Routing.everyone(channels.alone(), channels.mail(), zone);
    }
    String first = teams.isEmpty() ? "" : teams.keySet().iterator().next();
    String named = top.text("default-team").orElse(first);
    if (!teams.containsKey(named)) {
      top.problem("default-team", named.isEmpty() ? "missing" : named, "a name under teams");
      named = first;
    }
    if (teams.isEmpty()) {
      named = "all";
      teams.put(named, new Team(named, everyChannel(), List.of(), List.of()));
    }
    List<Route> routes = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>(Set.of("default"));
    for (Section s : top.sections("routes")) {
      route(s, names, teams.keySet(), policy).ifPresent(routes::add);
    }
    return new Routing(
        people,
        rotas,
        teams,
        routes,
        new Route("default", Map.of(), List.of(), List.of(), named, false, policy),
        channels.alone(),
        channels.mail());
  }

  private Targets everyChannel() {
    return new Targets(List.of(), List.of(), List.copyOf(channels.alone()));
  }

  private Optional<Span> hours(Section s) {
    List<String> days = s.text("days").where(Weekdays::isDay, Weekdays.EXPECTED).list(Weekdays.ALL);
    Optional<LocalTime> from = time(s, "from");
    Optional<LocalTime> to = time(s, "to");
    ZoneId own = s.zone("zone").orElse(zone);
    return from.flatMap(f -> to.map(t -> new Hours(Weekdays.of(days), f, t, own)));
  }

  /** A required time; empty where it is wrong. */
  static Optional<LocalTime> time(Section s, String key) {
    if (!s.has(key)) {
      s.problem(key, "missing", A_TIME);
      return Optional.empty();
    }
    return optionalTime(s, key);
  }

  static Optional<LocalTime> optionalTime(Section s, String key) {
    return s.text(key)
        .where(text -> text.matches("([01]\\d|2[0-3]):[0-5]\\d"), A_TIME)
        .optional()
        .map(LocalTime::parse);
  }

  private Person person(String id, Section s) {
    Optional<String> mail =
        s.text("mail")
            .where(text -> text.matches("[^@\\s<>,;]+@[^@\\s<>,;]+"), "a mail address")
            .optional();
    List<String> usual =
        mail.isPresent() ? channels.mail().stream().limit(1).toList() : List.<String>of();
    List<String> named = known(s, "channels", channels.all(), "a mail, webhook or command channel");
    List<String> by = s.has("channels") ? named : usual;
    if (by.isEmpty()) {
      s.problem("channels", "none", "mail: ADDRESS and a mail channel, or the names of channels");
    }
    for (String channel : by) {
      if (channels.mail().contains(channel) && mail.isEmpty() && !s.has("mail")) {
        s.problem("mail", "missing", "an address for the channel " + channel);
      }
    }
    return new Person(
        id,
        s.text("name").orElse(id),
        mail,
        by.stream().filter(c -> mail.isPresent() || !channels.mail().contains(c)).toList(),
        s.oneOf("language", Language.class).orElse(language),
        s.zone("zone").orElse(zone));
  }

  private Team team(String name, Section s, Set<String> people) {
    Targets targets = targets(s, people);
    List<Team.Escalation> escalations = new ArrayList<>();
    Duration before = Duration.ZERO;
    for (Section e : s.sections("escalate")) {
      Duration after = e.duration("after", SHORTEST, LONGEST).required();
      Targets to = targets(e, people);
      if (after.compareTo(before) <= 0) {
        e.problem("after", "not later than the step before", "ascending times");
      } else if (!to.isEmpty()) {
        escalations.add(new Team.Escalation(after, to));
        before = after;
      }
    }
    return new Team(name, targets, spans(s, "quiet"), escalations);
  }

  private Targets targets(Section s, Set<String> people) {
    Targets targets =
        new Targets(
            known(s, "rotas", rotas.keySet(), "a name under rotas"),
            known(s, "people", people, "a name under people"),
            known(s, "channels", channels.alone(), "a channel with somebody behind it: " + ALONE));
    if (targets.isEmpty()) {
      s.problem("people", "nobody", "at least one of rotas, people, channels");
    }
    for (RotaGaps.Gap gap : RotaGaps.of(targets, rotas, now)) {
      s.problem(
          "rotas",
          "nobody on duty from "
              + GAP.format(gap.from().atZone(zone))
              + " to "
              + GAP.format(gap.until().atZone(zone)),
          "somebody at any time; until then all of the rota are told");
    }
    return targets;
  }

  private static final String ALONE = "webhook, command, or mail with to";

  private Optional<Route> route(Section s, Set<String> names, Set<String> teams, Policy policy) {
    String name = s.uniqueName("name", names);
    Map<String, List<Glob>> match = new LinkedHashMap<>();
    Section wanted = s.section("match");
    for (String key : wanted.keys()) {
      List<String> patterns = wanted.text(key).oneOrMore();
      if (key.equals("severity")) {
        patterns.stream()
            .filter(text -> !Set.of("warning", "critical").contains(text))
            .forEach(text -> wanted.problem(key, text, "warning or critical"));
      }
      match.put(key, patterns.stream().map(Glob::new).toList());
    }
    Optional<String> team = s.text("team").where(teams::contains, "a name under teams").optional();
    if (!s.has("team")) {
      s.problem("team", "missing", "a name under teams");
    }
    boolean goOn = s.bool("continue").orElse(false);
    List<Span> when = spans(s, "when");
    List<Span> unless = spans(s, "unless");
    Policy own = policy(s, policy);
    // A pattern or a time that was refused would make the route wider than it was meant.
    boolean whole =
        when.size() == s.text("when").list().size()
            && unless.size() == s.text("unless").list().size()
            && match.values().stream().noneMatch(List::isEmpty);
    return team.filter(t -> whole).map(t -> new Route(name, match, when, unless, t, goOn, own));
  }

  private Policy policy(Section s, Policy usual) {
    return new Policy(
        s.text("by").list(usual.by()),
        s.duration("interval", SHORTEST, LONGEST).orElse(usual.interval()),
        s.duration("repeat", Duration.ofMinutes(1), LONGEST).orElse(usual.repeat()),
        optionalTime(s, "digest").or(usual::digest),
        zone);
  }

  private List<Span> spans(Section s, String key) {
    return RotaSettings.spans(known(s, key, hours.keySet(), A_SPAN), hours);
  }

  static List<String> known(Section s, String key, Set<String> names, String expected) {
    String listed = names.isEmpty() ? "; there are none" : ": " + String.join(", ", names);
    return s.text(key).where(names::contains, expected + listed).list();
  }
}
