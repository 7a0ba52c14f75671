package org.hinomi.collector.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlCommentsTest {
  private static final String[] VALUES = {
    "1",
    "2 - 1",
    "2*3",
    "'a'",
    "'/*'",
    "'*/'",
    "'--'",
    "'it''s -- /*'",
    "''",
    "'\\'",
    "$$ ' /* $$",
    "$t$ $$ -- */ $t$",
    "E'\\' /*'",
    "e'a''\\' --'",
    "x.\"/* \"\" --\"",
    "date'2026-11-28'",
    "\"$$\"",
    "a$$",
    "x'00'",
    "'$$'",
    "a$$||'/*'",
    "$é$ -- /* $é$",
    "$t€$ -- /* $t€$",
    "$😀$ -- /* $😀$",
    "- 1"
  };
  private static final String[] BETWEEN = {
    "",
    " ",
    "\n",
    "/**/",
    "/* ' */",
    "/* \" */",
    "/* $$ */",
    "/* -- */",
    "/* /* */ ' */",
    "/*/ ' */",
    "/* **/",
    "-- '\n",
    "-- /*\n",
    "-- */ $$\r\n",
    "-- \"\r",
    "--\n",
    "/* \n */"
  };
  private static final String[] WILD = {
    "'", "\"", "$$", "$t$", "--", "/*", "*/", "\n", "\r", "\\", "E", " ", "1", "a", ",", "SELECT",
    "*", "/", "-", ";", "<", "$€$"
  };

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "a/*x*/b, a /*…*/ b",
        "a /*x*/ /*y*/ b, a /*…*/ b",
        "'/*x*/'/*y*/, '/*x*/' /*…*/ ",
        "a -- x, a /*…*/ ",
        "a - - x, a - - x",
      })
  void commentsAreShort(String statement, String shortened) {
    assertThat(SqlComments.shortened(statement).strip()).isEqualTo(shortened.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a /* x",
        "a /* /* */ x",
        "a/*x/*y*/z*/b",
        "a --x\ry /*z*/",
        "'a /* x */",
        "\"a /* x */",
        "$$a /* x */",
        "a$$/*x*/$$"
      })
  void whatIsInDoubtStaysAsItIs(String statement) {
    assertThat(SqlComments.shortened(statement)).isEqualTo(statement);
  }

  /** What is taken for a comment and is none would be gone from the record. */
  @Test
  void theDatabaseAnswersAShortenedStatementAsTheWhole() throws Exception {
    Random random = new Random(1);
    int answered = 0;
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
      try (Statement sql = duckdb.createStatement()) {
        sql.execute("CREATE TABLE x AS SELECT 5 AS \"/* \"\" --\", 6 AS \"$$\", 7 AS \"a$$\"");
      }
      for (int i = 0; i < 6_000; i++) {
        String statement = i % 2 == 0 ? built(random) : wild(random);
        List<String> whole = answer(duckdb, statement);
        if (!whole.isEmpty()) {
          answered++;
          String shortened = SqlComments.shortened(statement);
          assertThat(answer(duckdb, shortened)).as("%s%n%s", statement, shortened).isEqualTo(whole);
        }
      }
    }
    assertThat(answered).isGreaterThan(500);
  }

  private static String built(Random random) {
    StringBuilder text = new StringBuilder("SELECT ");
    int values = 1 + random.nextInt(4);
    for (int i = 0; i < values; i++) {
      text.append(i == 0 ? "" : ",").append(between(random));
      text.append(any(VALUES, random)).append(between(random)).append(" AS v").append(i);
      text.append(between(random));
    }
    return text + " FROM x" + between(random);
  }

  private static String between(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(any(BETWEEN, random));
    }
    return text.toString();
  }

  private static String wild(Random random) {
    StringBuilder text = new StringBuilder("SELECT 1 AS v ");
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(any(WILD, random));
    }
    return text.append(random.nextBoolean() ? "" : "\n,2 AS w").toString();
  }

  private static String any(String[] of, Random random) {
    return of[random.nextInt(of.length)];
  }

  /** Names are part of it; empty: it is no statement. */
  private static List<String> answer(Connection duckdb, String statement) {
    List<String> rows = new ArrayList<>();
    // One that refused a statement is closed.
    try (Statement sql = duckdb.createStatement();
        ResultSet found = sql.executeQuery(statement)) {
      int columns = found.getMetaData().getColumnCount();
      while (found.next()) {
        for (int i = 1; i <= columns; i++) {
          rows.add(found.getMetaData().getColumnLabel(i) + "=" + found.getString(i));
        }
      }
    } catch (SQLException e) {
      return List.of();
    }
    return rows;
  }
}
