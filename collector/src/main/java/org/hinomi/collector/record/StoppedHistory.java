package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.duckdb.DuckDBConnection;

/** The history of a collector that does not run, opened for reading only. */
public final class StoppedHistory implements AutoCloseable {
  private final Path file;
  private final DuckDBConnection connection;
  private final HotReader reader;

  /**
   * Opens a data folder.
   *
   * @throws HistoryException.InUse when a collector runs on it
   */
  public StoppedHistory(Path dataDir, HotSettings settings) throws IOException {
    this.file = HotFile.path(dataDir);
    this.connection = HotFile.openForReading(dataDir, settings);
    try {
      this.reader =
          new HotReader(file, connection, settings, new StoppedParts(file.resolveSibling("")));
    } catch (SQLException e) {
      throw HotFile.failure(file, e);
    }
  }

  public History history() {
    return reader;
  }

  @Override
  public void close() throws IOException {
    try {
      reader.close();
      connection.close();
    } catch (SQLException e) {
      throw HotFile.failure(file, e);
    }
  }
}
