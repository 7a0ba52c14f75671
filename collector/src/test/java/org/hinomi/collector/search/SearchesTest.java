package org.hinomi.collector.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hinomi.collector.record.TestRecords.event;
import static org.hinomi.collector.record.TestRecords.round;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.record.HotIndex;
import org.hinomi.collector.record.HotSettings;
import org.hinomi.core.sample.Sample;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class SearchesTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T01:00:00Z"));

  @TempDir static Path dir;
  private static HotIndex index;
  private static Searches searches;

  @BeforeAll
  static void record() throws IOException {
    index = new HotIndex(dir, HotSettings.DEFAULT, CLOCK, new PrometheusRegistry(), () -> 1);
    index.accept(
        List.<Decoded>of(
            event(1, "fs01", "Disk full on /dev/sda1", Map.of("event.code", "6008")),
            event(
                2,
                "fs02",
                "Failed password for root from 192.0.2.55",
                Map.of(
                    "event.code", "4625",
                    "user.name", "Root",
                    "source.ip", "192.0.2.55",
                    "event.outcome", "failure")),
            event(
                3,
                "WEB-1",
                "ディスク障害が発生しました 100%_sure",
                Map.of(
                    "user.name",
                    List.of("taro", "hanako"),
                    "winlog.record_id",
                    17L,
                    "client.ip",
                    "2001:db8::0001")),
            event(
                4,
                "web-2",
                "=cmd|' /C calc'!A0",
                Map.of(
                    "odd \"na/me~",
                    "x",
                    "bytes",
                    1500L,
                    "ratio",
                    0.5,
                    "tags",
                    List.of("a", "B*c"),
                    "client.ip",
                    List.of("FE80::2%eth0", "::FFFF:198.51.100.9", "12:34:56", "a:b"))),
            event(
                5,
                "web-2",
                "\u001b[31mred\u0007 \u009b31m and\nnext",
                new byte[] {(byte) 0x83, 0x41, (byte) 0xff},
                null,
                Map.of("source.ip", "10.1.2.3", "error.message", "Cut OFF early")),
            round(6, null, Sample.of("system.cpu.utilization", Map.of("cpu", "=1"), -0.25))),
        7);
    searches = new Searches(index.history(), CLOCK);
  }

  @AfterAll
  static void close() throws IOException {
    index.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                              | 5 4 3 2 1
          *                                               | 5 4 3 2 1
          *:*                                             | 5 4 3 2 1
          disk                                            | 1
          DISK                                            | 1
          "disk full"                                     | 1
          "full disk"                                     |
          disk full                                       | 1
          full disk                                       | 1
          disk OR password                                | 2 1
          disk AND password                               |
          disk && full                                    | 1
          NOT disk                                        | 5 4 3 2
          -disk                                           | 5 4 3 2
          !disk                                           | 5 4 3 2
          +disk -password                                 | 1
          password -disk                                  | 2
          disk OR password AND NOT root                   | 1
          (disk OR password) AND NOT root                 | 1
          ディスク障害                                      | 3
          ディスク AND 発生                                 | 3
          100%_sure                                       | 3
          100%_s?re                                       | 3
          100_sure                                        |
          d*full                                          | 1
          f?ll                                            | 1
          full\\*                                         |
          /dis[kc] f.ll/                                  | 1
          message:/^failed.*\\d$/                         | 2
          host:fs01                                       | 1
          host:FS01                                       | 1
          host:fs                                         |
          host:fs*                                        | 2 1
          host:(fs01 OR web-1)                            | 3 1
          host.name:/web-[0-9]/                           | 5 4 3
          host.name:/web/                                 |
          host:fs* AND event.code:6008 AND message:"disk full" | 1
          id:4625                                         | 2
          id:[4000 TO 5000]                               | 2
          id:{4625 TO 7000]                               | 1
          id:>=4625                                       | 2 1
          id:>4625                                        | 1
          id<4626                                         | 2
          user:root                                       | 2
          user:taro                                       | 3
          user:hana*                                      | 3
          _exists_:user.name                              | 3 2
          _exists_:user                                   | 3 2
          user:*                                          | 3 2
          NOT _exists_:user                               | 5 4 1
          ip:192.0.2.55                                   | 2
          ip:"192.0.2.0/24"                               | 2
          ip:"10.0.0.0/8"                                 | 5
          ip:[10.0.0.0 TO 10.1.2.3]                       | 5
          ip:[9.0.0.0 TO 100.0.0.0]                       | 5
          ip:{10.1.2.3 TO 10.1.2.9]                       |
          ip:{10.1.2.2 TO *]                              | 5 2
          ip:"192.0.2.77/24"                              | 2
          ip:"0.0.0.0/0"                                  | 5 2
          client.ip:"2001:DB8:0:0::1"                     | 3
          client.ip:"2001:db8::/32"                       | 3
          client.ip:"2001:db9::/32"                       |
          client.ip:"::/0"                                | 4 3
          client.ip:[2001:db8:: TO 2001:db8::1]           | 3
          client.ip:{2001:db8::1 TO *]                    | 4
          client.ip:"fe80::2"                             | 4
          client.ip:"FE80:0::0:0002"                      | 4
          client.ip:198.51.100.9                          | 4
          client.ip:"198.51.100.0/24"                     | 4
          client.ip:"::ffff:198.51.100.9"                 | 4
          client.ip:"::ffff:c633:6409"                    | 4
          client.ip:*                                     | 4 3
          host:"192.0.2.1/99"                             |
          version:[1.2.3 TO 1.2.4]                        |
          app:su AND host:fs01                            | 1
          bytes:1500                                      | 4
          bytes:[1000 TO 2000]                            | 4
          bytes:>1500                                     |
          ratio:<0.75                                     | 4
          tags:a                                          | 4
          tags:b\\*c                                      | 4
          tags:b?c                                        | 4
          tags:"nothing"                                  |
          odd\\ \\"na\\/me\\~:x                           | 4
          _exists_:bytes                                  | 4
          error.message:"off ear"                         | 5
          winlog.record_id:17                             | 3
          winlog.record_id:[10 TO *]                      | 3
          journal.position:[2 TO 3]                       | 3 2
          journal.position:>3                             | 5 4
          log.syslog.severity.code:<=3                    | 5 4 3 2 1
          @timestamp:[2026-11-23T00:00:02Z TO 2026-11-23T00:00:03Z] | 3 2
          @timestamp:["2026-11-23 00:00:02" TO *}         | 5 4 3 2
          @timestamp:>"2026-11-23T00:00:04Z"              | 5
          transport:syslog-tcp AND journal.position:1     | 1
          no.such.field:x                                 |
          """)
  void finds(String query, String positions) throws Exception {
    List<String> found =
        json(query).stream().map(event -> event.get("journal.position").asString()).toList();
    assertThat(String.join(" ", found)).isEqualTo(positions == null ? "" : positions.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host:\"x' OR '1'='1\"",
        "\"'; DROP TABLE event; --\"",
        "x');DELETE",
        "\"a' UNION SELECT * FROM state --\"",
        "user:\"%\"",
        "user:\"_oot\"",
        "tags:\"' || (SELECT 1) || '\"",
        "_exists_:\"x' OR 1=1 --\"",
        "a\\'b\\\"\\):\"x') OR TRUE --\"",
        "/x' OR '1'='1/",
        "id:[\"9' OR '1'='1\" TO \"9' OR '1'='1\"]",
      })
  void takesSqlForText(String query) throws Exception {
    try {
      assertThat(json(query)).isEmpty();
    } catch (QueryException syntax) {
      assertThat(syntax.column()).isPositive();
    }
    assertThat(json("")).hasSize(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          disk AND                     | 9  | missing at the end
          foo )                        | 5  | unexpected ")"
          a AND OR b                   | 7  | unexpected "OR"
          user@host AND OR b           | 15 | unexpected "OR"
          a:b:c                        | 4  | unexpected ":"
          "abc                         | 5  | not closed
          disk~                        | 1  | ~
          disk AND full^2              | 10 | ^
          "disk full"~3                | 2  | ~
          fn:ordered(a b)              | 1  | not known
          journal.position:abc         | 18 | whole number
          journal.position:[1 TO x]    | 24 | whole number
          a AND @timestamp:[never TO *] | 19 | expected: a time
          a AND /b(/                   | 7  | missing )
          ip:"192.0.2.0/33"            | 5  | at most 32
          a AND ip:"2001:db8::/129"    | 11 | at most 128
          ip:"300.1.2.0/24"            | 5  | expected: an address
          ip:300.1.2.4                 | 4  | expected: an address
          ip:"2001:db8:::1"            | 5  | expected: an address
          ip:[192.0.2.1 TO 2001:db8::1] | 5 | two of IPv4 or two of IPv6
          ip:[192.0.2.1 TO x]          | 5  | two of IPv4 or two of IPv6
          ip:[192.0.2.9 TO 192.0.2.1]  | 5  | smaller value first
          a AND id:[5 TO 4]            | 11 | smaller value first
          @timestamp:[now TO -1h]      | 13 | smaller value first
          event.original:x             | 16 | cannot be searched
          """)
  void pointsAtWhatIsWrong(String query, int column, String part) {
    assertThatThrownBy(() -> json(query))
        .isInstanceOfSatisfying(
            QueryException.class,
            e -> {
              assertThat(e.getMessage()).contains(part);
              assertThat(e.column()).isEqualTo(column);
              assertThat(e.pointed(Language.EN).lines().toList().get(1)).isEqualTo("  " + query);
            });
  }

  @Test
  void refusesWhatIsTooLongOrTooDeep() {
    assertThatThrownBy(() -> json("a".repeat(9000))).isInstanceOf(QueryException.class);
    assertThatThrownBy(() -> json("(".repeat(2000) + "a" + ")".repeat(2000)))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("nested");
    assertThatThrownBy(() -> json("NOT(".repeat(2000))).isInstanceOf(QueryException.class);
  }

  @Test
  void writesTheFieldsOfTheContract() throws Exception {
    JsonNode event = json("host:fs02").getFirst();
    assertThat(event.get("@timestamp").asString()).isEqualTo("2026-11-23T00:00:02.000000Z");
    assertThat(event.get("event.created").asString()).isEqualTo("2026-11-23T00:00:02.250000Z");
    assertThat(event.get("host.name").asString()).isEqualTo("fs02");
    assertThat(event.get("source.address").asString()).isEqualTo("192.0.2.7");
    assertThat(event.get("transport").asString()).isEqualTo("syslog-tcp");
    assertThat(event.get("log.syslog.facility.code").asInt()).isEqualTo(4);
    assertThat(event.get("log.syslog.severity.code").asInt()).isEqualTo(2);
    assertThat(event.get("process.name").asString()).isEqualTo("su");
    assertThat(event.get("process.pid").asString()).isEqualTo("4242");
    assertThat(event.get("journal.position").asLong()).isEqualTo(2);
    assertThat(event.get("event.original").asString())
        .isEqualTo("<34>1 - fs02 su - - - Failed password for root from 192.0.2.55");
    assertThat(event.has("winlog.channel")).isFalse();
    assertThat(event.has("event.original_base64")).isFalse();
  }

  @Test
  void givesBytesThatAreNoTextInBase64() throws Exception {
    JsonNode event = json("journal.position:5").getFirst();
    assertThat(event.has("event.original")).isFalse();
    assertThat(event.get("event.original_base64").asString()).isEqualTo("g0H/");
    assertThat(event.get("message").asString())
        .isEqualTo("\u001b[31mred\u0007 \u009b31m and\nnext");
  }

  @Test
  void letsNoControlCharacterReachATerminal() throws Exception {
    for (Format format : new Format[] {Format.TABLE, Format.JSON}) {
      assertThat(text("journal.position:5", format).replace("\n", ""))
          .doesNotContainPattern("\\p{Cntrl}|[\\u0080-\\u009f]");
    }
    // A CSV file has lines; nothing else in it moves a cursor.
    assertThat(text("journal.position:5", Format.CSV))
        .doesNotContainPattern("[\\p{Cntrl}&&[^\r\n]]|[\\u0080-\\u009f]")
        .contains("\\u001b[31mred\\u0007 \\u009b31m and\nnext");
    assertThat(text("journal.position:5", Format.TABLE))
        .contains("2026-11-23 00:00:05.000")
        .contains("\\u001b[31mred\\u0007 \\u009b31m and\\nnext")
        .endsWith("1 event\n");
  }

  @Test
  void disarmsFormulasInCsv() throws Exception {
    String csv = text("journal.position:4", Format.CSV);
    assertThat(csv)
        .startsWith("\uFEFF\"'@timestamp\",")
        .contains(",\"'=cmd|' /C calc'!A0\",")
        .contains("\"\"bytes\"\":1500")
        .endsWith("\r\n");
    StringBuilder rows = new StringBuilder();
    Csv.row(rows, List.of("a\"b", "+1", "-2", "@x", "＝1", "\t=1", -5, "plain"));
    assertThat(rows.toString())
        .isEqualTo("\"a\"\"b\",\"'+1\",\"'-2\",\"'@x\",\"'＝1\",\"'\t=1\",-5,\"plain\"\r\n");
  }

  @Test
  void writesSamples() throws Exception {
    Question json = new Question(null, null, null, Format.JSON, ZoneOffset.UTC, Language.EN);
    assertThat(bytes(searches.metrics("fs*", "system.cpu.*", null, json)))
        .isEqualTo(
            """
            {"@timestamp":"2026-11-23T00:00:06.000000Z","host.name":"fs01",\
            "metric":"system.cpu.utilization","attributes":{"cpu":"=1"},"value":-0.25}
            """);
    assertThat(bytes(searches.metrics(null, null, "1m", json)))
        .contains("\"min\":-0.25,\"max\":-0.25,\"avg\":-0.25,\"last\":-0.25,\"count\":1");
    assertThat(
            bytes(
                searches.metrics(
                    null,
                    null,
                    null,
                    new Question(null, null, null, Format.CSV, ZoneOffset.UTC, Language.EN))))
        .contains("\"cpu==1\",-0.25,");
    assertThat(
            bytes(
                searches.metrics(
                    null,
                    null,
                    "5m",
                    new Question(null, null, null, Format.TABLE, ZoneOffset.UTC, Language.EN))))
        .contains("MIN")
        .endsWith("1 line\n");
    assertThatThrownBy(() -> searches.metrics(null, null, "1ms", json))
        .hasMessageContaining("at least 1s");
  }

  @Test
  void keepsToLimitAndSpan() throws Exception {
    Question two =
        new Question("-24h", "now", 2, Format.TABLE, ZoneId.of("Asia/Tokyo"), Language.EN);
    String table = bytes(searches.events("", null, two));
    assertThat(table)
        .contains("2026-11-23 09:00:05.000")
        .endsWith(
            "2 events, the newest first; --limit shows more,"
                + " --after 2026-11-23T00:00:04.000000Z,4 the next\n");
    Question early =
        new Question(
            "2026-11-23", "2026-11-23T00:00:03", 0, Format.JSON, ZoneOffset.UTC, Language.EN);
    assertThat(bytes(searches.events("", null, early)).lines()).hasSize(2);
    assertThatThrownBy(
            () ->
                searches.events(
                    "",
                    null,
                    new Question("now", "-1h", 0, Format.JSON, ZoneOffset.UTC, Language.EN)))
        .hasMessageContaining("is after");
    assertThatThrownBy(
            () ->
                searches.events(
                    "",
                    null,
                    new Question(null, null, -1, Format.JSON, ZoneOffset.UTC, Language.EN)))
        .hasMessageContaining("limit: -1");
  }

  @Test
  void pagesStayWhereTheyAre() throws Exception {
    Question two = new Question(null, null, 2, Format.JSON, ZoneOffset.UTC, Language.EN);
    Searches.Page first = searches.events("", null, two);
    bytes(first);
    assertThat(first.next()).hasValue("2026-11-23T00:00:04.000000Z,4");
    Searches.Page second = searches.events("", first.next().orElseThrow(), two);
    assertThat(bytes(second).lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("\"journal.position\":3"),
            line -> assertThat(line).contains("\"journal.position\":2"));
    Searches.Page last = searches.events("", second.next().orElseThrow(), two);
    assertThat(bytes(last).lines()).hasSize(1);
    assertThat(last.next()).isEmpty();
    for (String wrong : List.of("", "1", ",1", "2026-11-23T00:00:04Z", "2026-11-23T00:00:04Z,x")) {
      assertThatThrownBy(() -> searches.events("", wrong, two))
          .hasMessageStartingWith("after: " + wrong + " (expected: the cursor");
    }
  }

  private static List<JsonNode> json(String query) throws Exception {
    return text(query, Format.JSON).lines().map(line -> new ObjectMapper().readTree(line)).toList();
  }

  private static String text(String query, Format format) throws Exception {
    return bytes(
        searches.events(
            query, null, new Question(null, null, 0, format, ZoneOffset.UTC, Language.EN)));
  }

  private static String bytes(Searches.Answer answer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    answer.writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
