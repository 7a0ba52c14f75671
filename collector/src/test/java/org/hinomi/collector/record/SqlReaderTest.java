package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hinomi.core.sample.Sample;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlReaderTest {
  @TempDir static Path dir;
  private static HotIndex index;

  @BeforeAll
  static void record() throws IOException {
    index =
        new HotIndex(
            dir,
            HotSettings.DEFAULT,
            InstantSource.fixed(Instant.parse("2026-11-23T01:00:00Z")),
            new PrometheusRegistry(),
            () -> 1);
    index.accept(TestRecords.plain(1, 2500), 2501);
    index.accept(
        List.of(TestRecords.round(2501, null, Sample.of("system.cpu.utilization", 0.25))), 2502);
  }

  @AfterAll
  static void close() throws IOException {
    index.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      textBlock =
          """
          SELECT count(*) FROM event # [2500]
          select 1; # [1]
          SELECT 1 -- end # [1]
          SELECT host, max(time) t FROM event GROUP BY ALL # [fs01, 1795394500000000]
          SELECT metric, value, reason FROM sample # [system.cpu.utilization, 0.25, null]
          WITH a AS (SELECT position p FROM event) SELECT sum(p) > 5 FROM a # [true]
          SELECT i FROM range(3) t(i) ORDER BY i DESC LIMIT 1 # [2]
          SELECT lower('A') || 'b', 1.50, DATE '2026-01-02' # [ab, 1.50, 2026-01-02]
          SELECT DISTINCT CASE WHEN host LIKE 'fs%' AND severity IN (1, 2) THEN 'y' END FROM event # [y]
          SELECT rank() OVER (ORDER BY position) r FROM event QUALIFY r = 7 # [7]
          """)
  void answers(String statement, String row) throws IOException {
    assertThat(rows(statement, 0)).hasSize(1).first().hasToString(row);
  }

  @Test
  void keepsOrderAndLimitOverManyPages() throws IOException {
    assertThat(rows("SELECT position FROM event ORDER BY position DESC", 0))
        .hasSize(2500)
        .startsWith(List.of(2500L))
        .endsWith(List.of(1L));
    assertThat(rows("SELECT position FROM event ORDER BY position DESC", 2))
        .containsExactly(List.of(2500L), List.of(2499L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SELEC 1",
        "SELECT 1; SELECT 2",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM \"/etc/passwd\"",
        "SELECT * FROM glob('/etc/*')",
        "SELECT (SELECT content FROM read_blob('/etc/passwd'))",
        "FROM query('SELECT 1')",
        "FROM query_table('state')",
        "COPY event TO '/tmp/out.csv'",
        "COPY (SELECT 1) TO '/tmp/out.csv'",
        "EXPORT DATABASE '/tmp/out'",
        "ATTACH '/tmp/other.duckdb'",
        "USE memory",
        "PRAGMA database_list",
        "PRAGMA version",
        "CALL pragma_version()",
        "SET memory_limit='100GB'",
        "RESET memory_limit",
        "SET enable_external_access=true",
        "INSTALL httpfs",
        "LOAD httpfs",
        "CREATE TABLE x (a INTEGER)",
        "CREATE TEMP TABLE x AS SELECT 1",
        "DROP TABLE event",
        "ALTER TABLE event ADD COLUMN x INTEGER",
        "INSERT INTO event SELECT * FROM event",
        "UPDATE event SET host = 'x'",
        "DELETE FROM event",
        "TRUNCATE event",
        "WITH x AS (DELETE FROM main.event RETURNING *) SELECT * FROM x",
        "WITH x AS (INSERT INTO seen VALUES ('a', 1, 1, 1) RETURNING *) SELECT * FROM x",
        "CHECKPOINT",
        "COMMIT",
        "ROLLBACK",
        "VACUUM",
        "EXPLAIN ANALYZE SELECT 1",
        "SELECT * FROM state",
        "SELECT * FROM main.event",
        "SELECT * FROM seen",
        "SELECT * FROM duckdb_settings()",
        "SELECT * FROM information_schema.tables",
        "SHOW TABLES",
        "SELECT current_setting('temp_directory')",
        "SELECT getenv('HOME')",
        "SELECT nextval('x')",
        "SELECT repeat('x', 1000000000)",
        "SELECT lpad('x', 1000000000, 'y')",
        "SELECT printf('%1000000000d', 1)",
        "SELECT len(range(1000000000))",
        "SELECT range(1000000000) AS x",
        "SELECT main.lower('x')",
        "SELECT host || host || host || host || host || host FROM event",
        "SELECT x.repeat(9) FROM (SELECT 'a' AS x)",
        "SELECT [x.repeat(9) FOR x IN ['a']]",
        "SELECT nothing FROM event",
        "SELECT CAST('x' AS INTEGER)",
        "SELECT $1",
        "SELECT ?",
      })
  void refusesAllElse(String statement) throws IOException {
    assertThatThrownBy(() -> rows(statement, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("sql: ");
    assertThat(rows("SELECT count(*) FROM event", 0)).containsExactly(List.of(2500L));
  }

  @Test
  void pointsAtWhatCannotBeRead() throws IOException {
    assertThatThrownBy(() -> rows("SELECT 1 FRO event", 0))
        .hasMessageStartingWith("sql: column ")
        .hasMessageContaining("syntax error");
    assertThatThrownBy(() -> rows("SELECT '" + "x".repeat(300_000) + "'", 0))
        .hasMessageContaining("at most 262144");
    assertThatThrownBy(() -> rows("SELECT 'a' || '" + "x".repeat(9000) + "'", 0))
        .hasMessageContaining("more than 0 of ||");
    assertThat(rows("SELECT length('" + "x".repeat(9000) + "')", 0))
        .containsExactly(List.of(9000L));
    assertThatThrownBy(() -> rows("DELETE FROM event", 0))
        .hasMessage("sql: this is no SELECT (expected: one SELECT; nothing can be changed)");
    for (int count : new int[] {150, 800}) {
      String deep = "SELECT " + "abs(".repeat(count) + "1" + ")".repeat(count);
      assertThatThrownBy(() -> rows(deep, 0)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void keepsMemoryAndTimeInBounds(@TempDir Path other) throws IOException {
    HotSettings small = new HotSettings(64L << 20, 1, Duration.ofSeconds(2), 65_536);
    try (HotIndex tight =
        new HotIndex(
            other,
            small,
            InstantSource.fixed(Instant.parse("2026-11-23T01:00:00Z")),
            new PrometheusRegistry(),
            () -> 1)) {
      String endless = "SELECT sum(a.i * b.i) FROM range(10000000) a(i), range(10000000) b(i)";
      assertThatThrownBy(() -> tight.history().sql(endless, 0, new Rows()))
          .isInstanceOf(HistoryException.TooSlow.class);
      String large = "SELECT string_agg(md5(i::VARCHAR)) FROM range(20000000) t(i)";
      assertThatThrownBy(() -> tight.history().sql(large, 0, new Rows()))
          .isInstanceOfAny(IllegalArgumentException.class, HistoryException.TooSlow.class);
      tight.accept(TestRecords.plain(1, 10), 11);
    }
  }

  @Test
  void endsAtOnceWhenItsThreadIsInterrupted() throws Exception {
    String endless = "SELECT sum(a.i * b.i) FROM range(10000000) a(i), range(10000000) b(i)";
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread asker =
        Thread.startVirtualThread(
            () -> end.complete(catchThrowable(() -> index.history().sql(endless, 0, new Rows()))));
    asker.interrupt();
    assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(HistoryException.Cancelled.class);
    assertThat(rows("SELECT count(*) FROM event", 0)).isNotEmpty();
  }

  @Test
  void asksAStoppedHistoryAlike(@TempDir Path other) throws IOException {
    new HotIndex(
            other,
            HotSettings.DEFAULT,
            InstantSource.fixed(Instant.parse("2026-11-23T01:00:00Z")),
            new PrometheusRegistry(),
            () -> 1)
        .close();
    try (StoppedHistory stopped = new StoppedHistory(other, HotSettings.DEFAULT)) {
      Rows rows = new Rows();
      stopped.history().sql("SELECT count(*) AS n, min(time) AS t FROM event", 0, rows);
      assertThat(rows.columns)
          .containsExactly(
              new TableSink.Column("n", TableSink.Kind.WHOLE),
              new TableSink.Column("t", TableSink.Kind.TIME));
      assertThat(rows.rows.getFirst().getFirst()).isEqualTo(0L);
    }
    assertThat(Files.exists(Path.of("/tmp/out.csv"))).isFalse();
  }

  private static List<List<@Nullable Object>> rows(String statement, int limit) throws IOException {
    Rows rows = new Rows();
    index.history().sql(statement, limit, rows);
    return rows.rows;
  }

  private static final class Rows implements TableSink {
    private final List<List<@Nullable Object>> rows = new ArrayList<>();
    private List<Column> columns = List.of();

    @Override
    public void columns(List<Column> given) {
      columns = given;
    }

    @Override
    public void row(List<@Nullable Object> values) {
      rows.add(values);
    }
  }
}
