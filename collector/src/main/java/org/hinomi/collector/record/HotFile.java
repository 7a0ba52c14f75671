package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.hinomi.core.file.OwnerFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the hot file of a history, {@code DIR/history/hot.duckdb}. A file that cannot be read is
 * set aside, never deleted, and a new one made: all it held comes again from the journal.
 */
final class HotFile {
  private static final Logger log = LoggerFactory.getLogger(HotFile.class);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Troubles of the machine, not of the file: nothing is gained by making a new one. */
  private static final List<String> NOT_DAMAGE =
      List.of(
          "permission denied",
          "no space left",
          "too many open files",
          "out of memory",
          "cannot allocate",
          "cannot open file",
          "read-only file system",
          "version number",
          "not recognized",
          "different configuration",
          "connection error");

  private static final List<String> OF_PARTS =
      List.of(
          "invalid error:",
          "io error:",
          "internal error:",
          "serialization error:",
          "parquet",
          "zstd",
          "decompress");

  private HotFile() {}

  static Path path(Path dataDir) {
    return dataDir.resolve("history").resolve("hot.duckdb");
  }

  /** Opens for writing; makes the file when there is none. */
  static DuckDBConnection openForWriting(Path dataDir, HotSettings settings, InstantSource clock)
      throws IOException {
    Path file = path(dataDir);
    OwnerFiles.folder(file.resolveSibling(""));
    if (!Files.exists(file) && Files.exists(wal(file))) {
      setAside(file, clock, "the log of changes has lost its file");
    }
    try {
      return openAndCheck(file, settings);
    } catch (SQLException e) {
      if (!isDamage(e)) {
        throw failure(file, e);
      }
      setAside(file, clock, firstLine(e));
    }
    try {
      return openAndCheck(file, settings);
    } catch (SQLException e) {
      throw failure(file, e);
    }
  }

  /** Opens the file of a stopped collector for reading. */
  static DuckDBConnection openForReading(Path dataDir, HotSettings settings) throws IOException {
    Path file = path(dataDir);
    if (!Files.exists(file)) {
      throw new HistoryException(
          dataDir + ": no history here (expected: " + file + "; name the folder with --data)");
    }
    try {
      DuckDBConnection connection = connect(file, settings, true);
      try {
        check(connection);
        return connection;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw failure(file, e);
    }
  }

  /** Whether the file itself, not the machine or the question, is at fault. */
  static boolean isDamage(SQLException e) {
    String message = message(e);
    return !isLock(message) && NOT_DAMAGE.stream().noneMatch(message::contains);
  }

  /**
   * Whether a question failed for a file it reads, not for what it asks: DuckDB's kinds of errors
   * for broken Parquet files. What is wrong with a statement (a division, a conversion, a name) has
   * other kinds.
   */
  static boolean isOfPart(SQLException e) {
    String message = message(e);
    return isDamage(e) && OF_PARTS.stream().anyMatch(message::contains);
  }

  /** Whether stored bytes are not what was written. */
  static boolean isCorrupt(SQLException e) {
    return message(e).contains("corrupt");
  }

  /** Moves the hot file and its log of changes out of the way. */
  static void setAside(Path file, InstantSource clock, String reason) throws IOException {
    setAside(
        file,
        clock,
        reason,
        "The hot index cannot be used; it is set aside and made anew from the parts of samples and"
            + " the journal.");
  }

  /**
   * Moves a file or folder out of the way.
   *
   * @param message what that means, for the log
   */
  static void setAside(Path file, InstantSource clock, String reason, String message)
      throws IOException {
    Path to = asideName(file, clock);
    log.atWarn()
        .addKeyValue("file", file)
        .addKeyValue("kept_as", to)
        .addKeyValue("reason", reason)
        .log(message);
    if (Files.exists(file)) {
      Files.move(file, to);
    }
    if (Files.exists(wal(file))) {
      Files.move(wal(file), to.resolveSibling(to.getFileName() + ".wal"));
    }
  }

  /** The name under which something is set aside now. */
  static Path asideName(Path file, InstantSource clock) {
    return file.resolveSibling(file.getFileName() + ".damaged-" + STAMP.format(clock.instant()));
  }

  static HistoryException failure(Path file, SQLException e) {
    if (isLock(message(e))) {
      return new HistoryException.InUse(
          file + ": in use by another process (expected: one collector on a data folder)", e);
    }
    return new HistoryException(file + ": " + firstLine(e), e);
  }

  static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static DuckDBConnection openAndCheck(Path file, HotSettings settings)
      throws SQLException {
    boolean made = !Files.exists(file);
    DuckDBConnection connection = connect(file, settings, false);
    try {
      if (made) {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
          for (String table : HotSchema.TABLES) {
            statement.execute(table);
          }
          for (String table : HotSchema.rollUps()) {
            statement.execute(table);
          }
        }
        connection.commit();
      }
      check(connection);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static void check(DuckDBConnection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet state = statement.executeQuery("SELECT version FROM state")) {
      if (!state.next() || state.getInt(1) != HotSchema.VERSION) {
        throw new SQLException("tables of another layout (expected: " + HotSchema.VERSION + ")");
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT count(*) FROM event_shape");
      statement.execute("SELECT count(*) FROM sample");
      statement.execute("SELECT count(*) FROM unavailable");
      statement.execute("SELECT count(*) FROM seen");
      statement.execute("SELECT count(*) FROM series");
      statement.execute("SELECT count(*) FROM rolled");
      for (Resolution resolution : Resolution.ROLLED) {
        for (Resolution.Tier tier : resolution.tiers()) {
          statement.execute("SELECT count(*) FROM " + tier.table());
        }
      }
    }
  }

  /**
   * Opens an instance that reads files beside the hot file, on the threads of those who ask and no
   * others: a second thread of DuckDB's own spins where there is nothing for it to do.
   */
  static DuckDBConnection openForParts(Path history, HotSettings settings) throws SQLException {
    Properties properties = walls(history, settings.memoryBytes(), 1);
    properties.setProperty("temp_directory", history.resolve("reading.tmp").toString());
    NativeLibrary.load();
    return DriverManager.getConnection("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class);
  }

  private static DuckDBConnection connect(Path file, HotSettings settings, boolean readOnly)
      throws SQLException {
    Properties properties =
        walls(file.resolveSibling(""), settings.memoryBytes(), settings.threads());
    if (readOnly) {
      properties.setProperty("duckdb.read_only", "true");
    }
    NativeLibrary.load();
    return DriverManager.getConnection("jdbc:duckdb:" + file.toAbsolutePath(), properties)
        .unwrap(DuckDBConnection.class);
  }

  private static Properties walls(Path history, long memoryBytes, int threads) {
    Properties properties = new Properties();
    properties.setProperty("memory_limit", (memoryBytes >> 10) + "KiB");
    properties.setProperty("threads", Integer.toString(threads));
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    // Nothing that is asked may read or write other files, whatever it says; DuckDB's own
    // temporary files are no external access, but shall not fill the disk.
    properties.setProperty("enable_external_access", "false");
    properties.setProperty("allowed_directories", "[" + EventView.literal(history + "/") + "]");
    properties.setProperty("max_temp_directory_size", "4GiB");
    properties.setProperty("lock_configuration", "true");
    return properties;
  }

  private static boolean isLock(String message) {
    return message.contains("could not set lock") || message.contains("conflicting lock");
  }

  private static String message(SQLException e) {
    return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
  }

  private static Path wal(Path file) {
    return file.resolveSibling(file.getFileName() + ".wal");
  }
}
