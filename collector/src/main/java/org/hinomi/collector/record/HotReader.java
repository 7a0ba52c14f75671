package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Asks the hot file. Every question runs on a connection of its own and sees the state of one
 * moment. Thread-safe.
 */
final class HotReader implements History {
  /**
   * Rows fetched at a time. DuckDB's own streaming loses the text of errors, so long answers are
   * taken in pages, each from where the last ended, all from one snapshot.
   */
  private static final int PAGE = 10_000;

  private final Path file;
  private final HotSettings settings;
  private final EventFiles events;
  private final SliceCache cache = new SliceCache();
  private final QuestionThreads threads = new QuestionThreads();
  private volatile DuckDBConnection base;
  private volatile @Nullable SQLException damage;

  HotReader(Path file, DuckDBConnection owner, HotSettings settings, EventFiles events)
      throws SQLException {
    this.file = file;
    this.settings = settings;
    this.events = events;
    this.base = owner.duplicate();
  }

  /** Goes on with a file that was made anew. */
  void reopen(DuckDBConnection owner) throws SQLException {
    base = owner.duplicate();
    damage = null;
  }

  /** The trouble with the file that a question ran into; null: none. */
  @Nullable SQLException damage() {
    return damage;
  }

  void close() throws SQLException {
    threads.close();
    base.close();
  }

  @Override
  public void events(EventQuery query, Sink<StoredEvent> sink) throws IOException {
    try (EventFiles.Held held = events.files(query.window());
        DuckDBConnection connection = base.duplicate();
        EventPruner pruner = new EventPruner(query.condition())) {
      connection.setAutoCommit(false);
      EventSearch search =
          new EventSearch(
              query, pruner, slices(held, query.window()), new Rows(connection, settings, threads));
      search.run(sink);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private List<Slice> slices(EventFiles.Held held, Window window) {
    List<Slice> slices = new ArrayList<>();
    for (Path part : held.files()) {
      for (Slice slice : cache.of(part)) {
        if (slice.mayHold(window)) {
          slices.add(slice);
        }
      }
    }
    return slices;
  }

  @Override
  public void recorded(Condition condition, Positions positions, Sink<StoredEvent> sink)
      throws IOException {
    try (EventFiles.Held held = events.files(positions);
        DuckDBConnection connection = base.duplicate();
        EventPruner pruner = new EventPruner(condition)) {
      List<Slice> slices = new ArrayList<>(slices(held, Window.ALWAYS));
      slices.removeIf(
          slice ->
              !positions.overlap(slice.firstPosition(), slice.lastPosition())
                  || !pruner.mayHold(slice));
      if (!slices.isEmpty()) {
        recorded(
            EventView.table(slices),
            condition,
            positions,
            new Rows(connection, settings, threads),
            sink);
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static void recorded(
      String table, Condition condition, Positions positions, Rows rows, Sink<StoredEvent> sink)
      throws SQLException, IOException {
    long from = positions.from();
    long given = PAGE;
    while (given == PAGE) {
      ConditionSql sql = new ConditionSql().text("SELECT " + EventRow.COLUMNS + " FROM " + table);
      sql.text(" WHERE position >= ").bind(from);
      sql.text(" AND position < ").bind(positions.to());
      sql.text(" AND (").condition(condition).text(") ORDER BY position LIMIT ").bind((long) PAGE);
      long[] page = {0, from};
      rows.run(
          sql,
          row -> {
            page[0]++;
            page[1] = row.getLong(Column.POSITION.ordinal() + 1) + 1;
            sink.accept(EventRow.read(row));
          });
      given = page[0];
      from = page[1];
    }
  }

  @Override
  public long awaitEvent(long position, Duration patience) throws IOException {
    try {
      return events.awaitEvent(position, patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HistoryException.Cancelled("nobody waits for the answer any more", e);
    }
  }

  @Override
  public void aggregate(AggregateQuery query, Sink<EventGroup> sink) throws IOException {
    try (EventFiles.Held held = events.files(query.window());
        EventPruner pruner = new EventPruner(query.condition());
        DuckDBConnection connection = base.duplicate()) {
      List<Slice> slices = slices(held, query.window());
      new EventCount(query, new Rows(connection, settings, threads)).run(slices, pruner, sink);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public void metrics(MetricQuery query, Sink<StoredSample> sink) throws IOException {
    try (DuckDBConnection connection = base.duplicate()) {
      connection.setAutoCommit(false);
      new SampleReader(connection, new Rows(connection, settings, threads)).run(query, sink);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public OptionalLong samplesFrom() throws IOException {
    try (DuckDBConnection connection = base.duplicate()) {
      long from = Rolled.read(connection).from(Resolution.RAW);
      return from == HotSchema.START ? OptionalLong.empty() : OptionalLong.of(from);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Rolls samples up and deletes old ones; the owner's file, beside its writing. */
  SampleUpkeep.Work upkeep(SampleRetention retention, Instant now) throws IOException {
    try (DuckDBConnection connection = base.duplicate()) {
      connection.setAutoCommit(false);
      return new SampleUpkeep(connection, retention).run(now);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** See {@link SampleSeal#neededFrom}. */
  long neededFrom() throws IOException {
    try (DuckDBConnection connection = base.duplicate()) {
      connection.setAutoCommit(false);
      return SampleSeal.neededFrom(connection);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Writes the samples of days that are over, or of all days, into parts. */
  void seal(EventStore store, SampleRetention retention, Instant now, boolean all)
      throws IOException {
    try (DuckDBConnection connection = base.duplicate()) {
      connection.setAutoCommit(false);
      new SampleSeal(connection, store).run(now, retention, all);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Compares a part of samples with the hot file; see {@link SampleComparison}. */
  long differing(Part part) throws IOException {
    try (DuckDBConnection connection = base.duplicate()) {
      connection.setAutoCommit(false);
      return SampleComparison.differing(connection, file.resolveSibling(""), part);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Copies the hot file as it is at one moment, beside the recording. */
  void snapshot(Path target) throws IOException {
    Files.deleteIfExists(target);
    try (DuckDBConnection connection = base.duplicate();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(true);
      String name = EventView.literal(target.toAbsolutePath().toString());
      statement.execute("ATTACH " + name + " AS snapshot");
      try {
        statement.execute("COPY FROM DATABASE hot TO snapshot");
      } finally {
        statement.execute("DETACH snapshot");
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public void sql(String statement, int limit, TableSink sink) throws IOException {
    try (EventFiles.Held held = events.files(Window.ALWAYS);
        DuckDBConnection connection = base.duplicate()) {
      EventView.make(connection, slices(held, Window.ALWAYS), SqlReader.EVENT_COLUMNS);
      int seconds = (int) settings.queryTimeout().toSeconds();
      new SqlReader(connection, threads, seconds).run(statement, limit, sink);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public Inquiry inquire() throws IOException {
    EventFiles.Held held = events.files(Window.ALWAYS);
    try {
      return new PartInquiry(
          file.resolveSibling("").normalize(), held, base, cache, threads, settings, this::failure);
    } catch (SQLException e) {
      held.close();
      throw failure(e);
    }
  }

  @Override
  public Optional<String> regexProblem(String expression) throws IOException {
    try (DuckDBConnection connection = base.duplicate()) {
      return regexProblem(connection, expression);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  static Optional<String> regexProblem(DuckDBConnection connection, String expression)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT regexp_matches('', ?, 'is')")) {
      statement.setString(1, expression);
      statement.executeQuery().close();
      return Optional.empty();
    } catch (SQLException e) {
      if (e.getMessage() != null && e.getMessage().startsWith("Invalid Input Error: ")) {
        return Optional.of(HotFile.firstLine(e).substring("Invalid Input Error: ".length()));
      }
      throw e;
    }
  }

  @Override
  public HistoryStatus status() throws IOException {
    HistoryStatus[] status = new HistoryStatus[1];
    try (DuckDBConnection connection = base.duplicate()) {
      new Rows(connection, settings, threads)
          .run(
              new ConditionSql()
                  .text("SELECT (SELECT next_position FROM state), (SELECT count(*) FROM sample)"),
              row ->
                  status[0] =
                      new HistoryStatus(
                          Math.max(row.getLong(1), events.nextPosition()),
                          events.rows(),
                          row.getLong(2),
                          events.lastReceivedMicros()));
    } catch (SQLException e) {
      throw failure(e);
    }
    return status[0];
  }

  private HistoryException failure(SQLException e) {
    if (HotFile.isCorrupt(e)) {
      damage = e;
    }
    if (String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("interrupt")) {
      return new HistoryException.TooSlow(
          "the question took longer than "
              + settings.queryTimeout().toSeconds()
              + " s (expected: a shorter span of time or a narrower question)",
          e);
    }
    if (HotFile.isOfPart(e) && damagedPart(e)) {
      return new HistoryException(
          HotFile.firstLine(e)
              + " (a damaged part of the history is set aside and its events come again from the"
              + " journal; ask again in a moment)",
          e);
    }
    return HotFile.failure(file, e);
  }

  private boolean damagedPart(SQLException e) {
    try {
      return events.suspect();
    } catch (IOException unreadable) {
      e.addSuppressed(unreadable);
      return false;
    }
  }
}
