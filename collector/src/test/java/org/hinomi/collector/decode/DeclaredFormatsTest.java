package org.hinomi.collector.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hinomi.collector.decode.columns.DeclaredFormat;
import org.hinomi.collector.decode.columns.DeclaredTime;
import org.hinomi.collector.decode.columns.RecordLayout;
import org.hinomi.collector.decode.syslog.SyslogRules;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.hinomi.core.settings.Cidr;
import org.hinomi.core.syslog.Rfc5424Writer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Formats that the settings declare, through all decoders: of agents, imports and syslog senders.
 */
class DeclaredFormatsTest {
  private static final Charset CP932 = Charset.forName("windows-31j");
  private static final Instant READ = Instant.parse("2027-01-01T00:30:00Z");

  @Test
  void aPatternOfASourceGivesItsFieldsAndItsTime() {
    Event event =
        live(
            List.of(
                format(
                    List.of(),
                    List.of("bill*"),
                    List.of(),
                    List.of(),
                    Map.of("format", "pattern", "pattern", BILLING),
                    null,
                    ZoneId.of("Asia/Tokyo"),
                    null)),
            "2026-12-31 23:59:59 taro paid from 192.0.2.9",
            "billing",
            UTF_8);
    assertThat(event.fields())
        .containsEntry(Fields.USER_NAME, "taro")
        .containsEntry(Fields.SOURCE_IP, "192.0.2.9")
        .containsEntry(Fields.AGENT_SOURCE, "billing")
        .doesNotContainKey(Fields.ERROR_MESSAGE);
    assertThat(time(event)).isEqualTo("2026-12-31T14:59:59Z");
    assertThat(event.message()).startsWith("2026-12-31 23:59:59 taro");
  }

  private static final String BILLING =
      "^(?<time>\\S+ \\S+) (?<user.name>\\S+) paid from (?<source.ip>\\S+)$";

  @Test
  void whatDoesNotFitIsReadAsUsualAndSaid() {
    Event event =
        live(
            List.of(of("billing", Map.of("format", "pattern", "pattern", BILLING))),
            "Dec 31 23:59:59 web1 sshd[3]: Failed password for root from 192.0.2.9 port 3 ssh2",
            "billing",
            UTF_8);
    assertThat(event.app()).isEqualTo("sshd");
    assertThat(event.fields())
        .containsEntry(Fields.USER_NAME, "root")
        .containsEntry(Fields.ERROR_MESSAGE, "pattern: does not fit");
  }

  @Test
  void otherSourcesAreReadAsIfNothingWereDeclared() {
    String line = "2026-12-31 23:59:59 taro paid from 192.0.2.9";
    Event event =
        live(
            List.of(of("billing", Map.of("format", "pattern", "pattern", BILLING))),
            line,
            "other",
            UTF_8);
    assertThat(event.fields()).doesNotContainKeys(Fields.USER_NAME, Fields.ERROR_MESSAGE);
    assertThat(event.fields()).isEqualTo(live(List.of(), line, "other", UTF_8).fields());
  }

  @Test
  void jsonCsvAndPairsOfFiles() {
    List<DeclaredFormat> formats =
        List.of(
            of("j", Map.of("format", "json")),
            of(
                "c",
                Map.of(
                    "format",
                    "csv",
                    "delimiter",
                    ";",
                    "columns",
                    "日時\u001f社員\u001f区分",
                    "map",
                    "社員=user,区分=event.action")),
            of("k", Map.of("format", "kv")));
    assertThat(live(formats, "{\"user\":\"taro\",\"n\":7}", "j", UTF_8).fields())
        .containsEntry(Fields.USER_NAME, "taro")
        .containsEntry("data.n", 7L);
    Event csv = live(formats, "2026/12/31 23:59:59;花子;\"a;b\"", "c", UTF_8);
    assertThat(csv.fields())
        .containsEntry(Fields.USER_NAME, "花子")
        .containsEntry(Fields.EVENT_ACTION, "a;b");
    assertThat(time(csv)).isEqualTo("2026-12-31T23:59:59Z");
    assertThat(live(formats, "user=\"Ta Ro\" x=1", "k", UTF_8).fields())
        .containsEntry(Fields.USER_NAME, "Ta Ro")
        .containsEntry("data.x", "1");
  }

  @Test
  void charsetZoneAndLocaleOfASource() {
    DeclaredTime german = new DeclaredTime("d. MMMM uuuu HH:mm:ss", Locale.GERMAN);
    List<DeclaredFormat> formats =
        List.of(
            format(
                List.of("agenthost"),
                List.of(),
                List.of("/srv/*.log"),
                List.of(),
                Map.of("format", "pattern", "pattern", "^(?<time>.*?): (?<user.name>.*)"),
                german,
                ZoneId.of("Europe/Berlin"),
                CP932));
    Event event = live(formats, "1. Oktober 2026 12:00:00: 表示", "any", CP932);
    assertThat(time(event)).isEqualTo("2026-10-01T10:00:00Z");
    assertThat(event.fields()).containsEntry(Fields.USER_NAME, "表示");
    assertThat(event.original().toString()).isNotEqualTo(event.message());
    Event damaged = live(formats, "1. Oktober 2026 12:00:00: \u0083", "any", ISO_8859_1);
    assertThat(damaged.fields()).containsEntry(Fields.EVENT_CHARSET_DAMAGED, true);
  }

  @Test
  void aYearThatIsMissingIsTheNearestPastOne() {
    DeclaredTime time = new DeclaredTime("dd/MM HH:mm", Locale.ENGLISH);
    List<DeclaredFormat> formats =
        List.of(
            format(
                List.of(),
                List.of("s"),
                List.of(),
                List.of(),
                Map.of("format", "pattern", "pattern", "^(?<time>.{11}) (?<user.name>.*)"),
                time,
                null,
                null));
    assertThat(time(live(formats, "31/12 23:59 a", "s", UTF_8))).isEqualTo("2026-12-31T23:59:00Z");
    assertThat(time(live(formats, "01/01 00:10 a", "s", UTF_8))).isEqualTo("2027-01-01T00:10:00Z");
    assertThat(time(live(formats, "29/02 00:10 a", "s", UTF_8))).isEqualTo("2024-02-29T00:10:00Z");
  }

  @Test
  void whatAProgramSaysBehindTheHeaderOfSyslog() {
    List<DeclaredFormat> formats =
        List.of(
            format(
                List.of(),
                List.of(),
                List.of(),
                List.of("billing"),
                Map.of("format", "kv"),
                null,
                null,
                null));
    Event sent =
        event(formats, TestRecord.of("<134>Dec 31 23:59:59 web1 billing[7]: user=taro amount=7"));
    assertThat(sent.fields())
        .containsEntry(Fields.USER_NAME, "taro")
        .containsEntry("data.amount", "7");
    assertThat(sent.host()).isEqualTo("web1");
    assertThat(sent.app()).isEqualTo("billing");
    assertThat(sent.severity()).isEqualTo(6);
    Event line = live(formats, "Dec 31 23:59:59 web1 billing[7]: user=taro", "any", UTF_8);
    assertThat(line.fields()).containsEntry(Fields.USER_NAME, "taro");
    assertThat(line.app()).isEqualTo("billing");
    assertThat(
            event(formats, TestRecord.of("<134>Dec 31 23:59:59 web1 other: user=taro amount=7"))
                .fields())
        .doesNotContainKey("data.amount");
  }

  @Test
  void importedLinesAreReadAsTheLiveOnes() {
    List<DeclaredFormat> formats =
        List.of(
            format(
                List.of(),
                List.of(),
                List.of("*.bill"),
                List.of(),
                Map.of("format", "pattern", "pattern", BILLING),
                null,
                ZoneId.of("Asia/Tokyo"),
                null));
    Map<String, String> params =
        Map.of("agent", "import:ab", "path", "/old/a.bill", "format", "text", "zone", "UTC");
    TestRecord record =
        frame("2026-12-31 23:59:59 taro paid from 192.0.2.9", "import", UTF_8, params);
    Event event = event(formats, imported(record));
    assertThat(event.fields()).containsEntry(Fields.USER_NAME, "taro");
    assertThat(time(event)).isEqualTo("2026-12-31T14:59:59Z");
  }

  @Test
  void whatAProgramSaysInAnImportedLineIsOfTheZoneOfTheImport() {
    List<DeclaredFormat> formats =
        List.of(
            format(
                List.of(),
                List.of(),
                List.of(),
                List.of("billing"),
                Map.of("format", "kv"),
                null,
                null,
                null));
    Map<String, String> params =
        Map.of("agent", "import:ab", "path", "/old/a", "format", "syslog", "zone", "Asia/Tokyo");
    String line = "Dec 31 08:59:59 web1 billing[7]: time=\"2026-12-31 23:59:59\" user=taro";
    Event event = event(formats, imported(frame(line, "import", UTF_8, params)));
    assertThat(event.fields()).containsEntry(Fields.USER_NAME, "taro");
    assertThat(time(event)).isEqualTo("2026-12-31T14:59:59Z");
  }

  /** Java reads years up to 999999999. */
  @Test
  void aYearBeyond9999IsNoTime() {
    Event event = live(List.of(timed("yyyy-MM-dd HH:mm")), "at +999999999-01-01 03:10", "s", UTF_8);
    assertThat(event.fields())
        .containsEntry(Fields.ERROR_MESSAGE, "time \"+999999999-01-01 03:10\" cannot be read");
  }

  @Test
  void anHourOfHalfADayWithoutItsHalfIsNotMidnight() {
    Event event = live(List.of(timed("uuuu-MM-dd hh:mm")), "at 2026-12-31 03:10", "s", UTF_8);
    assertThat(time(event)).isEqualTo("2026-12-31T03:10:00Z");
    Event half = live(List.of(timed("uuuu-MM-dd hh:mm a")), "at 2026-12-31 03:10 PM", "s", UTF_8);
    assertThat(time(half)).isEqualTo("2026-12-31T15:10:00Z");
  }

  /** A server of DHCP writes its own time, whose zone only the settings can tell. */
  @Test
  void theZoneOfAWatchedTableIsDeclared() {
    Map<String, String> dhcp =
        Map.of(
            "path",
            "C:\\Windows\\System32\\dhcp\\DhcpSrvLog-Mon.log",
            "format",
            "csv",
            "columns",
            "ID,Date,Time,Description,IP Address,Host Name,MAC Address".replace(',', '\u001f'));
    String line = "10,11/23/26,09:01:00,Assign,192.0.2.5,pc5,00005E005323";
    DeclaredFormat zoned =
        new DeclaredFormat(
            List.of(), List.of("dhcp"), List.of(), List.of(), null, ZoneId.of("Asia/Tokyo"), null);
    Event event = event(List.of(zoned), frame(line, "dhcp", UTF_8, dhcp));
    assertThat(time(event)).isEqualTo("2026-11-23T00:01:00Z");
    assertThat(event.fields())
        .containsEntry(Fields.EVENT_ACTION, "address-leased")
        .containsEntry(Fields.SOURCE_IP, "192.0.2.5");
    assertThat(time(event(List.of(), frame(line, "dhcp", UTF_8, dhcp))))
        .isEqualTo("2026-11-23T09:01:00Z");
  }

  /** As with syslog: of the hour that comes twice, the later one, unless that is still to come. */
  @Test
  void theEdgesOfDaylightSavingAreThoseOfSyslog() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    DeclaredTime written = new DeclaredTime("uuuu-MM-dd HH:mm:ss", Locale.ENGLISH);
    for (boolean told : new boolean[] {true, false}) {
      DeclaredFormat format =
          format(
              List.of(),
              List.of("s"),
              List.of(),
              List.of(),
              Map.of("format", "pattern", "pattern", "^at (?<time>.*)"),
              told ? null : written,
              berlin,
              null);
      assertThat(time(live(List.of(format), "at 2026-10-25 02:30:00", "s", UTF_8)))
          .isEqualTo("2026-10-25T01:30:00Z");
      assertThat(time(live(List.of(format), "at 2026-03-29 02:30:00", "s", UTF_8)))
          .isEqualTo("2026-03-29T01:30:00Z");
      assertThat(time(live(List.of(format), "at 2024-02-29 12:00:00", "s", UTF_8)))
          .isEqualTo("2024-02-29T11:00:00Z");
    }
  }

  private static DeclaredFormat timed(String pattern) {
    return format(
        List.of(),
        List.of("s"),
        List.of(),
        List.of(),
        Map.of("format", "pattern", "pattern", "^at (?<time>.*)"),
        new DeclaredTime(pattern, Locale.ENGLISH),
        null,
        null);
  }

  @Test
  void aSendersCharsetIsDeclared() {
    SyslogRules rules =
        new SyslogRules(
            ZoneOffset.UTC,
            SyslogRules.UNKNOWN_PRIORITY,
            List.of(new SyslogRules.Sender(Cidr.parse("192.0.2.0/24"), null, null, true, CP932)));
    byte[] bytes = "<13>Dec 31 23:59:59 nas1 backup: ディスク障害 表".getBytes(CP932);
    Event event = decode(rules, TestRecord.of(bytes));
    assertThat(event.message()).isEqualTo("ディスク障害 表");
    assertThat(event.host()).isEqualTo("nas1");
    assertThat(event.original().toString()).isNotEqualTo("");
    assertThat(event.fields()).doesNotContainKey(Fields.EVENT_CHARSET_DAMAGED);
  }

  @Test
  @Timeout(20)
  void aPatternThatBacktracksWithoutEndIsLeftOff() {
    List<DeclaredFormat> formats =
        List.of(of("s", Map.of("format", "pattern", "pattern", "^(?<user.name>(a+)+)$")));
    for (int i = 0; i < 200; i++) {
      Event event = live(formats, "a".repeat(5_000) + "!", "s", UTF_8);
      assertThat(event.fields())
          .containsEntry(Fields.ERROR_MESSAGE, "pattern: takes too long; left off");
    }
  }

  private static DeclaredFormat of(String source, Map<String, String> layout) {
    return format(List.of(), List.of(source), List.of(), List.of(), layout, null, null, null);
  }

  private static DeclaredFormat format(
      List<String> hosts,
      List<String> sources,
      List<String> files,
      List<String> programs,
      Map<String, String> layout,
      @Nullable DeclaredTime time,
      @Nullable ZoneId zone,
      @Nullable Charset charset) {
    return new DeclaredFormat(
        hosts,
        sources,
        files,
        programs,
        new RecordLayout(name -> layout.getOrDefault(name, ""), time),
        zone,
        charset);
  }

  private static Event live(
      List<DeclaredFormat> formats, String line, String source, Charset charset) {
    return event(formats, frame(line, source, charset, Map.of("path", "/srv/a.log")));
  }

  private static Event event(List<DeclaredFormat> formats, TestRecord record) {
    return decode(
        new SyslogRules(ZoneOffset.UTC, SyslogRules.UNKNOWN_PRIORITY, List.of(), formats), record);
  }

  private static Event decode(SyslogRules rules, TestRecord record) {
    Decoder none =
        unused -> {
          throw new AssertionError("no SNMP here");
        };
    return (Event) new Decoders(rules, none, new PrometheusRegistry()).decode(record);
  }

  private static TestRecord frame(
      String line, String source, Charset charset, Map<String, String> more) {
    Map<String, String> params = new LinkedHashMap<>();
    params.put(AgentFrame.AGENT, "3f2c");
    params.put(AgentFrame.INCARNATION, "1763900000000");
    params.put(AgentFrame.SEQUENCE, "17");
    params.put(AgentFrame.SOURCE, source);
    params.put(AgentFrame.KIND, AgentFrame.KIND_LINE);
    params.putAll(new HashMap<>(more));
    return TestRecord.of(
        new Rfc5424Writer(1, 6, READ, "agenthost", null, null, "EVENT")
            .element(AgentFrame.SD_ID, params)
            .bytes(line.getBytes(charset)),
        READ.plus(Duration.ofSeconds(1)));
  }

  private static TestRecord imported(TestRecord record) {
    return new TestRecord(
        record.position(),
        Transport.IMPORT,
        record.sender(),
        record.receivedNanos(),
        record.connection(),
        record.indexInConnection(),
        record.originalLength(),
        record.fault(),
        record.buffer(),
        record.offset(),
        record.length());
  }

  private static String time(Event event) {
    return Instant.EPOCH.plus(event.timeMicros(), ChronoUnit.MICROS).toString();
  }
}
