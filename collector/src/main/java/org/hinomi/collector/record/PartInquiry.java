package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** An inquiry into the files of a history as they are at one moment. See {@link Inquiry}. */
final class PartInquiry implements Inquiry {
  /** Files that are read in one statement: DuckDB holds what it read of each until its end. */
  private static final int PICKED_FILES = 8;

  /** No single question takes longer: a scan of all events of a large month takes a minute. */
  private static final int TIMEOUT_SECONDS = 900;

  private final Path history;
  private final EventFiles.Held held;
  private final DuckDBConnection connection;
  private final SliceCache cache;
  private final QuestionThreads threads;
  private final DuckDBConnection base;
  private final HotSettings settings;
  private final Function<SQLException, HistoryException> failure;
  private final Set<String> tables = new HashSet<>();

  /** A file, and where what is kept of it stands. */
  private record Kept(Path part, Path digest) {}

  /**
   * Takes the files and closes them.
   *
   * @param failure says what became of a question
   */
  PartInquiry(
      Path history,
      EventFiles.Held held,
      DuckDBConnection base,
      SliceCache cache,
      QuestionThreads threads,
      HotSettings settings,
      Function<SQLException, HistoryException> failure)
      throws SQLException {
    this.history = history;
    this.held = held;
    this.cache = cache;
    this.threads = threads;
    this.base = base;
    this.settings = settings;
    this.failure = failure;
    this.connection = base.duplicate();
    connection.setAutoCommit(true);
    EventView.make(
        connection,
        held.files().stream().flatMap(file -> cache.of(file).stream()).toList(),
        SqlReader.EVENT_COLUMNS);
  }

  @Override
  public void prepare(
      List<Digest> digests,
      DigestColumns columns,
      long fromMicros,
      long toMicros,
      int atOnce,
      Progress progress)
      throws IOException {
    if (!Files.isWritable(history)) {
      return;
    }
    DigestFiles.keepOnly(history, held.files().stream().map(held::sha256).toList());
    read(digests, columns, fromMicros, toMicros, atOnce, progress);
  }

  private void read(
      List<Digest> digests,
      DigestColumns columns,
      long fromMicros,
      long toMicros,
      int atOnce,
      Progress progress)
      throws IOException {
    Map<Path, Map<Digest, Path>> work = new LinkedHashMap<>();
    for (Path part : files(fromMicros, toMicros)) {
      String sha256 = held.sha256(part);
      if (sha256.isEmpty()) {
        continue;
      }
      Map<Digest, Path> wanted = new LinkedHashMap<>();
      for (Digest digest : digests) {
        Path file = DigestFiles.file(history, digest, sha256);
        if (!Files.exists(file)) {
          wanted.put(digest, file);
        }
      }
      if (!wanted.isEmpty()) {
        work.put(part, wanted);
      }
    }
    if (work.isEmpty()) {
      return;
    }
    try (DuckDBConnection instance =
        settings.threads() == 1 ? base.duplicate() : HotFile.openForParts(history, settings)) {
      List<Callable<@Nullable Void>> calls = new ArrayList<>();
      work.forEach(
          (part, wanted) ->
              calls.add(
                  () -> {
                    keep(instance, part, wanted, columns);
                    return null;
                  }));
      run(calls, atOnce, progress);
    } catch (SQLException e) {
      throw failure.apply(e);
    }
  }

  private void run(List<Callable<@Nullable Void>> work, int atOnce, Progress progress)
      throws IOException {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            atOnce, Thread.ofPlatform().name("digest-", 0).daemon().factory());
    try {
      List<Future<@Nullable Void>> all = new ArrayList<>();
      work.forEach(each -> all.add(pool.submit(each)));
      for (int done = 0; done < all.size(); done++) {
        progress.at(done, all.size());
        all.get(done).get();
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case SQLException sql -> throw failure.apply(sql);
        case null, default -> throw new IOException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HistoryException.Cancelled("nobody waits for the answer any more", e);
    } finally {
      pool.shutdownNow();
      // What it has begun ends before the history is closed.
      pool.close();
    }
  }

  /** Reads a part and keeps what digests say of it. */
  private void keep(
      DuckDBConnection instance, Path part, Map<Digest, Path> wanted, DigestColumns columns)
      throws IOException, SQLException {
    try (DuckDBConnection own = instance.duplicate()) {
      own.setAutoCommit(true);
      new PartReading(own, this::execute, columns, PartReading.PORTION_ROWS)
          .read(part, cache.of(part), wanted);
    }
  }

  @Override
  public void gather(String table, Digest digest, long fromMicros, long toMicros, long until)
      throws IOException {
    if (Files.isWritable(history)) {
      read(List.of(digest), DigestColumns.NONE, fromMicros, toMicros, 1, (done, of) -> {});
    }
    List<Kept> kept = new ArrayList<>();
    List<Path> read = new ArrayList<>();
    for (Path part : files(fromMicros, toMicros)) {
      String sha256 = held.sha256(part);
      Path file = DigestFiles.file(history, digest, sha256);
      boolean older = cache.of(part).stream().allMatch(slice -> slice.lastPosition() < until);
      if (older && !sha256.isEmpty() && Files.exists(file)) {
        kept.add(new Kept(part, file));
      } else {
        read.add(part);
      }
    }
    try {
      make(table, digest, kept, read, fromMicros, toMicros, until);
    } catch (SQLException e) {
      boolean gone = kept.stream().anyMatch(each -> !Files.exists(each.digest()));
      if (kept.isEmpty() || !(gone || HotFile.isOfPart(e))) {
        throw failure.apply(e);
      }
      // One that is kept may be damaged, or went just now; whether a part is shows itself now.
      for (Kept each : kept) {
        Files.deleteIfExists(each.digest());
        read.add(each.part());
      }
      try {
        make(table, digest, List.of(), read, fromMicros, toMicros, until);
      } catch (SQLException again) {
        throw failure.apply(again);
      }
    }
  }

  private void make(
      String table,
      Digest digest,
      List<Kept> kept,
      List<Path> read,
      long fromMicros,
      long toMicros,
      long until)
      throws SQLException, IOException {
    List<String> selects = new ArrayList<>();
    if (!kept.isEmpty()) {
      selects.add(
          "SELECT * FROM "
              + EventView.read(kept.stream().map(Kept::digest).toList())
              + " WHERE "
              + digest.within(fromMicros, toMicros));
    }
    if (!read.isEmpty() || kept.isEmpty()) {
      selects.add(
          digest.select(
              read.isEmpty() ? "hot.main.event_shape AS event" : table(read),
              fromMicros,
              toMicros,
              "time >= make_timestamp("
                  + fromMicros
                  + ") AND time < make_timestamp("
                  + toMicros
                  + ") AND position < "
                  + until));
    }
    execute(
        connection,
        "CREATE TEMP TABLE "
            + table
            + " AS "
            + digest.merged("(" + String.join(" UNION ALL ", selects) + ")"));
    tables.add(table);
  }

  @Override
  public void pick(String table, String columns, Collection<Long> positions) throws IOException {
    TreeSet<Long> sorted = new TreeSet<>(positions);
    List<Slice> slices = new ArrayList<>();
    TreeSet<Long> wanted = new TreeSet<>();
    int files = 0;
    try {
      execute(
          connection,
          "CREATE TEMP TABLE "
              + table
              + " AS SELECT "
              + columns
              + " FROM "
              + EventView.table(List.of())
              + " WHERE FALSE");
      tables.add(table);
      for (Path file : held.files()) {
        int before = slices.size();
        for (Slice slice : cache.of(file)) {
          Long first = sorted.ceiling(slice.firstPosition());
          if (first != null && first <= slice.lastPosition()) {
            slices.add(slice);
            wanted.addAll(sorted.subSet(first, true, slice.lastPosition(), true));
          }
        }
        files += slices.size() > before ? 1 : 0;
        if (files == PICKED_FILES) {
          pick(table, columns, slices, wanted);
          slices.clear();
          wanted.clear();
          files = 0;
        }
      }
      if (files > 0) {
        pick(table, columns, slices, wanted);
      }
    } catch (SQLException e) {
      throw failure.apply(e);
    }
  }

  private void pick(String table, String columns, List<Slice> slices, Set<Long> positions)
      throws SQLException, IOException {
    execute(
        connection,
        "INSERT INTO "
            + table
            + " SELECT "
            + columns
            + " FROM "
            + EventView.table(slices)
            + " WHERE position IN ("
            + positions.stream().map(String::valueOf).collect(Collectors.joining(", "))
            + ")");
  }

  @Override
  public void sql(String statement, TableSink sink) throws IOException {
    try {
      new SqlReader(connection, threads, TIMEOUT_SECONDS).run(statement, 0, sink, tables);
    } catch (SQLException e) {
      throw failure.apply(e);
    }
  }

  /** Those in which events of a span may be. */
  private List<Path> files(long fromMicros, long toMicros) {
    Window window = new Window(OptionalLong.of(fromMicros), OptionalLong.of(toMicros), false);
    return held.files().stream()
        .filter(file -> cache.of(file).stream().anyMatch(slice -> slice.mayHold(window)))
        .toList();
  }

  private static String table(List<Path> files) {
    return EventView.read(files) + " AS event";
  }

  private void execute(DuckDBConnection on, String sql) throws SQLException, IOException {
    try (Statement statement = on.createStatement()) {
      execute(statement, sql);
    }
  }

  private void execute(Statement statement, String sql) throws SQLException, IOException {
    statement.setQueryTimeout(TIMEOUT_SECONDS);
    threads.run(statement, () -> statement.execute(sql));
  }

  @Override
  public void close() throws IOException {
    try (held) {
      connection.close();
    } catch (SQLException e) {
      throw failure.apply(e);
    }
  }
}
