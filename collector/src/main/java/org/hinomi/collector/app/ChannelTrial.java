package org.hinomi.collector.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.collector.notify.GroupMessage;
import org.hinomi.collector.notify.Names;
import org.hinomi.collector.notify.Notifier;
import org.hinomi.collector.notify.route.Recipient;
import org.hinomi.collector.notify.route.Routing;
import org.hinomi.collector.notify.route.Team;
import org.hinomi.collector.notify.tower.Lamp;
import org.hinomi.collector.notify.tower.Tower;
import org.hinomi.collector.notify.tower.TowerSettings;
import org.hinomi.collector.notify.tower.Towers;
import org.hinomi.core.event.Fields;
import org.hinomi.core.file.OwnerFiles;
import org.hinomi.core.snmp.HinomiMib;
import org.hinomi.core.snmp.SnmpEngine;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;

/** Really sends a test over one channel, without a collector; and says who would be told now. */
public final class ChannelTrial {
  private final CollectorSettings settings;
  private final Messages words;
  private final InstantSource clock;

  /**
   * What came of it, in lines.
   *
   * @param well whether all is
   */
  public record Answer(boolean well, List<String> lines) {
    public Answer {
      lines = List.copyOf(lines);
    }
  }

  public ChannelTrial(CollectorSettings settings, Language language, InstantSource clock) {
    this.settings = settings;
    words = Messages.of(ChannelTrial.class, language);
    this.clock = clock;
  }

  /** Sends a test message, as far as there is such a channel. */
  public Answer send(String channel) throws IOException {
    for (TowerSettings tower : settings.destinations().tower()) {
      if (tower.name().equals(channel)) {
        return light(tower);
      }
    }
    boolean engineCounts = isVersion3Trap(channel);
    if (engineCounts && Files.exists(settings.data().resolve("run.json"))) {
      return new Answer(false, List.of(words.get("notify.version3", channel)));
    }
    if (engineCounts) {
      Path state = OwnerFiles.folder(settings.data().resolve("state"));
      return send(channel, engine(state));
    }
    Path folder = Files.createTempDirectory("hinomi-notify");
    try {
      return send(channel, engine(folder));
    } finally {
      delete(folder);
    }
  }

  /**
   * Its messages carry the name of our engine and how often it was started: a start that is counted
   * while the collector runs would make receivers refuse what the collector sends.
   */
  private boolean isVersion3Trap(String channel) {
    return settings.destinations().trap().stream()
        .anyMatch(
            trap ->
                trap.name().equals(channel)
                    && trap.target().user() != null
                    && !trap.target().confirmed());
  }

  private SnmpEngine engine(Path folder) throws IOException {
    return SnmpEngine.open(
        folder,
        HinomiMib.under(settings.enterprise()).enterpriseNumber(),
        new SecureRandom(),
        System::nanoTime);
  }

  private Answer send(String channel, SnmpEngine engine) {
    Destinations destinations =
        Destinations.of(settings, CollectorProgram.hostName(), engine, clock);
    try {
      for (Notifier notifier : destinations.notifiers()) {
        if (notifier.name().equals(channel)) {
          return answer(channel, send(notifier));
        }
      }
      List<String> names = new ArrayList<>(destinations.names());
      settings.destinations().tower().forEach(tower -> names.add(tower.name()));
      return new Answer(
          false, List.of(words.get("notify.unknown", channel, String.join(", ", names))));
    } finally {
      destinations.close();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private Delivery send(Notifier notifier) {
    Instant now = clock.instant();
    Transition step = step(now);
    boolean steps =
        settings.destinations().trap().stream().anyMatch(t -> t.name().equals(notifier.name()))
            || settings.destinations().syslog().stream()
                .anyMatch(s -> s.name().equals(notifier.name()));
    if (steps) {
      return notifier.deliver(step);
    }
    return notifier.deliver(
        new GroupMessage(
            Names.of("test", now.toString()),
            Names.of("test"),
            GroupMessage.Reason.TEST,
            "",
            "",
            Map.of(),
            Transition.Severity.WARNING,
            0,
            GroupMessage.Counts.NONE,
            List.of(),
            Map.of(),
            now,
            now,
            0,
            recipient(notifier.name()),
            null));
  }

  /** A mail channel without addresses of its own is tried with those of people. */
  private Recipient recipient(String channel) {
    boolean own =
        settings.destinations().mail().stream()
            .noneMatch(mail -> mail.name().equals(channel) && mail.to().isEmpty());
    if (own) {
      return Recipient.of(channel);
    }
    Routing routing = routing().routing();
    return routing.people().values().stream()
        .filter(person -> person.channels().contains(channel))
        .sorted(Comparator.comparing(person -> person.id()))
        .findFirst()
        .map(
            person ->
                new Recipient(
                    channel,
                    person.id(),
                    person.name(),
                    person.mail().orElse(null),
                    person.language(),
                    person.zone()))
        .orElse(Recipient.of(channel));
  }

  private RoutingFile routing() {
    return RoutingFile.read(
        settings.destinations(),
        RoutingFile.calendars(settings.calendars()),
        settings.language(),
        clock);
  }

  private static Transition step(Instant now) {
    TreeMap<String, String> labels = new TreeMap<>();
    labels.put(Fields.HOST_NAME, CollectorProgram.hostName());
    return new Transition(
        Names.of("test-step", now.toString()),
        Transition.Kind.RAISED,
        "hinomi-notify-test",
        labels,
        Transition.Severity.WARNING,
        "",
        OptionalDouble.of(0),
        OptionalDouble.empty(),
        now,
        now,
        0);
  }

  private Answer light(TowerSettings settings) {
    try (Tower tower = Towers.of(settings)) {
      for (Lamp lamp : List.of(settings.critical(), settings.warning(), settings.well())) {
        tower.show(lamp);
      }
      return answer(settings.name(), new Delivery.Delivered());
    } catch (IOException e) {
      return answer(
          settings.name(), new Delivery.RetryAfter(settings.to() + ": " + e.getMessage()));
    }
  }

  private Answer answer(String channel, Delivery delivery) {
    return switch (delivery) {
      case Delivery.Delivered() -> new Answer(true, List.of(words.get("notify.sent", channel)));
      case Delivery.RetryAfter(String reason) ->
          new Answer(false, List.of(words.get("notify.failed", channel, reason)));
      case Delivery.Rejected(String reason) ->
          new Answer(false, List.of(words.get("notify.refused", channel, reason)));
    };
  }

  /** Who would be told now, team by team and step by step. */
  public Answer onCall() {
    RoutingFile file = routing();
    List<String> lines = new ArrayList<>();
    file.problems().forEach(problem -> lines.add(problem.toString()));
    Instant now = clock.instant();
    for (Team team : new TreeMap<>(file.routing().teams()).values()) {
      for (int level = 0; level <= team.escalations().size(); level++) {
        String who =
            String.join(
                ", ",
                file.routing().recipients(team, level, now, null).stream()
                    .map(ChannelTrial::name)
                    .toList());
        Optional<Team.Escalation> step =
            level == 0 ? Optional.empty() : Optional.of(team.escalations().get(level - 1));
        lines.add(
            step.isEmpty()
                ? words.get("notify.team", team.name(), who)
                : words.get("notify.escalation", team.name(), text(step.get().after()), who));
      }
    }
    return new Answer(file.problems().isEmpty(), lines);
  }

  private static String text(Duration after) {
    return after.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private static String name(Recipient to) {
    return to.person().isEmpty() ? to.channel() : to.person() + " (" + to.channel() + ")";
  }
}
