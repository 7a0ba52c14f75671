package org.hinomi.collector.alert;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.hinomi.core.file.OwnerFiles;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * The SQLite file of the alerts: one writing connection, behind a lock; readers open their own
 * (WAL). A commit is on disk when it returns (synchronous=FULL). Thread-safe.
 */
final class AlertDatabase implements AutoCloseable {

  /** The layout below; a file with a newer one is refused, an older one brought up to it. */
  static final int SCHEMA = 6;

  private static final String[] TABLES = {
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
    // Times are microseconds since 1970; labels are a JSON object with sorted names.
    """
    CREATE TABLE series (
      rule TEXT NOT NULL, labels TEXT NOT NULL, metric TEXT NOT NULL,
      time INTEGER NOT NULL, received INTEGER NOT NULL, value REAL NOT NULL,
      warning INTEGER NOT NULL, warning_since INTEGER NOT NULL, warning_inside INTEGER,
      critical INTEGER NOT NULL, critical_since INTEGER NOT NULL, critical_inside INTEGER,
      since INTEGER NOT NULL, phase INTEGER NOT NULL, told INTEGER NOT NULL, untold TEXT,
      PRIMARY KEY (rule, labels)) WITHOUT ROWID""",
    "CREATE INDEX series_active ON series (phase) WHERE phase > 0",
    """
    CREATE TABLE transition (
      number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
      rule TEXT NOT NULL, labels TEXT NOT NULL, severity TEXT NOT NULL, metric TEXT NOT NULL,
      value REAL, level REAL, since INTEGER NOT NULL, at INTEGER NOT NULL,
      position INTEGER NOT NULL, cause TEXT NOT NULL, recorded INTEGER NOT NULL)""",
    "CREATE INDEX transition_at ON transition (at)",
    """
    CREATE TABLE notification (
      number INTEGER PRIMARY KEY AUTOINCREMENT, transition_id TEXT NOT NULL,
      destination TEXT NOT NULL, alert TEXT NOT NULL, state TEXT NOT NULL,
      queued INTEGER NOT NULL, not_before INTEGER NOT NULL, attempts INTEGER NOT NULL,
      reason TEXT, ended INTEGER)""",
    """
    CREATE INDEX notification_next ON notification (destination, not_before, number)
      WHERE state = 'queued'""",
    """
    CREATE INDEX notification_order ON notification (destination, alert, number)
      WHERE state = 'queued'""",
    "CREATE INDEX notification_transition ON notification (transition_id)",
  };

  /** What each layout adds to the one before, from 2 on. */
  private static final String[][] UPGRADES = {
    {
      // Rules on events: the alerts that fire, and what correlation rules remember.
      """
      CREATE TABLE event_alert (
        rule TEXT NOT NULL, labels TEXT NOT NULL, title TEXT NOT NULL, level TEXT NOT NULL,
        since INTEGER NOT NULL, time INTEGER NOT NULL, received INTEGER NOT NULL,
        count INTEGER NOT NULL, newest TEXT NOT NULL, told INTEGER NOT NULL, untold TEXT,
        PRIMARY KEY (rule, labels)) WITHOUT ROWID""",
      "CREATE TABLE correlation (name BLOB PRIMARY KEY, state BLOB NOT NULL) WITHOUT ROWID",
      "ALTER TABLE transition ADD COLUMN match TEXT",
    },
    {
      // What people do about alerts, and what stood around each step.
      "ALTER TABLE transition ADD COLUMN act TEXT",
      "ALTER TABLE transition ADD COLUMN context TEXT",
      "ALTER TABLE transition ADD COLUMN life TEXT",
      "CREATE INDEX transition_life ON transition (life)",
      "CREATE INDEX transition_alert ON transition (rule, labels, at)",
      "ALTER TABLE series ADD COLUMN held INTEGER NOT NULL DEFAULT 0",
      "ALTER TABLE event_alert ADD COLUMN held INTEGER NOT NULL DEFAULT 0",
      """
      CREATE TABLE acknowledgement (
        rule TEXT NOT NULL, labels TEXT NOT NULL, act TEXT NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (rule, labels)) WITHOUT ROWID""",
      """
      CREATE TABLE silence (
        id TEXT PRIMARY KEY, matchers TEXT NOT NULL, starts INTEGER NOT NULL,
        ends INTEGER NOT NULL, made_by TEXT NOT NULL, reason TEXT NOT NULL,
        made INTEGER NOT NULL, ended_by TEXT NOT NULL) WITHOUT ROWID""",
      """
      CREATE TABLE derived (
        rule TEXT NOT NULL, labels TEXT NOT NULL, state BLOB NOT NULL,
        PRIMARY KEY (rule, labels)) WITHOUT ROWID""",
      "CREATE TABLE seen (name INTEGER PRIMARY KEY, day INTEGER NOT NULL)",
      "CREATE TABLE rhythm (name TEXT PRIMARY KEY, state BLOB NOT NULL) WITHOUT ROWID",
    },
    {
      // Messages in which steps are put together, and what is kept of each group of alerts.
      "ALTER TABLE notification ADD COLUMN message TEXT",
      "CREATE TABLE notify_group (name TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID",
    },
    {
      // Kinds of messages and where they were seen, usual values, counts of events.
      "CREATE TABLE seen_message (name INTEGER PRIMARY KEY, day INTEGER NOT NULL)",
      """
      CREATE TABLE message_kind (
        number INTEGER PRIMARY KEY, day INTEGER NOT NULL, text TEXT NOT NULL)""",
      "CREATE TABLE usual (name TEXT PRIMARY KEY, state BLOB NOT NULL) WITHOUT ROWID",
      "CREATE TABLE counted (name TEXT PRIMARY KEY, state BLOB NOT NULL) WITHOUT ROWID",
    },
    {
      // Who wrote to whom by mail.
      "CREATE TABLE seen_recipient (name INTEGER PRIMARY KEY, day INTEGER NOT NULL)",
    },
  };

  private final Path file;
  private final Connection connection;
  private final ReentrantLock lock = new ReentrantLock();

  private AlertDatabase(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /** Opens the file, or makes it, readable by its owner alone. */
  static AlertDatabase open(Path file) throws IOException {
    createPrivate(file);
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(10_000);
    try {
      Connection connection = config.createConnection("jdbc:sqlite:" + file);
      try {
        return prepare(file, connection);
      } catch (SQLException | IOException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new IOException(
          file
              + ": "
              + e.getMessage()
              + " (if it is damaged, move it away: alerts are found again from the journal; the"
              + " history of alerts and queued notifications are lost)",
          e);
    }
  }

  private static AlertDatabase prepare(Path file, Connection connection)
      throws SQLException, IOException {
    AlertDatabase database = new AlertDatabase(file, connection);
    int version = (int) database.single(connection, "PRAGMA user_version");
    if (version < 0 || version > SCHEMA) {
      throw new IOException(
          file + ": layout " + version + " (expected: " + SCHEMA + "; a newer Hinomi wrote it)");
    }
    connection.setAutoCommit(false);
    if (version < SCHEMA) {
      database.transact(
          c -> {
            try (Statement statement = c.createStatement()) {
              for (String sql : version == 0 ? TABLES : new String[0]) {
                statement.executeUpdate(sql);
              }
              for (int next = Math.max(version, 1); next < SCHEMA; next++) {
                for (String sql : UPGRADES[next - 1]) {
                  statement.executeUpdate(sql);
                }
              }
              statement.executeUpdate("PRAGMA user_version = " + SCHEMA);
            }
            if (version > 0 && version < 3) {
              nameLives(c);
            }
            return null;
          });
    }
    return database;
  }

  /** Steps of earlier versions do not say which life they belong to. */
  private static void nameLives(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT number, rule, labels, since FROM transition");
        PreparedStatement update =
            connection.prepareStatement("UPDATE transition SET life = ? WHERE number = ?")) {
      while (row.next()) {
        SortedMap<String, String> labels = new TreeMap<>(Labels.read(row.getString(3)));
        update.setString(1, Identities.life(row.getString(2), labels, row.getLong(4)));
        update.setLong(2, row.getLong(1));
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  private static void createPrivate(Path file) throws IOException {
    OwnerFiles.folder(file.resolveSibling(""));
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException there) {
      // Its owner may have given others the right to read it.
    }
  }

  /** Something done in one transaction. */
  interface Work<T extends @Nullable Object> {
    T run(Connection connection) throws SQLException;
  }

  /** Runs {@code work}; all of it is on disk when this returns, or none of it happened. */
  <T extends @Nullable Object> T transact(Work<T> work) throws IOException {
    lock.lock();
    try {
      T result;
      try {
        result = work.run(connection);
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
      return result;
    } catch (SQLException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  /** The number that a query gives in its first row; 0 where it gives none. */
  long single(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }
}
