package org.hinomi.collector.decode.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.TestRecord;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.core.event.Fields;
import org.hinomi.core.settings.Cidr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogDecoderTest {
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  private final SyslogDecoder decoder = new SyslogDecoder(SyslogRules.of(ZoneOffset.UTC));

  @Test
  void readsRfc5424() {
    Event event =
        decode(
            "<165>1 2003-10-11T22:14:15.003Z mymachine evntslog 42 ID47 "
                + "[ex@32473 iut=\"3\" q=\"a\\\"\\]\\\\b\"][origin ip=\"1.2.3.4\" ip=\"::1\"] \uFEFFtext\n");

    assertThat(time(event)).isEqualTo("2003-10-11T22:14:15.003Z");
    assertThat(event.host()).isEqualTo("mymachine");
    assertThat(event.facility()).isEqualTo(20);
    assertThat(event.severity()).isEqualTo(5);
    assertThat(event.app()).isEqualTo("evntslog");
    assertThat(event.pid()).isEqualTo("42");
    assertThat(event.message()).isEqualTo("text");
    assertThat(event.original().toString()).endsWith("\uFEFFtext\n");
    assertThat(event.fields())
        .containsOnly(
            java.util.Map.entry(Fields.SYSLOG_VERSION, 1L),
            java.util.Map.entry(Fields.SYSLOG_MSGID, "ID47"),
            java.util.Map.entry("log.syslog.structured_data.ex@32473.iut", "3"),
            java.util.Map.entry("log.syslog.structured_data.ex@32473.q", "a\"]\\b"),
            java.util.Map.entry("log.syslog.structured_data.origin.ip", List.of("1.2.3.4", "::1")));
  }

  /** What is the same for many messages is one object, which later stages need not look into. */
  @Test
  void messagesOfOneKindShareTheirFields() {
    Event first = decode("<134>1 2026-11-23T00:00:00Z h app 1 ID47 - one");
    Event other = decode("<134>1 2026-11-23T00:00:01Z h app 2 ID48 - two");
    Event again = decode("<134>1 2026-11-23T00:00:02Z h app 3 ID47 - three");

    assertThat(again.fields()).isSameAs(first.fields());
    assertThat(first.fields())
        .containsOnly(
            java.util.Map.entry(Fields.SYSLOG_VERSION, 1L),
            java.util.Map.entry(Fields.SYSLOG_MSGID, "ID47"));
    assertThat(other.fields()).containsEntry(Fields.SYSLOG_MSGID, "ID48");
    for (int i = 0; i < 3_000; i++) {
      decode("<134>1 2026-11-23T00:00:00Z h app 1 M" + i + " - made up");
    }
    assertThat(decode("<134>1 2026-11-23T00:00:02Z h app 3 ID47 - four").fields())
        .isEqualTo(first.fields());
  }

  @Test
  void readsRfc3164() {
    Event event = decode("<34>Oct 11 22:14:15 mymachine su[7]: 'su root' failed");

    assertThat(time(event)).isEqualTo("2026-10-11T22:14:15Z");
    assertThat(event.host()).isEqualTo("mymachine");
    assertThat(event.app()).isEqualTo("su");
    assertThat(event.pid()).isEqualTo("7");
    assertThat(event.message()).isEqualTo("'su root' failed");
    assertThat(event.fields()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Dec 31 23:59:59, 2027-01-01T00:00:05Z, 2026-12-31T23:59:59Z",
    "Jan  1 00:00:03, 2026-12-31T23:59:58Z, 2027-01-01T00:00:03Z",
    "Jan  1 00:00:03, 2027-01-01T00:00:05Z, 2027-01-01T00:00:03Z",
    "Nov 25 00:00:00, 2026-11-23T18:00:00Z, 2025-11-25T00:00:00Z",
    "Feb 29 12:00:00, 2026-11-23T18:00:00Z, 2024-02-29T12:00:00Z",
    "Feb 29 12:00:00, 2028-02-29T12:00:01Z, 2028-02-29T12:00:00Z",
    "Feb 29 12:00:00, 2103-06-01T00:00:00Z, 2096-02-29T12:00:00Z",
  })
  void takesTheNearestPastYear(String stamp, String received, String expected) {
    byte[] bytes = ("<13>" + stamp + " h a: m").getBytes(StandardCharsets.US_ASCII);
    Event event = decoder.decode(TestRecord.of(bytes, Instant.parse(received)));

    assertThat(time(event)).isEqualTo(expected);
  }

  @Test
  void theRememberedHourDoesNotOutliveTheYear() {
    byte[] bytes = "<13>Nov 23 12:00:00 h a: m".getBytes(StandardCharsets.US_ASCII);
    Event before = decoder.decode(TestRecord.of(bytes, Instant.parse("2026-11-23T12:00:01Z")));
    Event after = decoder.decode(TestRecord.of(bytes, Instant.parse("2027-11-23T12:00:01Z")));

    assertThat(time(before)).isEqualTo("2026-11-23T12:00:00Z");
    assertThat(time(after)).isEqualTo("2027-11-23T12:00:00Z");
  }

  /** Nobody has declared it: it is told from what the sender sends; the bytes stay. */
  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "windows-31j", "EUC-JP", "x-windows-iso2022jp", "windows-1252"})
  void theCharsetOfASenderIsTold(String name) {
    Charset charset = Charset.forName(name);
    String text =
        name.equals("windows-1252")
            ? "Zugriff für Müller verweigert, Gerät gesperrt"
            : "ユーザー田中がファイル「売上表.xlsx」を削除しました";
    byte[] bytes = ("<13>Oct 11 22:14:15 nas1 audit: " + text).getBytes(charset);
    Event event = decoder.decode(TestRecord.of(bytes));

    assertThat(event.message()).isEqualTo(text);
    assertThat(event.app()).isEqualTo("audit");
    assertThat(event.original().bytes()).isEqualTo(bytes);
    assertThat(event.fields()).doesNotContainKey(Fields.EVENT_CHARSET_DAMAGED);
    // Its next short message is of it, too.
    byte[] next = "<13>Oct 11 22:14:16 nas1 audit: 表".getBytes(Charset.forName("windows-31j"));
    if (name.equals("windows-31j")) {
      assertThat(decoder.decode(TestRecord.of(next)).message()).isEqualTo("表");
    }
  }

  @Test
  void bytesOfNoCharsetAreDamageThatIsSaid() {
    byte[] bytes = "<13>Oct 11 22:14:15 nas1 audit: xx".getBytes(StandardCharsets.US_ASCII);
    bytes[bytes.length - 2] = (byte) 0x81;
    bytes[bytes.length - 1] = (byte) 0xff;
    Event event = decoder.decode(TestRecord.of(bytes));

    assertThat(event.fields()).containsEntry(Fields.EVENT_CHARSET_DAMAGED, true);
    assertThat(event.original().bytes()).isEqualTo(bytes);
    // A text of UTF-8 that was cut stays one.
    byte[] utf8 = "<13>Oct 11 22:14:15 nas1 audit: 売上表を削除しました".getBytes(StandardCharsets.UTF_8);
    byte[] cut = java.util.Arrays.copyOf(utf8, utf8.length - 1);
    Event short1 = decoder.decode(TestRecord.of(cut));
    assertThat(short1.message()).startsWith("売上表を削除しまし");
    assertThat(short1.fields()).containsEntry(Fields.EVENT_CHARSET_DAMAGED, true);
  }

  @ParameterizedTest
  @CsvSource({
    // The hour that comes twice: the later one, unless that is still to come.
    "Oct 25 02:30:00, 2026-10-25T01:30:05Z, 2026-10-25T01:30:00Z",
    "Oct 25 02:30:00, 2026-10-25T00:30:05Z, 2026-10-25T00:30:00Z",
    // The hour that never was.
    "Mar 29 02:30:00, 2026-03-29T01:30:05Z, 2026-03-29T01:30:00Z",
  })
  void readsTheEdgesOfDaylightSaving(String stamp, String received, String expected) {
    SyslogDecoder berlin = new SyslogDecoder(SyslogRules.of(ZoneId.of("Europe/Berlin")));
    byte[] bytes = ("<13>" + stamp + " h a: m").getBytes(StandardCharsets.US_ASCII);

    assertThat(time(berlin.decode(TestRecord.of(bytes, Instant.parse(received)))))
        .isEqualTo(expected);
  }

  @Test
  void appliesTheRuleWithTheLongestPrefix() {
    SyslogRules rules =
        new SyslogRules(
            ZoneOffset.UTC,
            SyslogRules.UNKNOWN_PRIORITY,
            List.of(
                new SyslogRules.Sender(Cidr.parse("192.0.2.0/24"), TOKYO, null, true),
                new SyslogRules.Sender(Cidr.parse("192.0.2.9"), null, "gate", true)));
    SyslogDecoder withRules = new SyslogDecoder(rules);
    TestRecord record = TestRecord.of("<13>Nov 23 12:00:00 h a: m");

    assertThat(time(withRules.decode(record))).isEqualTo("2026-11-23T03:00:00Z");
    Event gate = withRules.decode(record.from("192.0.2.9"));
    assertThat(time(gate)).isEqualTo("2026-11-23T12:00:00Z");
    assertThat(gate.host()).isEqualTo("gate");
    assertThat(gate.sourceAddress()).isEqualTo("192.0.2.9");
  }

  @Test
  void takesTheSendersAddressWhereNoHostIsNamed() {
    Event event =
        decoder.decode(TestRecord.of("<13>Nov 23 12:00:00 cron[4]: m").from("2001:db8::a"));

    assertThat(event.host()).isEqualTo("2001:db8::a");
    assertThat(event.app()).isEqualTo("cron");
  }

  @Test
  void readsCisco() {
    Event ios =
        decode("<189>237: gw1: *Mar  1 18:46:11.123 UTC: %SYS-5-CONFIG_I: Configured from console");
    assertThat(ios.host()).isEqualTo("gw1");
    assertThat(time(ios)).isEqualTo("2026-03-01T18:46:11.123Z");
    assertThat(ios.app()).isEqualTo("%SYS-5-CONFIG_I");
    assertThat(ios.message()).isEqualTo("Configured from console");
    assertThat(ios.fields())
        .containsEntry(Fields.SYSLOG_SEQUENCE, "237")
        .containsEntry(Fields.SYSLOG_CLOCK, "not-authoritative")
        .containsEntry(Fields.EVENT_PROVIDER, "SYS")
        .containsEntry(Fields.EVENT_CODE, "CONFIG_I");

    Event uptime = decode("<189>43: 1w2d: %LINK-3-UPDOWN: Interface Gi0/1, changed state to up");
    assertThat(uptime.fields()).containsEntry(Fields.SYSLOG_UPTIME, "1w2d");
    assertThat(uptime.timeMicros()).isEqualTo(uptime.receivedMicros());
    assertThat(uptime.host()).isEqualTo("192.0.2.77");

    Event asa = decode("<166>Nov 23 2026 12:00:00 fw : %ASA-6-302013: Built outbound TCP");
    assertThat(asa.host()).isEqualTo("fw");
    assertThat(asa.app()).isEqualTo("%ASA-6-302013");
    assertThat(asa.fields()).containsEntry(Fields.EVENT_CODE, "302013");

    Event nexus = decode("<189>: 2026 Nov 23 12:00:00 JST: %ETHPORT-5-IF_UP: up");
    assertThat(time(nexus)).isEqualTo("2026-11-23T03:00:00Z");
    Event xr = decode("<189>3: RP/0/RSP0/CPU0:Nov 23 12:00:00.5 : config[65]: %MGBL-SYS-5-C : x");
    assertThat(xr.host()).isEqualTo("RP/0/RSP0/CPU0");
    assertThat(xr.app()).isEqualTo("config");
    assertThat(xr.fields()).containsEntry(Fields.EVENT_PROVIDER, "MGBL-SYS");
  }

  @Test
  void readsFortinetWithoutHeader() {
    Event event =
        decode(
            "<185>date=2026-11-23 time=12:00:00 devname=\"fg1\" tz=\"+0900\" logid=\"0100032002\""
                + " user=\"admin\" srcip=192.0.2.5 msg=\"login failed\"");

    assertThat(event.host()).isEqualTo("fg1");
    assertThat(time(event)).isEqualTo("2026-11-23T03:00:00Z");
    assertThat(event.app()).isNull();
    assertThat(event.message()).startsWith("date=");
    assertThat(event.fields())
        .containsEntry(Fields.EVENT_CODE, "0100032002")
        .containsEntry(Fields.USER_NAME, "admin")
        .containsEntry(Fields.SOURCE_IP, "192.0.2.5");
  }

  @Test
  void readsOtherDevices() {
    Event junos =
        decode(
            "<14>1 2026-11-23T12:00:00.123+09:00 srx RT_FLOW - RT_FLOW_SESSION_DENY "
                + "[junos@2636.1.1.1.2.40 source-address=\"10.0.0.1\"]");
    assertThat(junos.fields())
        .containsEntry(Fields.SYSLOG_MSGID, "RT_FLOW_SESSION_DENY")
        .containsEntry(
            "log.syslog.structured_data.junos@2636.1.1.1.2.40.source-address", "10.0.0.1");
    Event pan = decode("<14>Nov 23 12:00:00 PA-220 1,2026/11/23 12:00:00,0112,TRAFFIC,end");
    assertThat(pan.host()).isEqualTo("PA-220");
    Event checkPoint = decode("<134>time=1795435200|hostname=cp1|product=Firewall|action=Drop");
    assertThat(checkPoint.host()).isEqualTo("cp1");
    assertThat(time(checkPoint)).isEqualTo("2026-11-23T12:00:00Z");
    Event netScaler = decode("<134> 11/23/2026:12:00:00 GMT ns 0-PPE-0 : default SSLLOG x");
    assertThat(netScaler.host()).isEqualTo("ns");
    assertThat(time(netScaler)).isEqualTo("2026-11-23T12:00:00Z");
    Event meraki = decode("<134>1 1795435200.774247467 MX84 urls src=1.2.3.4:5 request: GET");
    assertThat(meraki.host()).isEqualTo("MX84");
    assertThat(meraki.app()).isEqualTo("urls");
    assertThat(time(meraki)).isEqualTo("2026-11-23T12:00:00.774247Z");
    Event cef =
        decode("<111>x[1]: CEF:0|V|P|1|7|Logon|5|rt=Nov 23 12:00:00 UTC dvchost=v1 src=::1");
    assertThat(cef.host()).isEqualTo("v1");
    assertThat(time(cef)).isEqualTo("2026-11-23T12:00:00Z");
    assertThat(cef.fields()).containsEntry(Fields.EVENT_PROVIDER, "V P");
  }

  @Test
  void aMessageThatEndsBeforeItsHostIsOfItsSender() {
    for (String cut : List.of("1 1795435200", "1 1795435200 ", "133 1795435200.5")) {
      Event event = decode("<134>" + cut);
      assertThat(event.host()).isEqualTo("192.0.2.77");
      assertThat(event.message()).isEqualTo(cut);
      assertThat(event.fields())
          .containsEntry(
              Fields.ERROR_MESSAGE, "HOSTNAME: missing (the message ends in its header)");
    }
    Event blank = decode("<134>1 1795435200  x");
    assertThat(blank.host()).isEqualTo("192.0.2.77");
    assertThat(blank.message()).isEqualTo("1 1795435200  x");
    assertThat(blank.fields())
        .containsEntry(Fields.ERROR_MESSAGE, "HOSTNAME at byte 18 (expected: printable ASCII)");
    Event forwarded = decode("<134>Nov 23 12:00:00 Message forwarded from : x");
    assertThat(forwarded.host()).isEqualTo("192.0.2.77");
  }

  @Test
  void aMissingPriorityIsUnknown() {
    Event event = decode("Nov 23 12:00:00 h a: m");

    assertThat(event.facility()).isEqualTo(-1);
    assertThat(event.severity()).isEqualTo(-1);
    assertThat(event.host()).isEqualTo("h");
    assertThat(event.message()).isEqualTo("m");
    assertThat(event.fields())
        .containsEntry(Fields.ERROR_MESSAGE, "PRI at byte 0 (expected: <0> to <191>)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<",
        "<>",
        "<13",
        "<192>x",
        "<99999>x",
        "no syslog at all",
        "<13>1 ",
        "<13>1 - ",
        "<13>1 2026-13-45T99:99:99Z h a p m - x",
        "<13>1 - h a p m [x",
        "<13>1 - h a p m [x y=\"",
        "\u0000\u0000",
        "<13>Feb 31 12:00:00 h a: m",
        "<13>:::::",
        "<13>1:2:3:4:",
        "<13>date=",
        "<13>CEF:0|||||||",
        "<13>%",
        "<13>[Device: ",
        "<13>eventtime=99999999999999999999"
      })
  void whatIsMalformedIsKeptWhole(String text) {
    Event event = decode(text);

    assertThat(event.original().toString()).isEqualTo(text);
    assertThat(event.host()).isEqualTo(event.host().strip());
  }

  @Test
  void namesTheFaultAndItsPlace() {
    Event event = decode("<13>1 2026-11-23T12:00:00Z h a p m [x y=z] text");

    assertThat(event.fields())
        .containsEntry(Fields.ERROR_MESSAGE, "PARAM-NAME at byte 38 (expected: name=\"value\")");
    assertThat(event.host()).isEqualTo("h");
    assertThat(event.message()).isEqualTo("[x y=z] text");
  }

  @Test
  void tellsTruncationAndFrameFaults() {
    Event cut = decoder.decode(TestRecord.of("<13>Nov 23 12:00:00 h a: m").cut(9000, null));
    assertThat(cut.fields()).containsEntry(Fields.EVENT_TRUNCATED_FROM, 9000L);
    Event off = decoder.decode(TestRecord.of("<13>Nov 23 12:00:00 h").cut(21, FrameFault.CUT_OFF));
    assertThat(off.fields())
        .containsEntry(Fields.ERROR_MESSAGE, "frame: the connection ended inside it");
  }

  private Event decode(String text) {
    return decoder.decode(TestRecord.of(text));
  }

  private static String time(Event event) {
    return LocalDateTime.ofEpochSecond(
            Math.floorDiv(event.timeMicros(), 1_000_000L),
            (int) Math.floorMod(event.timeMicros(), 1_000_000L) * 1000,
            ZoneOffset.UTC)
        .toInstant(ZoneOffset.UTC)
        .toString();
  }
}
