package org.hinomi.collector.alert;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.hinomi.collector.alert.Transition.Severity;
import org.hinomi.collector.detect.Latch;
import org.hinomi.collector.detect.MatchState;
import org.hinomi.collector.detect.SeriesKey;
import org.hinomi.collector.detect.SeriesState;
import org.hinomi.core.sigma.Aims;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * Reads alerts and their history, of a running collector or a stopped one; never writes. Each call
 * opens the file anew (about a millisecond), so there is nothing to close. Thread-safe.
 */
public final class AlertReader {

  /** Where an alert stands. */
  public enum State {
    /** The value is at the level, but not yet for long enough. */
    PENDING,
    /** It fires, and somebody looks after it. */
    ACKNOWLEDGED,
    FIRING
  }

  /**
   * An alert that is not over.
   *
   * @param severity empty while it is pending
   * @param coming while it is pending, what it will be if the value stays where it is
   * @param metric OpenTelemetry name, or "" for an event rule
   * @param value of the last sample; of an event rule how often it matched
   * @param since when the condition began to hold (event time)
   * @param lastSample event time of the last sample, or of the event that matched last
   * @param match what an event rule matched; null for a threshold
   * @param acknowledged who looks after it; null where nobody does
   * @param context what stood around its raising; unknown while it is pending
   * @param held whether something still holds back what there is to tell of it
   */
  public record Alert(
      String rule,
      SortedMap<String, String> labels,
      State state,
      Optional<Severity> severity,
      Optional<Severity> coming,
      String metric,
      double value,
      Instant since,
      Instant lastSample,
      Transition.@Nullable Match match,
      @Nullable Acknowledgement acknowledged,
      Context context,
      boolean held) {
    public Alert {
      labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** What people call the rule: its title, or the name of the threshold. */
    public String title() {
      return match == null ? rule : match.title();
    }

    /** Names it, as {@link Transition#life}. */
    public String id() {
      return Identities.life(rule, labels, Micros.of(since));
    }

    /** Where to look first; 0 while it is pending. */
    public int rank() {
      return context.rank() == null ? 0 : context.rank().points();
    }

    private Alert with(@Nullable Acknowledgement who, Context around) {
      State now = who != null && state == State.FIRING ? State.ACKNOWLEDGED : state;
      return new Alert(
          rule,
          labels,
          now,
          severity,
          coming,
          metric,
          value,
          since,
          lastSample,
          match,
          who,
          around,
          held);
    }
  }

  /**
   * A transition in history.
   *
   * @param recorded when the collector took the step
   * @param notifications destination → {@code queued}, {@code delivered} or {@code rejected}; empty
   *     where it was not told
   */
  public record Step(
      Transition transition, Cause cause, Instant recorded, Map<String, String> notifications) {
    public Step {
      notifications = Collections.unmodifiableSortedMap(new TreeMap<>(notifications));
    }
  }

  private final Path file;
  private final Function<String, Optional<Aims>> aims;

  /**
   * @param stateFolder as of {@link AlertStore}
   */
  public AlertReader(Path stateFolder) {
    this(stateFolder, threshold -> Optional.empty());
  }

  /**
   * @param stateFolder as of {@link AlertStore}
   * @param aims what the alerts of a threshold are for, by its name, where it is in force
   */
  public AlertReader(Path stateFolder, Function<String, Optional<Aims>> aims) {
    this.aims = requireNonNull(aims, "aims");
    file = requireNonNull(stateFolder, "stateFolder").resolve(AlertStore.FILE);
  }

  /**
   * Firing before acknowledged before pending, then by rank, the worst first, then the oldest;
   * empty where there is no file yet.
   */
  public List<Alert> current() throws IOException {
    List<Alert> all = new ArrayList<>(thresholds());
    all.addAll(
        read(
            "SELECT " + EventAlertTable.COLUMNS + " FROM event_alert",
            query -> {},
            AlertReader::eventAlert));
    describe(all);
    all.sort(
        Comparator.comparing(Alert::state, Comparator.reverseOrder())
            .thenComparing(Alert::rank, Comparator.reverseOrder())
            .thenComparing(a -> a.severity().orElse(Severity.WARNING), Comparator.reverseOrder())
            .thenComparing(Alert::since)
            .thenComparing(Alert::rule)
            .thenComparing(a -> a.labels().toString()));
    return all;
  }

  /** Adds who looks after them and what stood around their raising. */
  private void describe(List<Alert> alerts) throws IOException {
    if (alerts.isEmpty()) {
      return;
    }
    Map<SeriesKey, Acknowledgement> acknowledged = new HashMap<>();
    read(
            "SELECT rule, labels, act, at FROM acknowledgement",
            query -> {},
            row ->
                Map.entry(
                    SeriesTable.key(row.getString(1), row.getString(2)),
                    AcknowledgementTable.read(row, 3)))
        .forEach(entry -> acknowledged.put(entry.getKey(), entry.getValue()));
    Map<String, Context> contexts = new HashMap<>();
    read(
            "SELECT "
                + TransitionTable.COLUMNS
                // CROSS JOIN: from the few that fire to their steps, not through all of history.
                + " FROM (SELECT rule, labels, since FROM series WHERE phase > 0"
                + " UNION ALL SELECT rule, labels, since FROM event_alert) a"
                + " CROSS JOIN transition t INDEXED BY transition_alert ON t.rule = a.rule"
                + " AND t.labels = a.labels AND t.since = a.since WHERE t.kind = 'RAISED'",
            query -> {},
            row -> TransitionTable.read(row, 1))
        .forEach(step -> contexts.put(step.life(), step.context()));
    alerts.replaceAll(
        alert ->
            alert.with(
                acknowledged.get(new SeriesKey(alert.rule(), alert.labels())),
                contexts.getOrDefault(alert.id(), around(alert))));
  }

  /** What no step has said yet. */
  private Context around(Alert alert) {
    return aims.apply(alert.rule()).map(Context::aimed).orElse(Context.UNKNOWN);
  }

  /** All steps of the lives whose names begin so, the oldest first. */
  public List<Step> life(String prefix) throws IOException {
    return read(
        steps("t.life >= ? AND t.life < ? ORDER BY t.number"),
        query -> {
          query.setString(1, prefix);
          query.setString(2, prefix + "g");
        },
        AlertReader::step);
  }

  /** The silences that are not over, or all that ever were; those that end first come first. */
  public List<Silence> silences(Instant now, boolean all) throws IOException {
    return read(
        "SELECT " + SilenceTable.COLUMNS + " FROM silence WHERE ends > ? ORDER BY ends, id",
        query -> query.setLong(1, all ? Long.MIN_VALUE : Micros.of(now)),
        SilenceTable::read);
  }

  private static String steps(String where) {
    return "SELECT "
        + TransitionTable.COLUMNS
        + ", t.cause, t.recorded, (SELECT json_group_object(n.destination, n.state)"
        + " FROM notification n WHERE n.transition_id = t.id)"
        + " FROM transition t WHERE "
        + where;
  }

  private static Step step(ResultSet row) throws SQLException {
    return new Step(
        TransitionTable.read(row, 1),
        Cause.valueOf(row.getString(TransitionTable.COLUMN_COUNT + 1)),
        Micros.instant(row.getLong(TransitionTable.COLUMN_COUNT + 2)),
        Labels.read(row.getString(TransitionTable.COLUMN_COUNT + 3)));
  }

  private List<Alert> thresholds() throws IOException {
    return read(
        "SELECT rule, labels, metric, time, received, value, warning, warning_since,"
            + " warning_inside, critical, critical_since, critical_inside, since, phase, held"
            + " FROM series WHERE phase > 0",
        query -> {},
        AlertReader::alert);
  }

  /**
   * What happened from {@code from} (inclusive) to {@code to} (exclusive), in event time, the
   * newest first.
   *
   * @param limit at most so many
   */
  public List<Step> history(Instant from, Instant to, int limit) throws IOException {
    return steps(Micros.of(from), Micros.of(to), limit);
  }

  /** The last {@code limit} steps, the newest first. */
  public List<Step> last(int limit) throws IOException {
    return steps(Long.MIN_VALUE, Long.MAX_VALUE, limit);
  }

  private List<Step> steps(long fromMicros, long toMicros, int limit) throws IOException {
    return read(
        steps("t.at >= ? AND t.at < ? ORDER BY t.at DESC, t.number DESC LIMIT ?"),
        query -> {
          query.setLong(1, fromMicros);
          query.setLong(2, toMicros);
          query.setInt(3, limit);
        },
        AlertReader::step);
  }

  private static Alert alert(ResultSet row) throws SQLException {
    SeriesState state =
        new SeriesState(
            row.getLong(4),
            row.getLong(5),
            row.getDouble(6),
            SeriesTable.latch(row, 7),
            SeriesTable.latch(row, 10),
            row.getLong(13));
    return new Alert(
        row.getString(1),
        new TreeMap<>(Labels.read(row.getString(2))),
        state.phase() == Latch.Phase.FIRING ? State.FIRING : State.PENDING,
        state.severity().map(Consequences::severity),
        state.severity().isPresent()
            ? Optional.empty()
            : state.coming().map(Consequences::severity),
        row.getString(3),
        state.value(),
        Micros.instant(state.activeSinceMicros()),
        Micros.instant(state.timeMicros()),
        null,
        null,
        Context.UNKNOWN,
        row.getBoolean(15));
  }

  private static Alert eventAlert(ResultSet row) throws SQLException {
    SeriesKey key = EventAlertTable.key(row);
    MatchState state = EventAlertTable.state(row);
    return new Alert(
        key.threshold(),
        key.labels(),
        State.FIRING,
        Optional.of(Consequences.severity(state.severity())),
        Optional.empty(),
        "",
        state.count(),
        Micros.instant(state.sinceMicros()),
        Micros.instant(state.timeMicros()),
        Consequences.match(state),
        null,
        Context.UNKNOWN,
        row.getBoolean(12));
  }

  private interface Parameters {
    void set(PreparedStatement query) throws SQLException;
  }

  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> read(String sql, Parameters parameters, Row<T> reader) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(10_000);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + uri());
        PreparedStatement query = prepare(connection, sql)) {
      parameters.set(query);
      List<T> found = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(reader.read(row));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private PreparedStatement prepare(Connection connection, String sql)
      throws SQLException, IOException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      int layout = row.next() ? row.getInt(1) : 0;
      if (layout < AlertDatabase.SCHEMA) {
        throw new IOException(
            file
                + ": layout "
                + layout
                + " of an earlier version (start the collector on it once)");
      }
    }
    return connection.prepareStatement(sql);
  }

  /** Copies the file as it is at one moment; does nothing where there is none yet. */
  public void snapshot(Path target) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    Files.deleteIfExists(target);
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(10_000);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + uri());
        PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
      copy.setString(1, target.toAbsolutePath().toString());
      copy.execute();
    } catch (SQLException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * A reader of a WAL file wants to make files beside it. Where it may not (an archive on read-only
   * media), and nothing is left in a WAL, the file can be read as one that never changes.
   */
  private String uri() {
    Path wal = file.resolveSibling(file.getFileName() + "-wal");
    boolean frozen =
        !Files.isWritable(file.toAbsolutePath().normalize().getParent()) && !Files.exists(wal);
    return frozen ? file.toAbsolutePath().toUri() + "?immutable=1" : file.toString();
  }
}
