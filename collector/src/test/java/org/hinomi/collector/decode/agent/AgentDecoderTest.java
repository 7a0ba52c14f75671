package org.hinomi.collector.decode.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.collector.decode.TestRecord;
import org.hinomi.collector.decode.syslog.Senders;
import org.hinomi.collector.decode.syslog.SyslogRules;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Identity;
import org.hinomi.core.sample.Sample;
import org.hinomi.core.sample.SampleJson;
import org.hinomi.core.syslog.Rfc5424Writer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentDecoderTest {
  private static final Instant TIME = Instant.parse("2026-11-23T18:17:12.345678Z");

  private final AgentDecoder decoder =
      new AgentDecoder(new Senders(SyslogRules.of(ZoneId.of("Asia/Tokyo"))));

  @Test
  void aLineIsReadAsASyslogDaemonWritesIt() {
    String line = "Nov 24 03:17:11 web1 sshd[812]: Accepted publickey for ops";
    Event event = event(frame("line", line, Map.of("path", "/var/log/auth.log")));

    assertThat(event.identity()).isEqualTo(new Identity("3f2c", 1763900000000L, 17));
    assertThat(event.original().toString()).isEqualTo(line);
    assertThat(event.host()).isEqualTo("web1");
    assertThat(event.app()).isEqualTo("sshd");
    assertThat(event.pid()).isEqualTo("812");
    assertThat(event.message()).isEqualTo("Accepted publickey for ops");
    assertThat(event.facility()).isEqualTo(-1);
    assertThat(micros("2026-11-23T18:17:11Z")).isEqualTo(event.timeMicros());
    assertThat(event.fields())
        .containsEntry(Fields.AGENT_SOURCE, "auth")
        .containsEntry(Fields.AGENT_KIND, "line")
        .containsEntry(Fields.LOG_FILE_PATH, "/var/log/auth.log");
  }

  @Test
  void aLineOfRsyslogsDefaultFormatIsRead() {
    Event event =
        event(frame("line", "2026-11-23T18:17:11.5+00:00 web1 cron[1]: (root) CMD", Map.of()));

    assertThat(event.timeMicros()).isEqualTo(micros("2026-11-23T18:17:11.500Z"));
    assertThat(event.app()).isEqualTo("cron");
  }

  /** Its header is one of syslog: what stands behind it is not taken apart as a server's line. */
  @Test
  void aWholeHeaderIsOneAlthoughItsProgramIsUnknown() {
    String text = "198.51.100.7 - - [23/Nov/2026:18:17:11 +0000] \"GET / HTTP/1.1\" 200 5";
    Event event = event(frame("line", "Nov 24 03:17:11 web1 own[812]: " + text, Map.of()));

    assertThat(event.host()).isEqualTo("web1");
    assertThat(event.app()).isEqualTo("own");
    assertThat(event.pid()).isEqualTo("812");
    assertThat(event.message()).isEqualTo(text);
    assertThat(event.fields()).doesNotContainKey(Fields.SOURCE_IP);
  }

  @Test
  void anImportedLineIsReadInItsOwnZoneAndFormat() {
    Map<String, String> more =
        Map.of("agent", "import:ab", "zone", "America/New_York", "format", "syslog");
    String line = "<34>Nov 22 03:17:11 web1 sshd[812]: failed";
    Event event = event(imported(frame("line", line, more)));

    assertThat(event.identity()).isEqualTo(new Identity("import:ab", 1763900000000L, 17));
    assertThat(event.timeMicros()).isEqualTo(micros("2026-11-22T08:17:11Z"));
    assertThat(event.host()).isEqualTo("web1");
    assertThat(event.severity()).isEqualTo(2);
    assertThat(event.original().toString()).isEqualTo(line);
  }

  /** As where it is received: the header says who wrote it, the event's process is another. */
  @Test
  void anEventOfWindowsInALineKeepsWhatItsHeaderSays() {
    String json =
        "{\"EventTime\":\"2026-11-22 03:17:10\",\"Hostname\":\"WS1\",\"EventID\":4688,"
            + "\"SourceName\":\"Microsoft-Windows-Security-Auditing\",\"Channel\":\"Security\","
            + "\"EventType\":\"AUDIT_SUCCESS\",\"NewProcessId\":\"0x1c4\","
            + "\"NewProcessName\":\"C:\\\\a\\\\b.exe\",\"Message\":\"A new process\"}";
    Map<String, String> more =
        Map.of("agent", "import:ab", "zone", "Asia/Tokyo", "format", "syslog");
    Event framed = event(imported(frame("line", "<11>Nov 22 03:17:11 ws1 nx[812]: " + json, more)));
    Event bare = event(imported(frame("line", json, more)));

    assertThat(List.of(framed, bare))
        .allSatisfy(
            event -> {
              assertThat(event.timeMicros()).isEqualTo(micros("2026-11-21T18:17:10Z"));
              assertThat(event.host()).isEqualTo("WS1");
              assertThat(event.message()).isEqualTo("A new process");
              assertThat(event.fields()).containsEntry(Fields.EVENT_CODE, "4688");
            });
    assertThat(framed.app() + " " + framed.pid() + " " + framed.severity()).isEqualTo("nx 812 3");
    assertThat(bare.app() + " " + bare.pid() + " " + bare.severity()).isEqualTo("b.exe 452 6");
  }

  @Test
  void aWindowsEventKeepsItsXmlItsTimeAndItsComputer() {
    String xml =
        "<Event><System><Provider Name='EventLog'/><EventID>6006</EventID>"
            + "<TimeCreated SystemTime='2026-11-22T08:17:11.1234567Z'/><Computer>FS01.例</Computer>"
            + "</System><EventData><Data>a]b</Data></EventData></Event>";
    Event event = event(imported(frame("winevent", xml, Map.of("agent", "import:ab"))));

    assertThat(event.original().toString()).isEqualTo(xml);
    assertThat(event.timeMicros()).isEqualTo(micros("2026-11-22T08:17:11.123456Z"));
    assertThat(event.host()).isEqualTo("FS01.例");
    assertThat(event.message()).isEqualTo("EventLog 6006: a]b");
    assertThat(event.fields()).containsEntry(Fields.EVENT_ACTION, "event-log-stopped");
  }

  @Test
  void brokenXmlOfAWindowsEventIsKeptAndSaid() {
    Event event = event(frame("winevent", "<Event><System>", Map.of()));

    assertThat(event.identity()).isEqualTo(new Identity("3f2c", 1763900000000L, 17));
    assertThat(String.valueOf(event.fields().get(Fields.ERROR_MESSAGE)))
        .startsWith("event XML, character 15");
  }

  @Test
  void aWatchedLineOfIisHasTheNamesOfItsColumns() {
    Event event =
        event(
            frame(
                "line",
                "2026-11-28 03:18:01 WEB01 GET /x 198.51.100.7 500",
                Map.of(
                    "format",
                    "w3c",
                    "columns",
                    "date time s-computername cs-method cs-uri-stem c-ip sc-status"
                        .replace(' ', '\u001f'))));

    assertThat(event.timeMicros()).isEqualTo(micros("2026-11-28T03:18:01Z"));
    assertThat(event.host()).isEqualTo("WEB01");
    assertThat(event.fields())
        .containsEntry(Fields.URL_ORIGINAL, "/x")
        .containsEntry(Fields.SOURCE_IP, "198.51.100.7")
        .containsEntry(Fields.EVENT_OUTCOME, "failure")
        .containsEntry(Fields.REVIEW_KIND, "fault");
  }

  @Test
  void aStartInWtmpSaysThatTheRunBeforeBrokeOff() {
    String json =
        "{\"file\":\"wtmp\",\"type\":\"BOOT_TIME\",\"pid\":0,\"line\":\"~\",\"user\":\"reboot\","
            + "\"host\":\"6.1.0-28-amd64\",\"time\":\"2026-11-28T03:18:01.123456Z\","
            + "\"shutdown\":\"unclean\",\"last\":\"2026-11-27T22:10:00Z\"}";
    Event event = event(frame("utmp", json, Map.of("path", "/var/log/wtmp")));

    assertThat(event.original().toString()).isEqualTo(json);
    assertThat(event.host()).isEqualTo("agenthost");
    assertThat(event.timeMicros()).isEqualTo(micros("2026-11-28T03:18:01.123456Z"));
    assertThat(event.fields())
        .containsEntry(Fields.EVENT_ACTION, "unexpected-shutdown")
        .containsEntry(Fields.EVENT_OUTCOME, "failure")
        .containsEntry(Fields.REVIEW_KIND, "fault")
        .containsEntry(Fields.EVENT_REPORTED_TIME, "2026-11-27T22:10:00Z")
        .containsEntry(Fields.LOG_FILE_PATH, "/var/log/wtmp");
  }

  @Test
  void aLogonInWtmpHasItsAddressInTheUsualForm() {
    String json =
        "{\"type\":\"USER_PROCESS\",\"line\":\"pts/0\",\"user\":\"eve\",\"host\":\"pc7.example\","
            + "\"address\":\"2001:db8:0:0:0:0:0:7\",\"time\":\"2026-11-28T03:18:01Z\"}";
    Event event = event(frame("utmp", json, Map.of()));

    assertThat(event.message())
        .isEqualTo("eve logged in on pts/0 from pc7.example [2001:db8:0:0:0:0:0:7]");
    assertThat(event.fields())
        .containsEntry(Fields.USER_NAME, "eve")
        .containsEntry(Fields.SOURCE_IP, "2001:db8::7")
        .containsEntry(Fields.SOURCE_DOMAIN, "pc7.example")
        .containsEntry(Fields.PROCESS_TTY, "pts/0");
  }

  @Test
  void aStartThatTheJournalShowsIsOfItsHost() {
    String json =
        "{\"boot\":\"b\",\"time\":\"2026-11-28T03:18:01Z\",\"host\":\"fs2\",\"previous\":\"a\","
            + "\"shutdown\":\"clean\",\"last\":\"2026-11-28T03:17:00Z\"}";
    Event event = event(frame("boot", json, Map.of()));

    assertThat(event.host()).isEqualTo("fs2");
    assertThat(event.message()).isEqualTo("system started after an orderly shutdown");
    assertThat(event.fields())
        .containsEntry(Fields.EVENT_ACTION, "os-started")
        .containsEntry(Fields.HOST_BOOT_ID, "b");
  }

  @Test
  void anImportThatTakesAnAgentsNameGetsNoIdentity() {
    Event event = event(imported(frame("line", "text", Map.of())));

    assertThat(event.identity()).isNull();
    assertThat(String.valueOf(event.fields().get(Fields.ERROR_MESSAGE))).contains("import:");
  }

  @Test
  void anImportedLineInAnUnknownCharsetIsMarked() {
    Event event =
        event(imported(frame("line", "text", Map.of("agent", "import:ab", "charset", "klingon"))));

    assertThat(event.identity()).isNotNull();
    assertThat(String.valueOf(event.fields().get(Fields.ERROR_MESSAGE))).contains("klingon");
  }

  private static TestRecord imported(TestRecord record) {
    return record.over(org.hinomi.core.event.Transport.IMPORT, 0, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "ends in CR\r", "a: b", "<13>x", "[1] 2", "日本語"})
  void anyOtherLineIsItsOwnMessage(String line) {
    Event event = event(frame("line", line, Map.of()));

    assertThat(event.message()).isEqualTo(line);
    assertThat(event.original().bytes()).isEqualTo(line.getBytes(StandardCharsets.UTF_8));
    assertThat(event.host()).isEqualTo("agenthost");
    assertThat(event.timeMicros()).isEqualTo(TIME.getEpochSecond() * 1_000_000 + 345_678);
    assertThat(event.fields()).doesNotContainKey(Fields.ERROR_MESSAGE);
  }

  /** A file may begin with a byte order mark: it is no part of the text, but of the record. */
  @Test
  void aByteOrderMarkIsNoText() {
    String line =
        "\uFEFF2026-11-28T03:18:01Z web1 sshd[7]: Failed password for root from ::1 port 9 ssh2";
    Event event = event(frame("line", line, Map.of()));

    assertThat(event.host()).isEqualTo("web1");
    assertThat(event.app()).isEqualTo("sshd");
    assertThat(event.message()).startsWith("Failed password");
    assertThat(event.original().bytes()).isEqualTo(line.getBytes(StandardCharsets.UTF_8));
    assertThat(event(frame("line", "\uFEFFwith a mark", Map.of())).message())
        .isEqualTo("with a mark");
  }

  @Test
  void aCutLineTellsItsLength() {
    Event event = event(frame("line", "abc", Map.of("cut", "97", "partial", "true")));

    assertThat(event.fields())
        .containsEntry(Fields.EVENT_TRUNCATED_FROM, 100L)
        .containsEntry(Fields.AGENT_PARTIAL, true);
  }

  @Test
  void aJournalEntryGivesItsFields() {
    String json =
        """
        {"MESSAGE":"Started","PRIORITY":"6","SYSLOG_FACILITY":"3","SYSLOG_IDENTIFIER":"systemd",\
        "_PID":"1","_HOSTNAME":"web2","__REALTIME_TIMESTAMP":"1795457832000001","_COMM":"x",\
        "BIN":[72,105],"GONE":null,"TWICE":["a","b"]}""";
    Event event = event(frame("journald", json, Map.of()));

    assertThat(event.message()).isEqualTo("Started");
    assertThat(event.severity()).isEqualTo(6);
    assertThat(event.facility()).isEqualTo(3);
    assertThat(event.app()).isEqualTo("systemd");
    assertThat(event.pid()).isEqualTo("1");
    assertThat(event.host()).isEqualTo("web2");
    assertThat(event.timeMicros()).isEqualTo(1795457832000001L);
    assertThat(event.original().toString()).isEqualTo(json);
    assertThat(event.fields())
        .containsEntry("journald._comm", "x")
        .containsEntry("journald.bin", "Hi")
        .containsEntry("journald.twice", List.of("a", "b"))
        .doesNotContainKey("journald.gone");
  }

  @Test
  void aJournalMessageOfBytesIsReadAsText() {
    Event event = event(frame("journald", "{\"MESSAGE\":[230,151,165,255]}", Map.of()));

    assertThat(event.message()).isEqualTo("日\uFFFD");
    assertThat(event.fields()).containsEntry(Fields.EVENT_CHARSET_DAMAGED, true);
    assertThat(event.severity()).isEqualTo(-1);
  }

  @Test
  void aSampleFrameIsARound() {
    SampleJson.Round round =
        new SampleJson.Round(
            10,
            List.of(Sample.of("system.cpu.utilization", Map.of("cpu.mode", "user"), 0.034)),
            List.of());
    byte[] json = SampleJson.write(round);
    Decoded decoded =
        decoder.decode(frame("sample", new String(json, StandardCharsets.UTF_8), Map.of()));

    assertThat(decoded).isInstanceOf(SampleRound.class);
    assertThat(((SampleRound) decoded).samples()).isEqualTo(round.samples());
    assertThat(decoded.host()).isEqualTo("agenthost");
    assertThat(decoded.identity()).isNotNull();
  }

  @Test
  void whatTheAgentSaysOfItselfIsAnEvent() {
    Event event = event(frame("agent", "source=auth count=3", Map.of("reason", "spool-full")));

    assertThat(event.message()).isEqualTo("source=auth count=3");
    assertThat(event.app()).isEqualTo(AgentFrame.APP_NAME);
    assertThat(event.severity()).isEqualTo(4);
    assertThat(event.fields()).containsEntry(Fields.AGENT_REASON, "spool-full");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sample", "journald", "surprise"})
  void aDamagedFrameKeepsItsIdentity(String kind) {
    TestRecord record = frame(kind, "{\"x\":", Map.of());
    Event event = event(record);

    assertThat(event.identity()).isEqualTo(new Identity("3f2c", 1763900000000L, 17));
    assertThat(event.fields().get(Fields.ERROR_MESSAGE)).asString().isNotEmpty();
    assertThat(event.message()).isEqualTo("{\"x\":");
    assertThat(event.original().length()).isEqualTo(record.length());
  }

  @Test
  void aFrameWithoutIdentityIsToldSo() {
    Event event =
        event(TestRecord.of("<14>1 - h a - EVENT [hinomi@32473 agent=\"a\" kind=\"line\"] x"));

    assertThat(event.identity()).isNull();
    assertThat(event.fields().get(Fields.ERROR_MESSAGE)).asString().contains("identity");
  }

  @Test
  void onlyTheFirstElementMakesAFrameAnAgents() {
    assertThat(AgentDecoder.claims(frame("line", "x", Map.of()))).isTrue();
    assertThat(AgentDecoder.claims(TestRecord.of("<13>1 - h a - - [x][hinomi@32473 a=\"\"] m")))
        .isFalse();
    assertThat(AgentDecoder.claims(TestRecord.of("<13>1 - h a - - - [hinomi@32473 x] m")))
        .as("in the text")
        .isFalse();
    assertThat(AgentDecoder.claims(TestRecord.of("<13>x"))).isFalse();
  }

  private Event event(TestRecord record) {
    return (Event) decoder.decode(record);
  }

  private static TestRecord frame(String kind, String message, Map<String, String> more) {
    Map<String, String> params = new java.util.LinkedHashMap<>();
    params.put(AgentFrame.AGENT, "3f2c");
    params.put(AgentFrame.INCARNATION, "1763900000000");
    params.put(AgentFrame.SEQUENCE, "17");
    params.put(AgentFrame.SOURCE, "auth");
    params.put(AgentFrame.KIND, kind);
    params.putAll(more);
    return TestRecord.of(
        new Rfc5424Writer(5, 4, TIME, "agenthost", AgentFrame.APP_NAME, null, "EVENT")
            .element(AgentFrame.SD_ID, params)
            .bytes(message.getBytes(StandardCharsets.UTF_8)));
  }

  private static long micros(String instant) {
    Instant time = Instant.parse(instant);
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1000;
  }
}
