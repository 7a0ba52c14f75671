package org.hinomi.collector.alert;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.hinomi.collector.audit.AuditRecord;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.detect.EventDraft;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.collector.detect.MatchState;
import org.hinomi.collector.detect.Rhythms;
import org.hinomi.collector.detect.SeriesKey;
import org.hinomi.collector.detect.Unusual;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;

/**
 * What listens beside the rules, for silence and for the unusual: in memory, and in the file as it
 * was when it was written last. For one thread: the lock of {@link AlertStore}.
 */
final class Listening {
  private final AlertDatabase database;
  private final EventRules rules;
  private final Instant started;
  private Rhythms rhythms;
  private Unusual unusual;

  /** What was not looked at by the ones before, that had to be made anew. */
  private long refusedBefore;

  /**
   * Goes on from what the file holds.
   *
   * @param next position of the next record
   * @param firing the alerts that fire
   */
  Listening(
      AlertDatabase database,
      EventRules rules,
      Instant started,
      long next,
      Set<Map.Entry<SeriesKey, MatchState>> firing,
      PrometheusRegistry metrics)
      throws IOException {
    this.database = database;
    this.rules = rules;
    this.started = started;
    rhythms = rhythms(next, firing);
    unusual = unusual();
    watch(metrics);
  }

  private Rhythms rhythms(long next, Set<Map.Entry<SeriesKey, MatchState>> firing)
      throws IOException {
    Rhythms read =
        new Rhythms(rules.sources().orElseThrow(), rules.calendars(), Micros.of(started));
    database.transact(
        c -> {
          StateTable.RHYTHM.load(c, read::restore);
          if (database.single(c, "SELECT value FROM meta WHERE name = 'learned'") != next) {
            read.forgetNumbers();
          }
          return null;
        });
    read.goOn(firing);
    return read;
  }

  private Unusual unusual() throws IOException {
    Unusual read = new Unusual(rules.mails());
    database.transact(
        c -> {
          SeenTable.NAMES.load(c, read.names());
          SeenTable.MESSAGES.load(c, read.messages().seen());
          SeenTable.RECIPIENTS.load(c, read.recipients().seen());
          MessageKindTable.load(c, read.messages().kinds());
          StateTable.USUAL.load(c, read.extremes()::restore);
          return null;
        });
    return read;
  }

  private void watch(PrometheusRegistry metrics) {
    CounterWithCallback.builder()
        .name("hinomi_source_records_unwatched_total")
        .help("Records that nobody listens to for silence: too many hosts, or logs of a host")
        .callback(counter -> counter.call(rhythms.unwatched()))
        .register(metrics);
    CounterWithCallback.builder()
        .name("hinomi_unusual_unwatched_total")
        .help("Messages and values that are not looked at for what is unusual: too many kinds")
        .callback(counter -> counter.call(refusedBefore + refused()))
        .register(metrics);
    GaugeWithCallback.builder()
        .name("hinomi_message_kinds")
        .help("Kinds of messages that are known")
        .callback(gauge -> gauge.call(unusual.messages().kinds().size()))
        .register(metrics);
  }

  private long refused() {
    return unusual.messages().kinds().refused() + unusual.extremes().refused();
  }

  /** Goes back to what the file holds. */
  void reload(long next, Set<Map.Entry<SeriesKey, MatchState>> firing) throws IOException {
    Rhythms again = rhythms(next, firing);
    again.follow(rhythms);
    rhythms = again;
    long refused = refused();
    unusual = unusual();
    refusedBefore += refused;
  }

  /** The collector's starts, stops and pauses have no rhythm, and are no news of its host. */
  void observe(Decoded decoded, EventDraft found) {
    if (decoded.transport() == Transport.INTERNAL
        && decoded instanceof Event event
        && AuditRecord.isOfRun(event.fields().getOrDefault(Fields.EVENT_ACTION, ""))) {
      return;
    }
    rhythms.observe(decoded, found);
    if (decoded instanceof Event event) {
      unusual.observe(event, found);
    }
  }

  /** What the time alone says. */
  void look(long nowMicros, EventDraft found, Iterable<Map.Entry<SeriesKey, MatchState>> firing) {
    rhythms.look(nowMicros, found);
    unusual.look(nowMicros, found, firing);
  }

  /** A person ended an alert. */
  void close(SeriesKey alert) {
    rhythms.close(alert);
  }

  /** Whether something of which little is lost is to be written. */
  boolean changed() {
    return rhythms.changed() || unusual.changed();
  }

  void write(Connection connection) throws SQLException {
    StateTable.RHYTHM.write(connection, rhythms::changes);
    SeenTable.NAMES.write(connection, unusual.names());
    SeenTable.MESSAGES.write(connection, unusual.messages().seen());
    SeenTable.RECIPIENTS.write(connection, unusual.recipients().seen());
    MessageKindTable.write(connection, unusual.messages().kinds());
  }

  /** Whether something that changes with every event is to be written. */
  boolean usualChanged() {
    return unusual.extremes().changed();
  }

  void writeUsual(Connection connection) throws SQLException {
    StateTable.USUAL.write(connection, unusual.extremes()::changes);
  }
}
