package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.duckdb.DuckDBConnection;

/**
 * The samples of a collector that does not run, compared with their parts. Asks the hot file alone:
 * it also works where the manifest is not what was written. Not thread-safe.
 */
public final class StoppedSamples implements SampleComparison, AutoCloseable {
  private final Path file;
  private final DuckDBConnection connection;

  /**
   * Opens a data folder.
   *
   * @throws HistoryException.InUse when a collector runs on it
   */
  public StoppedSamples(Path dataDir) throws IOException {
    this.file = HotFile.path(dataDir);
    this.connection = HotFile.openForReading(dataDir, HotSettings.DEFAULT);
    try {
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      throw HotFile.failure(file, e);
    }
  }

  @Override
  public long differing(Part part) throws IOException {
    try {
      return SampleComparison.differing(connection, file.resolveSibling(""), part);
    } catch (SQLException e) {
      throw HotFile.failure(file, e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw HotFile.failure(file, e);
    }
  }
}
