package org.hinomi.collector.record;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.duckdb.DuckDBConnection;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.DecodedSink;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.core.event.Identity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hot index: decoded records in DuckDB, each exactly once. Rows, the numbers of the records
 * seen and the position go into one transaction, so that a crash at any moment leaves them
 * together.
 *
 * <p>One thread writes; any number ask.
 */
public final class HotIndex implements DecodedSink, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HotIndex.class);

  /** The name of the copy that {@link #snapshot} makes, in the folder {@code history}. */
  public static final String SNAPSHOT = "hot.snapshot.duckdb";

  /** So many records without samples may be read again after a crash, only to be passed over. */
  private static final int LAZY_RECORDS = 100_000;

  private final Path dataDir;
  private final HotSettings settings;
  private final InstantSource clock;
  private final Counter recorded;
  private final Counter duplicates;
  private final Counter gaps;
  private final Counter rolledUp;
  private final Counter deleted;
  private final Counter upkeepFailures;
  private final HotReader reader;

  /** Taken after the index's own monitor, never before it. */
  private final Object upkeep = new Object();

  private DuckDBConnection connection;
  private HotWriter writer;
  private SeenRecords seen;
  private final EventStore events;
  private volatile long nextPosition;

  /** What the hot file has; events may be behind, or ahead of it, after a crash. */
  private long samplesNext;

  /**
   * Opens the hot file, or makes it where there is none or it cannot be used.
   *
   * @param dataDir the data folder; the file is {@code history/hot.duckdb} in it
   * @param journal what it still has, to mend from, and its end, for the lag gauge
   * @throws HistoryException.InUse when another process has it open
   */
  public HotIndex(
      Path dataDir,
      HotSettings settings,
      InstantSource clock,
      PrometheusRegistry registry,
      JournalEnds journal)
      throws IOException {
    this.dataDir = dataDir;
    this.settings = settings;
    this.clock = clock;
    this.connection = HotFile.openForWriting(dataDir, settings, clock);
    this.events =
        new EventStore(
            HotFile.path(dataDir).resolveSibling(""),
            settings.partRows(),
            clock,
            journal,
            new PartMetrics(registry));
    try {
      connection.setAutoCommit(false);
      this.writer = prepare(connection, events, dataDir);
      this.seen = SeenRecords.load(connection);
      this.samplesNext = storedPosition(connection);
      this.nextPosition = Math.min(samplesNext, events.nextPosition());
      connection.commit();
      this.reader = new HotReader(HotFile.path(dataDir), connection, settings, events);
    } catch (SQLException e) {
      throw HotFile.failure(HotFile.path(dataDir), e);
    }
    this.recorded =
        Counter.builder()
            .name("hinomi_recorded_total")
            .help("Journal records that are in the history, events and sample rounds.")
            .register(registry);
    this.duplicates =
        Counter.builder()
            .name("hinomi_duplicates_total")
            .help("Records of agents that came again and were not recorded again.")
            .register(registry);
    this.gaps =
        Counter.builder()
            .name("hinomi_record_gap_records_total")
            .help("Journal positions that never reached the history's writer.")
            .register(registry);
    this.rolledUp =
        Counter.builder()
            .name("hinomi_samples_rolled_up_total")
            .help("Samples that are in the roll-ups over minutes and hours.")
            .register(registry);
    this.deleted =
        Counter.builder()
            .name("hinomi_samples_deleted_total")
            .help("Samples and roll-ups that were deleted because of their age.")
            .register(registry);
    this.upkeepFailures =
        Counter.builder()
            .name("hinomi_samples_upkeep_failures_total")
            .help("Attempts to roll samples up or to delete old ones that failed.")
            .register(registry);
    GaugeWithCallback.builder()
        .name("hinomi_record_lag_records")
        .help("Durable journal records that are not in the history yet.")
        .callback(lag -> lag.call(Math.max(0, journal.next() - nextPosition)))
        .register(registry);
  }

  @Override
  public long nextPosition() {
    return nextPosition;
  }

  /** First position that a crash would make it read again: all below are synced. */
  public synchronized long durablePosition() {
    return Math.min(samplesNext, events.durablePosition());
  }

  /**
   * First position from which the journal must stay: all before are in parts. At most {@link
   * #durablePosition}; samples stand in parts later than events ({@link #upkeep}).
   */
  public long neededFrom() throws IOException {
    long durable = durablePosition(); // first: what is recorded meanwhile comes behind it
    return Math.min(durable, reader.neededFrom());
  }

  /** Makes parts of all events that are recorded. */
  public void seal() throws IOException {
    events.flush();
  }

  /**
   * Copies samples and roll-ups as they are at one moment, for a backup.
   *
   * @return the copy, in the folder {@code history}; whoever asked for it deletes it
   */
  public Path snapshot() throws IOException {
    Path copy = HotFile.path(dataDir).resolveSibling(SNAPSHOT);
    synchronized (upkeep) {
      reader.snapshot(copy);
    }
    return copy;
  }

  /** Compares its parts of samples with what it answers from. */
  public SampleComparison comparison() {
    return reader::differing;
  }

  /** Deletes, holds and moves parts. */
  public PartSteps steps() {
    return new PartSteps(events, clock);
  }

  /** The read side. */
  public History history() {
    return reader;
  }

  /**
   * Takes a batch; after an exception none of it is recorded and the same batch may be given again.
   *
   * @throws HistoryException.Damaged when the file had to be opened again or set aside: read the
   *     journal again from {@link #nextPosition()}
   */
  @Override
  public synchronized void accept(List<Decoded> batch, long endPosition) throws IOException {
    if (endPosition <= nextPosition) {
      return;
    }
    SQLException damage = reader.damage();
    if (damage != null) {
      throw openAgain(damage);
    }
    if (events.mend()) {
      nextPosition = Math.min(samplesNext, events.nextPosition());
      throw new HistoryException.Damaged(
          HotFile.path(dataDir).resolveSibling("event")
              + ": parts were damaged; going on from position "
              + nextPosition,
          new IOException("damaged parts"));
    }
    Sorted sorted = sort(batch);
    if (endPosition > samplesNext) {
      write(sorted.rounds(), endPosition);
    }
    if (endPosition > events.nextPosition()) {
      events.add(sorted.events(), endPosition);
    }
    long missing = endPosition - nextPosition - sorted.records();
    if (missing > 0) {
      gaps.inc(missing);
      log.atWarn()
          .addKeyValue("from", nextPosition)
          .addKeyValue("records", missing)
          .log("Journal records did not reach the history.");
    }
    nextPosition = endPosition;
    recorded.inc(sorted.events().size() + sorted.rounds().size());
    duplicates.inc(sorted.repeated());
    notifyAll();
  }

  /**
   * A batch by where it goes.
   *
   * @param records those not recorded before a restart
   */
  private record Sorted(List<Event> events, List<SampleRound> rounds, int repeated, int records) {}

  /** Each side knows all numbers of an agent, so that they stay ranges without holes. */
  private Sorted sort(List<Decoded> batch) {
    List<Event> newEvents = new ArrayList<>(batch.size());
    List<SampleRound> newRounds = new ArrayList<>();
    int repeated = 0;
    int records = 0;
    long eventsNext = events.nextPosition();
    for (Decoded decoded : batch) {
      long position = decoded.position();
      if (position >= nextPosition) {
        records++;
      }
      Identity identity = decoded.identity();
      boolean newSample = position >= samplesNext && (identity == null || seen.add(identity));
      boolean newEvent = position >= eventsNext && events.fresh(identity);
      switch (decoded) {
        case Event event -> {
          if (newEvent) {
            newEvents.add(event);
          } else if (position >= eventsNext) {
            repeated++;
          }
        }
        case SampleRound round -> {
          if (newSample) {
            newRounds.add(round);
          } else if (position >= samplesNext) {
            repeated++;
          }
        }
      }
    }
    return new Sorted(newEvents, newRounds, repeated, records);
  }

  private void write(List<SampleRound> rounds, long endPosition) throws IOException {
    if (rounds.isEmpty() && endPosition - samplesNext < LAZY_RECORDS) {
      // No samples; the position and the numbers seen up to it follow with the next ones.
      seen.commit();
      return;
    }
    try {
      writer.position(endPosition);
      writer.write(rounds);
      saveSeen();
      writer.commit();
    } catch (SQLException e) {
      seen.rollback();
      writer.rollback();
      events.undo();
      throw afterFailure(e);
    } catch (RuntimeException e) {
      seen.rollback();
      writer.rollback();
      events.undo();
      try {
        connection.rollback();
      } catch (SQLException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    seen.commit();
    seen.takeChanged();
    samplesNext = endPosition;
  }

  private void saveSeen() throws SQLException {
    for (var source : seen.changed().entrySet()) {
      writer.seen(source.getKey(), source.getValue());
    }
  }

  /**
   * Waits until all before {@code position} is recorded, and tells what is recorded of the agents
   * whose names begin with {@code agentIdPrefix}.
   *
   * @throws HistoryException.TooSlow when it takes longer than {@code patience}
   */
  public synchronized List<RecordedRange> recordedUpTo(
      long position, String agentIdPrefix, Duration patience)
      throws HistoryException, InterruptedException {
    if (!awaitRecorded(position, patience)) {
      throw new HistoryException.TooSlow(
          (position - nextPosition)
              + " records wait for the history after "
              + patience.toSeconds()
              + " s (expected: none); try again later",
          new TimeoutException());
    }
    return seen.ranges(agentIdPrefix);
  }

  /** Waits until all before {@code position} is recorded; false when it takes too long. */
  public synchronized boolean awaitRecorded(long position, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (nextPosition < position) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(Math.max(1, left / 1_000_000));
    }
    return true;
  }

  /**
   * Rolls samples up, writes those of days that are over into parts and deletes those kept long
   * enough; beside the thread that records, in small transactions. After an exception the next call
   * goes on.
   */
  public void upkeep(SampleRetention retention) throws IOException {
    upkeep(retention, false);
  }

  /** The same, and writes days that are not over, too, so that their journal can go. */
  public void writeSamples(SampleRetention retention) throws IOException {
    upkeep(retention, true);
  }

  private void upkeep(SampleRetention retention, boolean all) throws IOException {
    synchronized (upkeep) {
      try {
        SampleUpkeep.Work done = reader.upkeep(retention, clock.instant());
        rolledUp.inc(done.rolledUp());
        deleted.inc(done.deleted());
        reader.seal(events, retention, clock.instant(), all);
      } catch (IOException e) {
        upkeepFailures.inc();
        throw e;
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    events.close();
    try {
      // After a crash samples may be ahead of events that come again.
      writer.position(Math.max(samplesNext, nextPosition));
      saveSeen();
      connection.commit();
      reader.close();
      connection.close();
    } catch (SQLException e) {
      throw HotFile.failure(HotFile.path(dataDir), e);
    }
  }

  /** Undoes the batch; where that fails the database is gone, and is opened or made again. */
  private HistoryException afterFailure(SQLException failure) throws IOException {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
      return openAgain(failure);
    }
    return HotFile.isCorrupt(failure)
        ? openAgain(failure)
        : HotFile.failure(HotFile.path(dataDir), failure);
  }

  private HistoryException openAgain(SQLException failure) throws IOException {
    synchronized (upkeep) {
      return openFileAgain(failure);
    }
  }

  private HistoryException openFileAgain(SQLException failure) throws IOException {
    Path file = HotFile.path(dataDir);
    try {
      reader.close();
      connection.close();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
    if (HotFile.isCorrupt(failure)) {
      HotFile.setAside(file, clock, HotFile.firstLine(failure));
    }
    connection = HotFile.openForWriting(dataDir, settings, clock);
    try {
      connection.setAutoCommit(false);
      writer = prepare(connection, events, dataDir);
      seen = SeenRecords.load(connection);
      samplesNext = storedPosition(connection);
      nextPosition = Math.min(samplesNext, events.nextPosition());
      connection.commit();
      reader.reopen(connection);
    } catch (SQLException e) {
      throw HotFile.failure(file, e);
    }
    return new HistoryException.Damaged(
        file
            + ": opened again at position "
            + nextPosition
            + " after: "
            + HotFile.firstLine(failure),
        failure);
  }

  /** Makes an opened file ready; one that was made anew gets the samples that are in parts. */
  private static HotWriter prepare(DuckDBConnection connection, EventStore events, Path dataDir)
      throws SQLException, IOException {
    List<Part> parts = events.sampleParts();
    SampleSeal.prepare(connection, !parts.isEmpty());
    return new HotWriter(
        connection,
        new SampleRestore(connection, HotFile.path(dataDir).resolveSibling("")).run(parts));
  }

  private static long storedPosition(DuckDBConnection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet state = statement.executeQuery("SELECT next_position FROM state")) {
      if (!state.next()) {
        throw new SQLException("state: no row (expected: one)");
      }
      return state.getLong(1);
    }
  }
}
