package org.hinomi.collector.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hinomi.collector.record.Digest;
import org.hinomi.collector.record.DigestColumns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FactColumnsTest {
  private static final long FROM = 1_795_000_000_000_000L;
  private static final long TO = FROM + 86_400_000_000L;

  /** Objects as events have them, and such as nobody expects. */
  private static final List<String> FIELDS =
      List.of(
          "{}",
          "{\"source.bytes\":12}",
          "{\"source.bytes\":\"12\",\"email.size\":12}",
          "{\"source.bytes\":1.5,\"destination.bytes\":2.5,\"http.response.bytes\":-0.5}",
          "{\"source.bytes\":1.2345678901234567E18,\"network.bytes\":1.0E10}",
          "{\"source.bytes\":12345678901234567890,\"email.recipient_count\":true}",
          "{\"network.bytes\":[7,8],\"email.size\":[9]}",
          "{\"http.response.bytes\":-9223372036854775808}",
          "{\"text\":\"\\\"source.bytes\\\":5,\\\"file.path\\\":\"}",
          "{\"review.filled\":[\"user\",\"type\"],\"zz\":\"[x]\"}",
          "{\"review.filled\":[]}",
          "{\"review.filled\":\"user\"}",
          "{\"review.filled\":[\"a]b\",\"c\"]}",
          "{\"agent.partial\":true,\"event.truncated_from\":70000}",
          "{\"agent.partial\":\"true\"}",
          "{\"event.charset_damaged\":true}",
          "{\"error.message\":\"odd\",\"event.category\":\"authentication\"}",
          "{\"event.category\":[\"authentication\",\"network\"]}",
          "{\"event.category\":\"authentication-like\",\"file.path\":\"給与/a.xlsx\"}",
          request("http://user@name:pw@shop.example.com:8080/a?b=http://c@d"),
          request("shop.example.com:443"),
          request("https://[2001:db8::1]:443/"),
          request("http:/x@y"),
          request("ab1://h"),
          request("//h:1/"),
          request(""),
          request("a\\\"b@c:d/e"),
          request("\\\\\\\\server\\\\share\\\\x:1"),
          request("line\\nfeed\\u001F@日本.example:9/"),
          "{\"proxy.result\":\"TCP_MISS/200\"}",
          "{\"proxy.result\":\"TCP_MISS/200\",\"url.original\":[\"http://a\",\"b\"]}",
          "{\"proxy.result\":\"TCP_DENIED/403\",\"url.original\":\"http://a/\"}",
          "{\"proxy.result\":5,\"url.original\":7}",
          "{\"http.request.method\":\"POST\",\"http.response.bytes\":5,\"proxy.result\":\"T\"}",
          "{\"http.request.method\":\"PUT\",\"http.response.bytes\":6,\"proxy.result\":\"T\"}",
          "{\"event.action\":\"mail-record\",\"email.from.address\":\"A@B.example\","
              + "\"email.recipient_count\":20,\"email.size\":10000000}",
          "{\"event.action\":\"mail-records\"}",
          "{\"email.status\":\"sent\",\"email.to.address\":[\"a@b\",\"c@d\"]}",
          "{\"email.findings\":[\"dmarc-fail\"]}",
          "{\"email.findings\":[\"a\",\"b\"]}",
          "{\"email.findings\":\"spf-fail\"}",
          "{\"threat.software.name\":\"EICAR\"}",
          "{\"event.action\":\"logged-in\"}",
          "{\"event.action\":\"command-run\"}",
          "{\"winlog.logon.type\":\"Batch\"}",
          "{\"winlog.logon.type\":\"Network\"}",
          "{\"service.name\":\"経理\",\"file.path\":\"x\"}");

  private static final List<String> TEMPLATES =
      List.of("plain", "Kernel PANIC - not", "OOPS: x", "was uncleanly \u017Fhut down", "a\uFFFDb");

  private Connection connection;
  private Statement statement;

  private static String request(String url) {
    return "{\"proxy.result\":\"TCP_TUNNEL/200\",\"source.bytes\":3,\"url.original\":\""
        + url
        + "\"}";
  }

  @BeforeEach
  void events() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    statement = connection.createStatement();
    statement.execute(
        """
        CREATE TABLE person AS SELECT * FROM (VALUES ('kato', 'squid', NULL, NULL, 'success'),
          ('PC$', 'postfix/qmgr', NULL, NULL, NULL), ('kato', 'postfix/smtp', NULL, NULL, 'x'),
          ('mori', 'sshd', NULL, NULL, 'success'), ('mori', 'sudo', NULL, NULL, 'success'),
          ('mori', 'openvpn', NULL, NULL, 'success'), ('mori', 'smbd_audit', NULL, NULL, 'success'),
          ('kato', 'postfix/qmgr', NULL, NULL, 'success'),
          ('kato', NULL, '4624', 'Microsoft-Windows-Security-Auditing', 'success'),
          ('kato', NULL, '4672', 'Microsoft-Windows-Security-Auditing', 'success'),
          ('kato', NULL, '4663', 'Microsoft-Windows-Security-Auditing', 'success'),
          ('kato', NULL, '4625', 'Microsoft-Windows-Security-Auditing', 'failure'),
          ('kato', NULL, '200', 'Microsoft-Windows-TerminalServices-Gateway', 'success'),
          (NULL, 'hinomi-agent', NULL, NULL, NULL), (NULL, NULL, '6008', 'EventLog', NULL))
          AS p(user_name, app, code, provider, outcome)
        """);
    statement.execute(
        "CREATE TABLE event AS SELECT row_number() OVER () AS position,"
            + " make_timestamp("
            + FROM
            + " + 977000000 * (position % 88)) AS time,"
            + " time + to_seconds(position % 900) AS received, 'h' || position % 3 AS host,"
            + " 'relp' AS transport, position % 8 AS severity, '1y' AS retention_class,"
            + " IF(code IS NULL, NULL, 'Security') AS channel, position AS record_id,"
            + " IF(position % 5 = 0, NULL, '10.0.0.' || position % 7) AS source_ip,"
            + " IF(position % 2 = 0, 'GAP', NULL) AS msgid, template, position % 5 AS template_id,"
            + " 'message ' || position AS message, user_name, app, code, provider, outcome, fields"
            + " FROM (SELECT row_number() OVER () AS position, p.*, f.fields, t.template FROM"
            + " person p, (VALUES "
            + String.join(", ", FIELDS.stream().map(each -> "(" + quoted(each) + ")").toList())
            + ", (NULL)) f(fields), (VALUES "
            + String.join(", ", TEMPLATES.stream().map(each -> "(" + quoted(each) + ")").toList())
            + ") t(template))");
  }

  private static String quoted(String text) {
    return ReviewSql.literal(text);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void everyFactIsTheSameWhenItIsMadeFromThem() throws SQLException {
    DigestColumns columns = FactColumns.all();
    statement.execute("CREATE TABLE seen AS " + columns.select().apply("event"));
    List<String> direct = new ArrayList<>();
    for (Digest fact : new Facts(ZoneId.of("Asia/Tokyo"), 30, 300).all()) {
      String plain = fact.kept("event", FROM, TO);
      Optional<String> quick = columns.over(fact.kept("seen AS event", FROM, TO));
      String name = fact.version().split(" ", 2)[0];
      if (quick.isEmpty()) {
        direct.add(name);
        continue;
      }
      assertThat(different(plain, quick.get())).as(name).isZero();
      assertThat(different(quick.get(), plain)).as(name).isZero();
    }
    assertThat(direct).containsExactly("kinds", "templates", "power");
  }

  private long different(String one, String other) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT count(*) FROM ((" + one + ") EXCEPT ALL (" + other + ")) AS more")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
