package org.hinomi.collector.record;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.duckdb.DuckDBConnection;

/** A hot file as somebody has it who can write the folder. */
public final class TestHot {
  private TestHot() {}

  private static Connection open(Path data) throws Exception {
    return DriverManager.getConnection("jdbc:duckdb:" + HotFile.path(data).toAbsolutePath());
  }

  /** Changes rows. */
  public static void edit(Path data, String sql) throws Exception {
    try (Connection connection = open(data);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What differs from the parts of another folder, by class; what does not is left out. */
  public static Map<String, Long> differing(Path data, Path history, List<Part> parts)
      throws Exception {
    Map<String, Long> differing = new TreeMap<>();
    try (Connection connection = open(data)) {
      for (Part part : parts) {
        long found =
            SampleComparison.differing(connection.unwrap(DuckDBConnection.class), history, part);
        if (found > 0) {
          differing.put(part.retentionClass(), found);
        }
      }
    }
    return differing;
  }
}
