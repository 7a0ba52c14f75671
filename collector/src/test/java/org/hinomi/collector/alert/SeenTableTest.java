package org.hinomi.collector.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.hinomi.collector.detect.SeenNames;
import org.junit.jupiter.api.Test;

class SeenTableTest {
  @Test
  void namesThatAreMadeUpDoNotFillTheFile() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "CREATE TABLE seen_message (name INTEGER PRIMARY KEY, day INTEGER NOT NULL)");
      for (int name = 1; name <= 20; name++) {
        statement.executeUpdate("INSERT INTO seen_message VALUES (" + name + ", " + name / 3 + ")");
      }
      SeenTable.MESSAGES.write(connection, new SeenNames(), 10);
      assertThat(kept(statement)).as("not each time").isEqualTo("20 from 0");
      statement.executeUpdate("INSERT INTO seen_message VALUES (21, 7)");
      SeenTable.MESSAGES.write(connection, new SeenNames(), 10);
      assertThat(kept(statement)).as("the longest unseen go").isEqualTo("10 from 4");
    }
  }

  private static String kept(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT count(*), min(day) FROM seen_message")) {
      return row.getInt(1) + " from " + row.getInt(2);
    }
  }
}
