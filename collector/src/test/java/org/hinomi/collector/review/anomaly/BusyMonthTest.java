package org.hinomi.collector.review.anomaly;

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
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.keep.HistoryVerifier;
import org.hinomi.collector.record.TableSink;
import org.hinomi.collector.record.TableSink.Column;
import org.hinomi.collector.record.TableSink.Kind;
import org.hinomi.collector.review.Archive;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Period;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.cases.ProxyCheck;
import org.hinomi.collector.review.policy.Policy;
import org.hinomi.collector.review.policy.PolicySettings;
import org.hinomi.collector.review.statistics.UsersCheck;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is rare is found beside what comes so often that a table cannot show all of it. */
class BusyMonthTest {
  private static final String POLICY =
      """
      keywords: [fatal, error]
      sources:
        - name: all
          hosts: ["*"]
          logs: ["*"]
          purpose: faults
          owner: tanaka
          reviewer: sato
          quiet: 2h
      """;

  @TempDir Path folder;

  private Connection duckdb;

  @BeforeEach
  void open() throws SQLException {
    duckdb = DriverManager.getConnection("jdbc:duckdb:");
    execute(
        """
        CREATE TABLE event (position BIGINT, time TIMESTAMP, received TIMESTAMP, host TEXT, app TEXT,
          channel TEXT, record_id BIGINT, msgid TEXT, transport TEXT, retention_class TEXT, severity BIGINT, template_id BIGINT, template TEXT, message TEXT,
          code TEXT, provider TEXT, user_name TEXT, source_ip TEXT, outcome TEXT, fields TEXT)
        """);
  }

  @AfterEach
  void close() throws SQLException {
    duckdb.close();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = duckdb.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Inserts rows, made for each number i from 0. */
  private void insert(int rows, String columns, String values) throws SQLException {
    execute(
        "INSERT INTO event (position, transport, fields, "
            + columns
            + ") SELECT (SELECT count(*) FROM event) + i, 'relp', '{}', "
            + values
            + " FROM range("
            + rows
            + ") AS numbers(i)");
  }

  private List<String> seen(Check check, String period) throws Exception {
    return seen(check, period, POLICY);
  }

  private List<String> seen(Check check, String period, String yaml) throws Exception {
    Policy policy = PolicySettings.load(Files.writeString(folder.resolve("policy.yaml"), yaml));
    ReviewContext context =
        new ReviewContext(
            Period.parse(period, ZoneOffset.UTC),
            policy,
            Long.MAX_VALUE,
            Instant.parse("2026-12-02T00:00:00Z"),
            new PlainArchive());
    return check.run(context).observations().stream()
        .map(o -> o.kind().id() + " " + o.key())
        .toList();
  }

  @Test
  void aWordThatIsNewIsSeenBesideHundredsThatAreNot() throws Exception {
    insert(
        4000,
        "time, host, app, template_id, template, message",
        "TIMESTAMP '2026-10-01' + to_hours(CAST(i % 1400 AS INTEGER)), 'web01', 'app', 1 + i % 400,"
            + " 'error of kind ' || (i % 400), ''");
    insert(
        1,
        "time, host, app, template_id, template, message",
        "TIMESTAMP '2026-11-20', 'web01', 'raid', 9999, 'fatal: the array is lost', ''");
    assertThat(seen(new KeywordsCheck(), "2026-11")).contains("keyword web01 raid fatal");
  }

  @Test
  void oneHourOfGuessingIsSeenBesideAnAccountThatFailsEachHour() throws Exception {
    String columns = "time, host, channel, code, outcome, user_name, source_ip";
    insert(
        720 * 20,
        columns,
        "TIMESTAMP '2026-11-01' + to_minutes(CAST(i * 3 AS INTEGER)), 'dc01', 'Security', '4625',"
            + " 'failure', 'backup', '10.0.0.5'");
    insert(
        12,
        columns,
        "TIMESTAMP '2026-11-20 03:00:00' + to_minutes(CAST(i AS INTEGER)), 'dc01', 'Security',"
            + " '4625', 'failure', 'tanaka', '10.0.0.9'");
    assertThat(seen(new FailedLogonsCheck(), "2026-11"))
        .contains("logon-failures tanaka 2026-11-20", "logon-failures backup 2026-11-30");
  }

  @Test
  void aMachineWithMalwareIsSeenBesideOneThatSaysSoAllTheTime() throws Exception {
    String columns = "time, host, channel, provider, code, message";
    insert(
        600,
        columns,
        "TIMESTAMP '2026-11-01' + to_minutes(CAST(i AS INTEGER)), 'pc01', 'Defender',"
            + " 'Microsoft-Windows-Windows Defender', '1116', 'found'");
    insert(
        1,
        columns,
        "TIMESTAMP '2026-11-20', 'pc02', 'Defender', 'Microsoft-Windows-Windows Defender', '1116',"
            + " 'found'");
    assertThat(seen(new SecurityCheck(), "2026-11"))
        .containsExactly("malware pc01 ", "malware pc02 ");
  }

  @Test
  void aChangeOfWhatIsAuditedIsSeenBehindAThousandChangesOfAccounts() throws Exception {
    insert(
        1500,
        "time, host, channel, code",
        "TIMESTAMP '2026-11-01' + to_minutes(CAST(i AS INTEGER)), 'dc01', 'Security',"
            + " CASE WHEN i = 1499 THEN '4719' ELSE '4738' END");
    assertThat(seen(new SecurityCheck(), "2026-11"))
        .containsExactly("audit-policy dc01 2026-11-02T00:59:00.000000Z");
  }

  @Test
  void aSilenceFromTheBeginningOrToTheEndOfThePeriodIsSeen() throws Exception {
    // A Wednesday: two hours from eleven, then nothing more.
    insert(
        12,
        "time, host, app",
        "TIMESTAMP '2026-11-18 11:30:00' + to_minutes(CAST(i * 10 AS INTEGER)), 'web01', 'app'");
    assertThat(seen(new BlanksCheck(), "2026-11-18"))
        .containsExactly("blank-period all 2026-11-18T00:00", "blank-period all 2026-11-18T13:20");
  }

  @Test
  void aSourceWithItsOwnCalendarIsComparedWithThat() throws Exception {
    // Ten events each night and day; four hundred on the night of a Wednesday.
    insert(
        30 * 24,
        "time, host, app",
        "TIMESTAMP '2026-11-01' + to_hours(CAST(i AS INTEGER)), 'shop01', 'till'");
    insert(
        400,
        "time, host, app",
        "TIMESTAMP '2026-11-18 22:00:00' + to_seconds(CAST(i AS INTEGER)), 'shop01', 'till'");
    // And as many at noon.
    insert(
        400,
        "time, host, app",
        "TIMESTAMP '2026-11-19 12:00:00' + to_seconds(CAST(i AS INTEGER)), 'shop01', 'till'");
    assertThat(seen(new OffHoursCheck(), "2026-11"))
        .containsExactly("off-hours-volume all 2026-11-18");
    String atNight =
        POLICY
            + "    calendar: {days: [mon, tue, wed, thu, fri, sat, sun], from: \"20:15\", to:"
            + " \"00:00\"}\n";
    assertThat(seen(new OffHoursCheck(), "2026-11", atNight))
        .containsExactly("off-hours-volume all 2026-11-19");
  }

  @Test
  void amountsBeyondAllBoundsEndNoCheck() throws Exception {
    String columns = "time, host, app, user_name, source_ip, fields";
    execute(
        "INSERT INTO event (position, transport, "
            + columns
            + ") SELECT i, 'relp', TIMESTAMP '2026-11-18 11:30:00', 'proxy', 'squid', 'tanaka',"
            + " '10.0.0.9', '{\"http.request.method\":\"POST\",\"http.response.bytes\":9223372036854775807,'"
            + " || '\"proxy.result\":\"TCP_MISS/200\",\"source.bytes\":'"
            + " || CASE WHEN i < 40 THEN '1000' ELSE '9223372036854775807' END"
            + " || ',\"url.original\":\"http://files.example/\"}' FROM range(50) AS numbers(i)");
    assertThat(seen(new UsersCheck(), "2026-11")).isEmpty();
    assertThat(seen(new ProxyCheck(), "2026-11"))
        .containsExactly("proxy-upload tanaka 10.0.0.9 files.example 2026-11-18");
    assertThat(seen(new ExtremeValuesCheck(), "2026-11")).isNotEmpty();
  }

  /** The table of events in memory, asked by DuckDB alone. */
  private final class PlainArchive implements Archive {
    @Override
    public void sql(String statement, TableSink sink) throws IOException {
      try (Statement asked = duckdb.createStatement();
          ResultSet rows = asked.executeQuery(statement)) {
        ResultSetMetaData types = rows.getMetaData();
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i <= types.getColumnCount(); i++) {
          columns.add(new Column(types.getColumnName(i), kind(types.getColumnType(i))));
        }
        sink.columns(columns);
        while (rows.next()) {
          List<@Nullable Object> row = new ArrayList<>();
          for (int i = 1; i <= columns.size(); i++) {
            row.add(cell(rows, i, columns.get(i - 1).kind()));
          }
          sink.row(row);
        }
      } catch (SQLException e) {
        throw new IOException(statement, e);
      }
    }

    private static Kind kind(int type) {
      return switch (type) {
        case Types.TIMESTAMP -> Kind.TIME;
        case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Kind.WHOLE;
        case Types.DOUBLE, Types.DECIMAL, Types.FLOAT -> Kind.NUMBER;
        default -> Kind.TEXT;
      };
    }

    private static @Nullable Object cell(ResultSet rows, int column, Kind kind)
        throws SQLException {
      Object cell = rows.getObject(column);
      return cell == null
          ? null
          : switch (kind) {
            case TIME ->
                ChronoUnit.MICROS.between(
                    Instant.EPOCH,
                    rows.getTimestamp(column).toLocalDateTime().toInstant(ZoneOffset.UTC));
            case TEXT -> rows.getString(column);
            case WHOLE, NUMBER -> cell;
          };
    }

    @Override
    public long nextPosition() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<AlertReader.Step> alerts(Instant from, Instant to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public HistoryVerifier.Report verify() {
      throw new UnsupportedOperationException();
    }
  }
}
