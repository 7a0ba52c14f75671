package org.hinomi.collector.app;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.alert.AlertStore;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.collector.notify.ChannelWatch;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.collector.notify.Dispatcher;
import org.hinomi.collector.notify.Heartbeats;
import org.hinomi.collector.notify.Notifier;
import org.hinomi.collector.notify.RetryPolicy;
import org.hinomi.collector.notify.ack.Acknowledgements;
import org.hinomi.collector.notify.ack.KeyFile;
import org.hinomi.collector.notify.ack.Tokens;
import org.hinomi.collector.notify.group.Links;
import org.hinomi.collector.notify.group.Router;
import org.hinomi.collector.notify.route.Person;
import org.hinomi.collector.notify.route.Recipient;
import org.hinomi.collector.notify.route.Routing;
import org.hinomi.collector.notify.tower.TowerKeeper;
import org.hinomi.collector.notify.tower.TowerSettings;
import org.hinomi.collector.notify.tower.Towers;
import org.hinomi.core.lifecycle.Stops;
import org.hinomi.core.settings.ConfigProblem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that tells people of alerts, built and started in its order. */
final class Notifying {
  private static final Logger LOG = LoggerFactory.getLogger(Notifying.class);

  private final Dispatcher dispatcher;
  private final List<TowerKeeper> towers = new ArrayList<>();
  private final List<Dispatcher.Failure> towersNotMade = new ArrayList<>();
  private final List<ConfigProblem> problems;
  private final Routing routing;
  private final Optional<Acknowledgements> acknowledgements;

  /**
   * @param state folder of the state of a history
   */
  Notifying(
      CollectorSettings settings,
      Calendars calendars,
      Path state,
      AlertStore alerts,
      Destinations destinations,
      String hostName,
      InstantSource clock,
      PrometheusRegistry metrics,
      Stops stops)
      throws IOException {
    NotifySettings notify = settings.destinations();
    RoutingFile file = RoutingFile.read(notify, calendars, settings.language(), clock);
    problems = file.problems();
    routing = file.routing();
    for (ConfigProblem problem : problems) {
      LOG.atError()
          .addKeyValue("problem", problem)
          .log("What is wrong with who is told of what is left out.");
    }
    ChannelWatch watch = new ChannelWatch(alerts.grouping(), hostName);
    Set<String> channels = new HashSet<>(destinations.names());
    notify.tower().forEach(tower -> channels.add(tower.name()));
    watch.keepOnly(channels, clock.instant());
    dispatcher =
        stops.own(
            "notifications",
            new Dispatcher(
                alerts.outbox(),
                destinations.notifiers(),
                RetryPolicy.DEFAULT,
                clock,
                RandomGenerator.getDefault(),
                metrics,
                watch));
    Optional<Tokens> tokens =
        notify.acknowledge().isPresent()
            ? Optional.of(
                new Tokens(
                    KeyFile.open(state, new SecureRandom()), notify.acknowledge().get().valid()))
            : Optional.empty();
    Links links =
        tokens.map(made -> links(made, notify.acknowledge().orElseThrow())).orElse(Links.NONE);
    Router router =
        stops.own(
            "routing",
            new Router(
                alerts.grouping(),
                alerts.outbox(),
                file.routing(),
                new AcknowledgedAlerts(new AlertReader(state), clock),
                links,
                clock));
    acknowledgements =
        tokens.map(
            made ->
                new Acknowledgements(
                    made, router, new WhoSeesTo(alerts.actions(), new AlertReader(state)), clock));
    towers(notify, alerts, new AlertReader(state), watch, clock, stops);
    dispatcher.start();
    router.start();
    towers.forEach(TowerKeeper::start);
  }

  private static Links links(Tokens tokens, AcknowledgeSettings settings) {
    return (String thread, Recipient to, Instant now) ->
        settings.url()
            + "/ack?t="
            + tokens.issue(thread, to.person(), now)
            + (to.language() == null ? "" : "&lang=" + to.language().locale().getLanguage());
  }

  private void towers(
      NotifySettings notify,
      AlertStore alerts,
      AlertReader reader,
      ChannelWatch watch,
      InstantSource clock,
      Stops stops) {
    for (TowerSettings settings : notify.tower()) {
      try {
        TowerKeeper.Worst worst = () -> worst(reader);
        TowerKeeper keeper =
            stops.own(
                "tower " + settings.name(),
                new TowerKeeper(settings, Towers.of(settings), worst, watch, clock));
        alerts.outbox().onQueued(keeper::look);
        towers.add(keeper);
      } catch (IOException e) {
        towersNotMade.add(
            new Dispatcher.Failure(
                settings.name(), String.valueOf(e.getMessage()), clock.instant()));
      }
    }
  }

  private static Optional<Transition.Severity> worst(AlertReader reader) throws IOException {
    return reader.current().stream()
        .filter(alert -> alert.state() == AlertReader.State.FIRING)
        .flatMap(alert -> alert.severity().stream())
        .max(Comparator.naturalOrder());
  }

  /**
   * Sends heartbeats, as long as everything is well.
   *
   * @param well whether what comes in is looked at
   */
  void beat(
      HeartbeatSettings settings,
      Destinations destinations,
      String hostName,
      BooleanSupplier well,
      InstantSource clock,
      Stops stops) {
    List<Notifier> to =
        destinations.notifiers().stream()
            .filter(notifier -> settings.to().contains(notifier.name()))
            .toList();
    if (to.isEmpty()) {
      return;
    }
    ScheduledExecutorService beats =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("heartbeat").daemon().factory());
    stops.add(
        "heartbeat",
        () -> {
          beats.shutdownNow();
          beats.close();
        });
    long every = settings.every().toMillis();
    beats.scheduleAtFixedRate(
        () -> {
          try {
            if (well.getAsBoolean()) {
              to.forEach(notifier -> beat(notifier, hostName, clock.instant()));
            }
          } catch (RuntimeException e) { // else there would never be another
            LOG.atError().setCause(e).log("A heartbeat failed.");
          }
        },
        0,
        every,
        MILLISECONDS);
  }

  private static void beat(Notifier notifier, String hostName, Instant now) {
    try {
      Delivery delivery = notifier.tell(Heartbeats.of(hostName, now));
      if (!(delivery instanceof Delivery.Delivered)) {
        LOG.atWarn()
            .addKeyValue("destination", notifier.name())
            .addKeyValue("reason", delivery)
            .log("A heartbeat did not get through.");
      }
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("destination", notifier.name())
          .setCause(e)
          .log("A heartbeat failed.");
    }
  }

  /** Channels that take nothing at present. */
  List<Dispatcher.Failure> failures() {
    List<Dispatcher.Failure> failures = new ArrayList<>(dispatcher.failures());
    towers.forEach(tower -> tower.failure().ifPresent(failures::add));
    failures.addAll(towersNotMade);
    return failures;
  }

  /** Who is told of what. */
  Routing routing() {
    return routing;
  }

  /** In which somebody reads times: as their messages have them. */
  ZoneId zone(String person) {
    Person known = routing.people().get(person);
    return known == null ? routing.otherwise().policy().zone() : known.zone();
  }

  /** What is wrong with who is told of what, a line each. */
  List<String> problems() {
    return problems.stream().map(ConfigProblem::toString).toList();
  }

  /** Where people say that they see to something, if anywhere. */
  Optional<Acknowledgements> acknowledgements() {
    return acknowledgements;
  }
}
