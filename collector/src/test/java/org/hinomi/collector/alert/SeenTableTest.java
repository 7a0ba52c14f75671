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

  /** What lasts is as old as its last day, and of that day it goes last. */
  @Test
  void whatLastsGoesByItsLastDay() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "CREATE TABLE seen_message (name INTEGER PRIMARY KEY, day INTEGER NOT NULL)");
      for (int name = 1; name <= 20; name++) {
        statement.executeUpdate("INSERT INTO seen_message VALUES (" + name + ", 20700)");
      }
      for (String lasting : new String[] {"21, " + lasting(20_600), "22, " + lasting(20_700)}) {
        statement.executeUpdate("INSERT INTO seen_message VALUES (" + lasting + ")");
      }
      SeenTable.MESSAGES.write(connection, new SeenNames(), 10);
      try (ResultSet row =
          statement.executeQuery(
              "SELECT count(*), sum(name = 21), sum(name = 22) FROM seen_message")) {
        assertThat(row.getInt(1) + " " + row.getInt(2) + " " + row.getInt(3)).isEqualTo("10 0 1");
      }
    }
  }

  private static int lasting(int day) {
    return 1 << 30 | day << 14 | 99;
  }

  private static String kept(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT count(*), min(day) FROM seen_message")) {
      return row.getInt(1) + " from " + row.getInt(2);
    }
  }
}
