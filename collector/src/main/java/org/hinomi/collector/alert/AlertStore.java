package org.hinomi.collector.alert;

import static java.util.Objects.requireNonNull;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.DecodedSink;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.collector.detect.Detection;
import org.hinomi.collector.detect.Draft;
import org.hinomi.collector.detect.SeriesKey;
import org.hinomi.collector.detect.SeriesState;
import org.hinomi.collector.detect.Severity;
import org.hinomi.collector.detect.ThresholdSet;
import org.hinomi.core.event.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detection's consumer of the decoded records: finds conditions, and keeps states, transitions,
 * queued notifications and its own position in one SQLite file, in one transaction per batch. So
 * after a crash nothing is missed, and nobody is told twice of the same step.
 *
 * <p><b>Old news.</b> When records are read late (the collector was down, or this file was lost and
 * the journal is read again), a step that lies more than {@link #NEWS} back is recorded, but told
 * only once a current sample shows that its alert still fires. An alert that came and went in the
 * past is not told at all; the end of an alert that was told is told always.
 *
 * <p><b>Changed settings.</b> The states of a threshold whose levels changed stay; the next sample
 * is judged by the new levels. At the start, alerts at which no threshold looks any more are
 * cleared ({@link Cause#THRESHOLD_REMOVED}), and that is told: a lamp that was lit must go out.
 *
 * <p>Imported records never raise alerts. {@link #accept} is for one thread; the rest is
 * thread-safe.
 */
public final class AlertStore implements DecodedSink, AutoCloseable {

  /** How old, by the collector's clock, a step may be that is told at once. */
  public static final Duration NEWS = Duration.ofHours(1);

  /** Name of the file in the history's folder {@code state}. */
  public static final String FILE = "alerts.db";

  /**
   * The position is written at least each so many records; between, where no record had an effect,
   * reading them again after a crash has none either.
   */
  private static final long POSITION_STEP = 100_000;

  /** Of one batch; a storm must not fill the log. */
  private static final int LOGGED_STEPS = 10;

  private static final Logger log = LoggerFactory.getLogger(AlertStore.class);

  private final AlertDatabase database;
  private final ThresholdSet thresholds;
  private final InstantSource clock;
  private final Detection detection;
  private final SqliteOutbox outbox;
  private final Map<SeriesKey, Telling> tellings;
  private final Counter transitions;
  private final Counter late;
  private final Gauge firing;
  private volatile long next;
  private long committed;

  /**
   * Opens the database and closes alerts whose thresholds are gone.
   *
   * @param stateFolder holds {@link #FILE}; made where it is missing
   * @param destinations names of the notifiers, each gets every notification
   */
  public AlertStore(
      Path stateFolder,
      ThresholdSet thresholds,
      List<String> destinations,
      InstantSource clock,
      PrometheusRegistry metrics)
      throws IOException {
    this.thresholds = requireNonNull(thresholds, "thresholds");
    this.clock = requireNonNull(clock, "clock");
    database = AlertDatabase.open(stateFolder.resolve(FILE));
    try {
      outbox = new SqliteOutbox(database, destinations, clock.instant());
      next =
          database.transact(
              c ->
                  Math.max(
                      1, database.single(c, "SELECT value FROM meta WHERE name = 'position'")));
      committed = next;
      tellings = database.transact(SeriesTable::tellings);
      detection = new Detection(thresholds, coveredStates());
    } catch (IOException | RuntimeException e) {
      database.close();
      throw e;
    }
    transitions =
        Counter.builder()
            .name("hinomi_alert_transitions_total")
            .help("Steps in the life of alerts")
            .labelNames("kind")
            .register(metrics);
    late =
        Counter.builder()
            .name("hinomi_alert_samples_late_total")
            .help("Samples that detection ignored: a newer one of their series had counted")
            .register(metrics);
    firing =
        Gauge.builder()
            .name("hinomi_alerts_firing")
            .help("Alerts that fire")
            .labelNames("severity")
            .register(metrics);
    countFiring();
  }

  /** The states that thresholds cover; the others are deleted, and their alerts cleared. */
  private Map<SeriesKey, SeriesState> coveredStates() throws IOException {
    Map<SeriesKey, SeriesState> states = database.transact(SeriesTable::states);
    List<SeriesKey> gone = states.keySet().stream().filter(k -> !thresholds.covers(k)).toList();
    Instant now = clock.instant();
    int told =
        database.transact(
            c -> {
              int count = 0;
              for (SeriesKey key : gone) {
                SeriesTable.delete(c, key);
                SeriesState state = requireNonNull(states.get(key));
                if (state.severity().isPresent()) {
                  Transition removal = removal(key, state, now);
                  TransitionTable.insert(c, removal, Cause.THRESHOLD_REMOVED, now);
                  if (tellings.getOrDefault(key, Telling.NOTHING).told()) {
                    outbox.enqueue(c, removal.id(), key, now);
                    count++;
                  }
                }
              }
              return count;
            });
    gone.forEach(states::remove);
    gone.forEach(tellings::remove);
    outbox.queued(told);
    return states;
  }

  private Transition removal(SeriesKey key, SeriesState state, Instant now) {
    return new Transition(
        Identities.removal(key.threshold(), key.labels(), state.sinceMicros()),
        Kind.CLEARED,
        key.threshold(),
        key.labels(),
        Consequences.severity(state.severity().orElseThrow()),
        thresholds.metricOf(key.threshold()),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Micros.instant(state.sinceMicros()),
        now,
        next - 1);
  }

  /** Where notifications wait for the dispatcher. */
  public Outbox outbox() {
    return outbox;
  }

  @Override
  public long nextPosition() {
    return next;
  }

  @Override
  public void accept(List<Decoded> batch, long endPosition) throws IOException {
    Draft draft = detection.draft();
    for (Decoded decoded : batch) {
      if (decoded instanceof SampleRound round
          && round.position() >= next
          && round.transport() != Transport.IMPORT) {
        draft.observe(round);
      }
    }
    if (draft.touched().isEmpty() && endPosition - committed < POSITION_STEP) {
      late.inc(draft.late());
      next = Math.max(next, endPosition);
      return;
    }
    long end = Math.max(next, endPosition);
    Consequences consequences = new Consequences(draft, tellings, clock.instant().minus(NEWS));
    int told = database.transact(c -> write(c, draft, consequences, end));
    draft.commit();
    consequences.tellings().forEach(this::setTelling);
    next = end;
    committed = end;
    late.inc(draft.late());
    report(consequences.transitions());
    outbox.queued(told);
  }

  private void setTelling(SeriesKey key, Telling telling) {
    if (telling.equals(Telling.NOTHING)) {
      tellings.remove(key);
    } else {
      tellings.put(key, telling);
    }
  }

  /**
   * @return how many transitions were queued
   */
  private int write(Connection connection, Draft draft, Consequences consequences, long end)
      throws SQLException {
    Instant now = clock.instant();
    Set<String> repeated = new HashSet<>();
    for (Transition transition : consequences.transitions()) {
      if (!TransitionTable.insert(connection, transition, Cause.SAMPLE, now)) {
        repeated.add(transition.id());
      }
    }
    int told = 0;
    for (Consequences.ToTell toTell : consequences.toTell()) {
      if (!repeated.contains(toTell.id())) {
        outbox.enqueue(connection, toTell.id(), toTell.series(), now);
        told++;
      }
    }
    try (PreparedStatement upsert = SeriesTable.upsert(connection)) {
      for (Map.Entry<SeriesKey, SeriesState> entry : draft.touched().entrySet()) {
        SeriesKey key = entry.getKey();
        String metric = thresholds.metricOf(key.threshold());
        SeriesTable.put(upsert, key, metric, entry.getValue(), consequences.telling(key));
      }
    }
    writePosition(connection, end);
    return told;
  }

  private static void writePosition(Connection connection, long position) throws SQLException {
    try (PreparedStatement put =
        connection.prepareStatement("INSERT OR REPLACE INTO meta VALUES ('position', ?)")) {
      put.setLong(1, position);
      put.executeUpdate();
    }
  }

  private void report(List<Transition> steps) {
    for (Transition step : steps) {
      transitions.labelValues(step.kind().name().toLowerCase(Locale.ROOT)).inc();
    }
    steps.stream().limit(LOGGED_STEPS).forEach(AlertStore::logStep);
    if (steps.size() > LOGGED_STEPS) {
      log.atInfo()
          .addKeyValue("steps", steps.size() - LOGGED_STEPS)
          .log("More alerts took a step; hinomi alerts lists them.");
    }
    if (!steps.isEmpty()) {
      countFiring();
    }
  }

  private static void logStep(Transition step) {
    log.atInfo()
        .addKeyValue("kind", step.kind())
        .addKeyValue("severity", step.severity())
        .addKeyValue("rule", step.rule())
        .addKeyValue("labels", step.labels())
        .log("An alert took a step.");
  }

  private void countFiring() {
    for (Severity severity : Severity.values()) {
      long count =
          detection.states().values().stream()
              .filter(state -> state.severity().filter(severity::equals).isPresent())
              .count();
      firing.labelValues(severity.name().toLowerCase(Locale.ROOT)).set(count);
    }
  }

  /** Writes the position and closes the file; the outbox ends with it. */
  @Override
  public void close() throws IOException {
    long end = next;
    try {
      if (end != committed) {
        database.transact(
            c -> {
              writePosition(c, end);
              return null;
            });
      }
    } finally {
      database.close();
    }
  }
}
