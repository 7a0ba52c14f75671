package org.hinomi.collector.decode.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.hinomi.core.event.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logs of MySQL, MariaDB and PostgreSQL as they stand in files: without the name of a program. */
class DatabaseLogsTest {
  private static final long NOW = 1_795_846_000_000_000L; // 2026-11-28

  private final ServiceDecoder services = new ServiceDecoder();
  private final Map<String, Object> fields = new HashMap<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-11-28T06:10:01.123456Z 0 [System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections. Version: '8.0.32'  socket: '/run/mysqld/mysqld.sock'  port: 3306  MySQL Community Server - GPL.|service-started",
        "2026-11-28  6:10:02 0 [Note] /usr/sbin/mariadbd: ready for connections.|service-started",
        "2026-11-28T06:10:01.123456Z 1 [Note] [MY-012551] [InnoDB] Database was not shutdown normally!|unclean-stop-recovered",
        "2026-11-28  6:10:01 0 [Note] InnoDB: Starting crash recovery from checkpoint LSN=45452|unclean-stop-recovered",
        "2026-11-28T06:10:01.123456Z 0 [System] [MY-013172] [Server] Received SHUTDOWN from user root. Shutting down mysqld (Version: 8.0.32).|service-stopped",
        "2026-11-28  6:10:01 0 [Note] /usr/sbin/mariadbd (initiated by: unknown): Normal shutdown|service-stopped",
        "2026-11-28T06:10:01.123456Z 8 [Note] [MY-010914] [Server] Aborted connection 8 to db: 'shop' user: 'app' host: 'web1' (Got timeout reading communication packets).|connection-aborted",
        "2026-11-28  6:10:01 12 [Warning] Access denied for user 'root'@'192.0.2.4' (using password: YES)|logon-failed",
        "2026-11-28  6:10:01 7 [Warning] Access denied for user 'root'@'localhost'|logon-failed",
        "2026-11-28T06:10:01.123456Z 0 [ERROR] [MY-010262] [Server] Can't start server: Bind on TCP/IP port: Address already in use|database-error",
        "2026-11-28  6:10:01 0 [ERROR] mariadbd: Table './shop/orders' is marked as crashed and should be repaired|database-error",
        "2026-11-28 06:10:01.123 UTC [99] LOG:  database system was interrupted; last known up at 2026-11-28 06:00:00 UTC|unclean-stop-recovered",
        "2026-11-28 06:10:01.123 UTC [1] LOG:  database system is ready to accept connections|service-started",
        "2026-11-28 06:10:01.123 UTC [1] LOG:  database system is shut down|service-stopped",
        "2026-11-28 06:10:01.123 UTC [99] app@shop FATAL:  sorry, too many clients already|connection-refused",
        "2026-11-28 06:10:01.123 UTC [99] app@shop FATAL:  password authentication failed for user \"app\"|logon-failed",
        "2026-11-28 06:10:01.123 UTC [99] app@shop ERROR:  relation \"x\" does not exist at character 15|database-error",
      })
  void namesWhatHappened(String line, String action) {
    assertThat(services.readLine(line, fields, NOW, ZoneOffset.UTC)).as(line).isTrue();
    assertThat(fields).containsEntry(Fields.EVENT_ACTION, action);
    assertThat(services.hasTime()).isTrue();
    if (line.contains("app@shop")) {
      assertThat(fields)
          .containsEntry(Fields.USER_NAME, "app")
          .containsEntry(Fields.DATABASE_NAME, "shop");
    }
  }

  @Test
  void readsASlowQueryOfMySql() {
    String text =
        """
        # Time: 2026-11-28T06:10:01.123456Z
        # User@Host: app[app] @ web1 [192.0.2.4]  Id:    42
        # Query_time: 12.345678  Lock_time: 0.000123 Rows_sent: 1  Rows_examined: 5000000
        use shop;
        SET timestamp=1795846189;
        SELECT *
          FROM orders
        # inside
         WHERE x = 'a;b';
        """;
    assertThat(services.readLine(text, fields, NOW, ZoneId.of("Asia/Tokyo"))).isTrue();
    assertThat(services.program()).isEqualTo("mysqld");
    assertThat(time()).isEqualTo("2026-11-28T06:10:01.123456Z");
    assertThat(fields)
        .containsEntry(Fields.EVENT_ACTION, "slow-statement")
        .containsEntry(Fields.REVIEW_KIND, "exception")
        .containsEntry(Fields.USER_NAME, "app")
        .containsEntry(Fields.SOURCE_DOMAIN, "web1")
        .containsEntry(Fields.SOURCE_IP, "192.0.2.4")
        .containsEntry(Fields.DATABASE_NAME, "shop")
        .containsEntry(Fields.EVENT_DURATION, 12_345_678_000L)
        .containsEntry("data.Rows_examined", 5_000_000L)
        .containsEntry(
            Fields.DATABASE_STATEMENT, "SELECT *\n  FROM orders\n# inside\n WHERE x = 'a;b'");
  }

  /** Its time has no zone, and stands only where the second is another than that of the last. */
  @Test
  void readsASlowQueryOfMariaDb() {
    String text =
        """
        # User@Host: root[root] @ localhost []
        # Thread_id: 42  Schema: shop  QC_hit: No
        # Query_time: 2.000268  Lock_time: 0.000000  Rows_sent: 1  Rows_examined: 0
        # Rows_affected: 0  Bytes_sent: 64
        SET timestamp=1795846201;
        SELECT SLEEP(2);
        """;
    assertThat(services.readLine(text, fields, NOW, ZoneId.of("Asia/Tokyo"))).isTrue();
    assertThat(time()).isEqualTo(Instant.ofEpochSecond(1_795_846_201L).toString());
    assertThat(fields)
        .containsEntry(Fields.USER_NAME, "root")
        .containsEntry(Fields.DATABASE_NAME, "shop")
        .containsEntry(Fields.DATABASE_STATEMENT, "SELECT SLEEP(2)")
        .doesNotContainKey(Fields.SOURCE_IP);
    fields.clear();
    String timed = "# Time: 261128  6:10:01\n" + text;
    assertThat(services.read("mariadbd", timed.replace("\n", "#012"), fields, NOW, ZoneOffset.UTC))
        .isTrue();
    assertThat(fields).containsEntry(Fields.DATABASE_STATEMENT, "SELECT SLEEP(2)");
  }

  @Test
  void readsASlowStatementOfPostgres() {
    String text =
        "2026-11-28 06:10:01.123 UTC [99] app@shop LOG:  duration: 5003.211 ms  statement: SELECT\n"
            + "\tpg_sleep(5);";
    assertThat(services.readLine(text, fields, NOW, ZoneOffset.UTC)).isTrue();
    assertThat(time()).isEqualTo("2026-11-28T06:10:01.123Z");
    assertThat(fields)
        .containsEntry(Fields.EVENT_ACTION, "slow-statement")
        .containsEntry(Fields.EVENT_DURATION, 5_003_211_000L)
        .containsEntry(Fields.USER_NAME, "app")
        .containsEntry(Fields.DATABASE_STATEMENT, "SELECT\npg_sleep(5);");
    fields.clear();
    assertThat(
            services.read(
                "postgres",
                "[3-1] app@shop LOG:  duration: 1500.5 ms  execute S_1: UPDATE t SET a = $1",
                fields,
                NOW,
                ZoneOffset.UTC))
        .isTrue();
    assertThat(fields).containsEntry(Fields.DATABASE_STATEMENT, "UPDATE t SET a = $1");
  }

  @Test
  void aCommentIsNoSlowQuery() {
    assertThat(services.readLine("# Time: is money", fields, NOW, ZoneOffset.UTC)).isFalse();
    assertThat(services.readLine("# User@Host: x", fields, NOW, ZoneOffset.UTC)).isFalse();
  }

  private String time() {
    assertThat(services.hasTime()).isTrue();
    return Instant.EPOCH.plusNanos(services.timeMicros() * 1000).toString();
  }
}
