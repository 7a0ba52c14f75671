package org.hinomi.collector.alert;

import static java.util.Objects.requireNonNull;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.DecodedSink;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.collector.detect.Draft;
import org.hinomi.collector.detect.EventCounts;
import org.hinomi.collector.detect.EventDraft;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.collector.detect.SeriesKey;
import org.hinomi.collector.detect.ThresholdSet;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sigma.Aims;
import org.hinomi.core.sigma.CorrelationEngine;
import org.jspecify.annotations.Nullable;

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
 * cleared ({@link Cause#THRESHOLD_REMOVED}), and that is told: a lamp that was lit must go out. The
 * same holds for rules on events ({@link Cause#RULE_REMOVED}).
 *
 * <p><b>Held back.</b> A step that a silence, maintenance, another alert or flapping holds back is
 * recorded with the reason and told when the reason is gone and the alert still fires ({@link
 * Holding}).
 *
 * <p>Imported records never raise alerts. Thread-safe.
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

  /** What was learned of sources is written so often; a crash loses as much of it. */
  private static final Duration KEPT_EVERY = Duration.ofMinutes(1);

  /** The same for what thresholds derive values from: some KiB a series. */
  private static final Duration DERIVED_EVERY = Duration.ofMinutes(10);

  private final AlertDatabase database;
  private final InstantSource clock;
  private final SqliteOutbox outbox;
  private final SqliteGrouping grouping;
  private final ThresholdAlerts thresholds;
  private final EventAlerts events;
  private final LifeCycle life;
  private final Upkeep upkeep;
  private final AlertActions actions;
  private final EventRules rules;
  private final Instant started;
  private final ReentrantLock lock = new ReentrantLock();
  private final AlertMetrics metrics;
  private final @Nullable Listening listening;
  private EventCounts counts;

  /** Events that the counts before, which had to be made anew, passed over. */
  private long uncounted;

  /** Whether what is in memory has seen records of which nothing is in the file. */
  private boolean stale;

  /** Whether the counts have seen records that are read again. */
  private boolean recount;

  private Instant kept = Instant.EPOCH;
  private Instant keptDerived = Instant.EPOCH;
  private volatile long next;
  private volatile long committed;

  /** A store that looks at samples alone. */
  public AlertStore(
      Path stateFolder,
      ThresholdSet thresholds,
      List<String> destinations,
      InstantSource clock,
      PrometheusRegistry metrics)
      throws IOException {
    this(stateFolder, thresholds, EventRules.NONE, destinations, clock, metrics);
  }

  /** A store that tells, groups and ranks as is usual. */
  public AlertStore(
      Path stateFolder,
      ThresholdSet thresholds,
      EventRules rules,
      List<String> destinations,
      InstantSource clock,
      PrometheusRegistry metrics)
      throws IOException {
    this(stateFolder, thresholds, rules, AlertSettings.DEFAULT, destinations, clock, metrics);
  }

  /**
   * Opens the database and closes alerts whose thresholds or rules are gone.
   *
   * @param stateFolder holds {@link #FILE}; made where it is missing
   * @param destinations names of the notifiers, each gets every notification
   */
  public AlertStore(
      Path stateFolder,
      ThresholdSet thresholds,
      EventRules rules,
      AlertSettings settings,
      List<String> destinations,
      InstantSource clock,
      PrometheusRegistry metrics)
      throws IOException {
    this(
        stateFolder,
        thresholds,
        rules,
        settings,
        new Queues(destinations, List.of()),
        clock,
        metrics);
  }

  /** The same, with queues of messages too. */
  public AlertStore(
      Path stateFolder,
      ThresholdSet thresholds,
      EventRules rules,
      AlertSettings settings,
      Queues queues,
      InstantSource clock,
      PrometheusRegistry metrics)
      throws IOException {
    this.clock = requireNonNull(clock, "clock");
    this.rules = rules;
    database = AlertDatabase.open(stateFolder.resolve(FILE));
    try {
      Instant now = clock.instant();
      started = now;
      outbox = new SqliteOutbox(database, queues, now);
      grouping = new SqliteGrouping(database, outbox);
      next =
          database.transact(
              c ->
                  Math.max(
                      1, database.single(c, "SELECT value FROM meta WHERE name = 'position'")));
      committed = next;
      life =
          LifeCycle.open(
              database,
              settings,
              rules.calendars(),
              key -> rules.aims(key).or(() -> thresholds.aims(key)).orElse(Aims.NONE),
              now);
      this.thresholds = new ThresholdAlerts(database, thresholds, outbox, life, next, now);
      events = new EventAlerts(database, rules, outbox, life, next, now);
      counts = counts();
      listening =
          rules.sources().isPresent()
              ? new Listening(database, rules, now, next, events.states(), metrics)
              : null;
    } catch (IOException | RuntimeException e) {
      database.close();
      throw e;
    }
    this.metrics =
        new AlertMetrics(
            metrics,
            () -> uncounted + counts.passedOver(),
            events.correlations(),
            severity -> this.thresholds.firing(severity) + events.firing(severity));
    upkeep = new Upkeep(database, outbox, life, this.thresholds, events);
    actions = new AlertActions(database, life, this.thresholds, events, this::end, clock, lock);
  }

  private EventCounts counts() throws IOException {
    EventCounts read = new EventCounts(thresholds.thresholds(), rules.settings().late());
    database.transact(
        c -> {
          StateTable.COUNTED.load(c, read::restore);
          return null;
        });
    return read;
  }

  /** What people may do. */
  public AlertActions actions() {
    return actions;
  }

  public AlertSettings settings() {
    return life.settings();
  }

  /** Where notifications wait for the dispatcher. */
  public Outbox outbox() {
    return outbox;
  }

  /** Where steps wait to be put together into messages. */
  public Grouping grouping() {
    return grouping;
  }

  @Override
  public long nextPosition() {
    return next;
  }

  /** First position that a crash would make it read again. */
  public long durablePosition() {
    return committed;
  }

  @Override
  public void accept(List<Decoded> batch, long endPosition) throws IOException {
    lock.lock();
    try {
      whole(
          () -> {
            Draft samples = thresholds.draft();
            EventDraft found = events.draft();
            OptionalLong received = observe(batch, samples, found);
            received.ifPresent(time -> look(time, found));
            take(samples, found, Math.max(next, endPosition));
          });
    } finally {
      if (stale) {
        // Counts are of every record, also of those before that had no other effect.
        recount = true;
        next = committed;
      }
      lock.unlock();
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  /** Does all of it, or it is as if nothing of it had been seen. */
  private void whole(Work work) throws IOException {
    lock.lock();
    try {
      if (stale) {
        events.rollBack();
        if (recount) {
          uncounted += counts.passedOver();
          counts = counts();
          recount = false;
        } else {
          counts.keepAgain();
        }
        if (listening != null) {
          listening.reload(next, events.states());
        }
      }
      stale = true;
      work.run();
      stale = false;
      metrics.underived(thresholds.derivations().refused());
    } finally {
      lock.unlock();
    }
  }

  /**
   * @return when the last record was received, microseconds since 1970
   */
  private OptionalLong observe(List<Decoded> batch, Draft samples, EventDraft found) {
    Decoded last = null;
    for (Decoded decoded : batch) {
      if (decoded.position() < next || decoded.transport() == Transport.IMPORT) {
        continue;
      }
      last = decoded;
      counts.advance(decoded, samples::observe);
      switch (decoded) {
        case SampleRound round -> samples.observe(round);
        case Event event -> counts.observe(event, found.observe(event));
      }
      if (listening != null) {
        listening.observe(decoded, found);
      }
    }
    return last == null ? OptionalLong.empty() : OptionalLong.of(last.receivedMicros());
  }

  /**
   * Ends the alerts of events that have been quiet for long enough by the clock: to be called now
   * and then, for times in which nothing comes.
   *
   * @param journalEnd where the journal ends; nothing is done while there is something to read
   */
  public void endQuiet(long journalEnd) throws IOException {
    whole(
        () -> {
          if (next >= journalEnd) {
            EventDraft found = events.draft();
            look(Micros.of(clock.instant()), found);
            take(thresholds.draft(), found, next);
          }
        });
  }

  /** What the time alone says. */
  private void look(long nowMicros, EventDraft found) {
    found.quiet(nowMicros);
    if (listening != null) {
      listening.look(nowMicros, found, events.states());
    }
  }

  /** Ends the alert of an event rule because a person says so. */
  private void end(SeriesKey alert, AlertDatabase.Work<@Nullable Void> also) throws IOException {
    whole(
        () -> {
          EventDraft found = events.draft();
          found.close(alert, Micros.of(clock.instant()));
          take(thresholds.draft(), found, next, also);
          if (listening != null) {
            listening.close(alert);
          }
        });
  }

  /**
   * Tells what was held back and is so no longer, and ends acknowledgements whose time is over: to
   * be called now and then.
   */
  public void release() throws IOException {
    lock.lock();
    try {
      upkeep.run(clock.instant());
    } finally {
      lock.unlock();
    }
  }

  private void take(Draft samples, EventDraft found, long end) throws IOException {
    take(samples, found, end, c -> null);
  }

  private void take(
      Draft samples, EventDraft found, long end, AlertDatabase.Work<@Nullable Void> also)
      throws IOException {
    List<CorrelationEngine.GroupState> groups = events.correlations().changes();
    boolean effect =
        !samples.touched().isEmpty()
            || !found.touched().isEmpty()
            || !found.over().isEmpty()
            || !groups.isEmpty();
    Instant now = clock.instant();
    boolean news = listening != null && listening.changed();
    boolean keep = news && !now.isBefore(kept.plus(KEPT_EVERY));
    boolean derived = derivedChanged() && !now.isBefore(keptDerived.plus(DERIVED_EVERY));
    if (!effect && !keep && !derived && end - committed < POSITION_STEP) {
      metrics.late(samples.late());
      next = end;
      return;
    }
    Consequences ofSamples = thresholds.consequences(samples, now);
    Consequences ofEvents = events.consequences(found, now);
    int told =
        database.transact(
            c -> {
              int count = thresholds.write(c, samples, ofSamples, now);
              count += events.write(c, found, groups, ofEvents, now);
              StateTable.COUNTED.write(c, counts::changes);
              writePosition(c, "position", end);
              if (keep) {
                learned(c, end);
              }
              if (derived) {
                writeDerived(c);
              }
              also.run(c);
              return count;
            });
    thresholds.commit(samples, ofSamples);
    events.commit(found, ofEvents);
    next = end;
    committed = end;
    kept = keep ? now : kept;
    keptDerived = derived ? now : keptDerived;
    metrics.late(samples.late());
    metrics.took(ofSamples.transitions());
    metrics.took(ofEvents.transitions());
    outbox.queued(told);
  }

  private void learned(Connection connection, long end) throws SQLException {
    writePosition(connection, "learned", end);
    if (listening != null) {
      listening.write(connection);
    }
  }

  private boolean derivedChanged() {
    return thresholds.derivations().changed() || listening != null && listening.usualChanged();
  }

  private void writeDerived(Connection connection) throws SQLException {
    DerivedTable.write(connection, thresholds.derivations());
    if (listening != null) {
      listening.writeUsual(connection);
    }
  }

  /**
   * @param of {@code position}, up to which all is in the file, or {@code learned}, up to which
   *     what was learned of sources is: after a crash it may be behind
   */
  private static void writePosition(Connection connection, String of, long position)
      throws SQLException {
    try (PreparedStatement put =
        connection.prepareStatement("INSERT OR REPLACE INTO meta VALUES (?, ?)")) {
      put.setString(1, of);
      put.setLong(2, position);
      put.executeUpdate();
    }
  }

  /** Writes the position and closes the file; the outbox ends with it. */
  @Override
  public void close() throws IOException {
    long end = next;
    try {
      // What has seen records of which nothing is in the file begins again where the file ends.
      if (!stale && (end != committed || listening != null || derivedChanged())) {
        database.transact(
            c -> {
              writePosition(c, "position", end);
              StateTable.COUNTED.write(c, counts::changes);
              learned(c, end);
              writeDerived(c);
              return null;
            });
      }
    } finally {
      database.close();
    }
  }
}
