package org.hinomi.collector.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hinomi.collector.record.HotSettings;
import org.hinomi.collector.record.StoppedHistory;
import org.hinomi.collector.record.TableSink;
import org.hinomi.collector.record.TableSink.Column;
import org.hinomi.collector.record.TableSink.Kind;
import org.hinomi.collector.review.cross.CrossChecks;
import org.hinomi.collector.review.cross.PeopleTables;
import org.hinomi.collector.review.policy.Policy;
import org.hinomi.collector.review.policy.PolicySettings;
import org.hinomi.core.text.Language;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewRunTest {
  @TempDir static Path data;

  private static ReviewResult result;

  @BeforeAll
  static void run() throws Exception {
    Path policy = ReviewMonth.make(data);
    result = review(policy);
  }

  private static ReviewResult review(Path file) throws Exception {
    return review(file, ReviewChecks.all());
  }

  private static ReviewResult review(Path file, List<Check> checks) throws Exception {
    return review(file, checks, "2026-11");
  }

  private static ReviewResult review(Path file, List<Check> checks, String period)
      throws Exception {
    Policy policy = PolicySettings.load(file);
    try (StoppedHistory history = new StoppedHistory(data, HotSettings.DEFAULT)) {
      Archive archive = new HistoryArchive(data, history.history(), ReviewMonth.CLOCK, () -> false);
      return ReviewRun.run(
          new ReviewContext(
              Period.parse(period, policy.zone()),
              policy,
              archive.nextPosition(),
              ReviewMonth.CLOCK.instant(),
              archive),
          checks,
          (check, number, of) -> {});
    }
  }

  @Test
  void findsWhatIsThere() {
    assertThat(result.observations().stream().map(o -> o.kind().id() + " " + o.key()).toList())
        .contains(
            "missing-source gone",
            "missing-days fs01-security 2026-11-12",
            "addresses-hidden web01 nginx",
            "grave web01 kernel 1",
            "unclean-stop fs01 2026-11-09T01:00:30.000000Z",
            "unclean-stop web01 2026-11-10T19:00:00.000000Z",
            "off-hours-volume fs01-security 2026-11-14",
            "logon-many-users 198.51.100.7 2026-11-20",
            "capacity-full fs01 system.filesystem.utilization" + " system.filesystem.mountpoint=D:")
        .noneMatch(key -> key.startsWith("logon-many-users 127"))
        .noneMatch(key -> key.startsWith("logon-many-users web"))
        .anyMatch(key -> key.startsWith("record-gap fs01 Security"))
        .anyMatch(key -> key.startsWith("keyword web01 kernel"))
        .anyMatch(key -> key.startsWith("extreme-value web01 nginx http.response.bytes"))
        .anyMatch(key -> key.startsWith("blank-period fs01-security 2026-11-18T1"))
        .anyMatch(key -> key.startsWith("truncated web01 nginx"));
  }

  @Test
  void loadIsThatOfAProcessorAndATemperatureIsShown() {
    Table capacity = result.table("capacity").orElseThrow();
    assertThat(capacity.list())
        .filteredOn(row -> row.text("metric").equals("system.cpu.load_average.15m"))
        .singleElement()
        .satisfies(row -> assertThat(row.number("peak")).isBetween(0.5, 1.0))
        .satisfies(row -> assertThat(row.has("days_to_full")).isFalse());
    assertThat(capacity.list())
        .filteredOn(row -> row.text("metric").equals("hw.temperature"))
        .singleElement()
        .satisfies(row -> assertThat(row.number("latest")).isBetween(40.0, 42.0));
  }

  @Test
  void everyObservationHasWords() {
    for (Observation seen : result.observations()) {
      for (Language language : Language.values()) {
        assertThat(seen.text(language)).isNotBlank().doesNotContain("{");
      }
    }
  }

  @Test
  void aCheckWhoseQuestionIsRefusedIsSaidSo() throws Exception {
    Check tooLong =
        new Check() {
          @Override
          public String id() {
            return "calendar";
          }

          @Override
          public Step step() {
            return Step.PRESENT;
          }

          @Override
          public Result run(ReviewContext context) throws IOException {
            return new Result(
                List.of(context.table("long", "SELECT '" + "x".repeat(300_000) + "'")), List.of());
          }
        };
    ReviewResult given = review(data.resolve("policy.yaml"), List.of(tooLong));
    assertThat(given.observations().getFirst().text(Language.EN))
        .contains("calendar could not be run", "300009 characters");
  }

  @Test
  void theSamePeriodGivesTheSameBytes() throws Exception {
    assertThat(tables(review(data.resolve("policy.yaml")))).isEqualTo(tables(result));
  }

  private static String tables(ReviewResult of) {
    return of.parts().stream()
        .flatMap(part -> part.tables().stream())
        .map(table -> table.id() + "\n" + table.csv())
        .collect(Collectors.joining("\n"));
  }

  /** With DuckDB alone, on the archive's files. */
  @Test
  void everyFigureIsGivenAgainByItsQuery() throws Exception {
    assertThat(givenAgain(result)).isGreaterThan(30);
  }

  /** Summer time ends in the period, and in no whole hours from UTC. */
  @ParameterizedTest
  @CsvSource({"Europe/Berlin, 2026-10", "Asia/Kathmandu, 2026-11", "Australia/Lord_Howe, 2026-10"})
  void inEveryZoneToo(String zone, String period) throws Exception {
    Path file = data.resolve("policy-" + period + ".yaml");
    Files.writeString(file, ReviewMonth.POLICY.replace("Asia/Tokyo", zone));
    assertThat(givenAgain(review(file, ReviewChecks.all(), period))).isGreaterThan(30);
  }

  @Test
  void workingHoursMayBeginAtAnyMinute() throws Exception {
    Path file = data.resolve("policy-0840.yaml");
    Files.writeString(
        file,
        ReviewMonth.POLICY.replace("\"09:00\"", "\"08:40\"").replace("quiet: 2h", "quiet: 10m"));
    assertThat(givenAgain(review(file))).isGreaterThan(30);
  }

  @Test
  void aSourceMayHaveItsOwnWorkingHours() throws Exception {
    Path file = data.resolve("policy-own.yaml");
    Files.writeString(
        file,
        ReviewMonth.POLICY.replace(
            "quiet: 2h", "calendar: {days: [tue, sat], from: \"07:25\", to: \"23:15\"}"));
    assertThat(givenAgain(review(file))).isGreaterThan(30);
  }

  @ParameterizedTest
  @CsvSource({"Asia/Tokyo, 2026-11", "Asia/Kathmandu, 2026-11", "Australia/Lord_Howe, 2026-10"})
  void beforeTheTablesOfPeopleToo(String zone, String period) throws Exception {
    Path tables = Files.createDirectories(data.resolve("tables"));
    Files.writeString(
        tables.resolve("staff.csv"),
        "氏名,アカウント,部署,PC名\n加藤 和也,kato,営業部,fs01\n山田 太郎,yamada,総務部,pc-002\n");
    Files.writeString(
        tables.resolve("attendance.csv"),
        "氏名,日付,区分,出勤,退勤\n加藤 和也,2026/11/13,公休,,\n加藤 和也,2026/11/9,出勤,9:00,18:00\n");
    Files.writeString(tables.resolve("leavers.csv"), "氏名,最終日\n山田 太郎,2026/10/9\n");
    Files.writeString(tables.resolve("rights.csv"), "氏名,フォルダー,権限\n山田 太郎,経理,読取\n");
    Files.writeString(
        tables.resolve("works.csv"),
        "申請番号,氏名,対象サーバー,開始日時,終了日時\nW1,加藤 和也,fs01,2026/11/14 0:50,2026/11/14 1:30\n");
    Files.writeString(tables.resolve("losses.csv"), "氏名,紛失日時\n加藤 和也,2026/11/10 19:03\n");
    Path file = data.resolve("policy-tables-" + period + ".yaml");
    Files.writeString(file, ReviewMonth.POLICY.replace("Asia/Tokyo", zone));
    List<Check> checks = CrossChecks.all(PeopleTables.in(data));
    ReviewResult given = review(file, checks, period);
    assertThat(givenAgain(given)).isGreaterThan(7);
    if (zone.equals("Asia/Tokyo")) {
      assertThat(given.observations().stream().map(seen -> seen.kind().id()))
          .contains("logon-while-absent", "leaver-account")
          .doesNotContain("request-without-access", "not-run");
      assertThat(given.table("cross-logons").orElseThrow().list())
          .filteredOn(row -> row.text("day").equals("2026-11-14"))
          .isEmpty();
    }
  }

  @Test
  void everyQueryIsOneThatExpertsMayAsk() throws Exception {
    try (StoppedHistory history = new StoppedHistory(data, HotSettings.DEFAULT)) {
      for (ReviewResult.Part part : result.parts()) {
        for (Table table : part.tables()) {
          if (!table.query().startsWith("hinomi ")) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            history.history().sql(table.query(), 0, rows(rows));
            assertThat(rows).as(table.id()).hasSameSizeAs(table.rows());
          }
        }
      }
    }
  }

  private static TableSink rows(List<List<@Nullable Object>> rows) {
    return new TableSink() {
      @Override
      public void columns(List<Column> columns) {
        // Told of by the rows.
      }

      @Override
      public void row(List<@Nullable Object> values) {
        rows.add(values);
      }
    };
  }

  @Test
  void whatIsKeptOfPartsMayBeDamagedOrGone() throws Exception {
    List<Path> kept;
    try (Stream<Path> files = Files.walk(data.resolve("history/digest"))) {
      kept = files.filter(Files::isRegularFile).sorted().toList();
    }
    assertThat(kept).isNotEmpty();
    for (int i = 0; i < kept.size(); i++) {
      if (i % 2 == 0) {
        Files.write(kept.get(i), new byte[100]);
      } else {
        Files.delete(kept.get(i));
      }
    }
    assertThat(tables(review(data.resolve("policy.yaml")))).isEqualTo(tables(result));
  }

  /** How many queries there were. */
  private static int givenAgain(ReviewResult of) throws Exception {
    int queries = 0;
    try (Connection plain = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = plain.createStatement()) {
      statement.execute("ATTACH '" + data.resolve("history/hot.duckdb") + "' AS hot (READ_ONLY)");
      statement.execute(
          "CREATE VIEW event AS SELECT * FROM read_parquet('"
              + data.resolve("history/event/*/*/*.parquet")
              + "', hive_partitioning = false)");
      statement.execute(
          """
          CREATE VIEW sample_hour AS SELECT date_trunc('hour', time) AS time, host, metric,
            attributes, min(value) AS min, max(value) AS max, avg(value) AS avg, count(*) AS count
          FROM hot.sample JOIN hot.series ON id = series GROUP BY ALL
          """);
      for (ReviewResult.Part part : of.parts()) {
        for (Table table : part.tables()) {
          if (table.query().startsWith("hinomi ") || table.query().equals("sha256sum")) {
            continue;
          }
          queries++;
          assertThat(again(statement, table).csv()).as(table.id()).isEqualTo(table.csv());
        }
      }
    }
    return queries;
  }

  private static Table again(Statement statement, Table table) throws Exception {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (ResultSet row = statement.executeQuery(table.query())) {
      ResultSetMetaData types = row.getMetaData();
      while (row.next()) {
        List<@Nullable Object> cells = new ArrayList<>();
        for (int i = 1; i <= types.getColumnCount(); i++) {
          Column column = table.columns().get(i - 1);
          assertThat(types.getColumnName(i)).isEqualTo(column.name());
          Object cell = row.getObject(i);
          cells.add(same(row, i, cell, column.kind()));
        }
        rows.add(cells);
      }
    }
    return table.with(rows);
  }

  private static @Nullable Object same(ResultSet row, int i, @Nullable Object cell, Kind kind)
      throws SQLException {
    if (cell == null) {
      return null;
    }
    return switch (kind) {
      case TIME ->
          ChronoUnit.MICROS.between(
              Instant.EPOCH, row.getTimestamp(i).toLocalDateTime().toInstant(ZoneOffset.UTC));
      case TEXT -> row.getString(i);
      case NUMBER, WHOLE -> Table.cell(cell, kind);
    };
  }
}
