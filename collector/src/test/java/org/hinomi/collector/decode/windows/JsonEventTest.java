package org.hinomi.collector.decode.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.hinomi.collector.decode.Event;
import org.hinomi.core.event.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows events that NXLog sends as JSON have the fields of the events themselves. */
class JsonEventTest {
  private static final String FAILED =
      """
      {"EventTime":"2026-11-23 10:00:00","Hostname":"WS1.corp.example","Keywords":-9218868437227405312,\
      "EventType":"AUDIT_FAILURE","SeverityValue":4,"Severity":"ERROR","EventID":4625,\
      "SourceName":"Microsoft-Windows-Security-Auditing",\
      "ProviderGuid":"{54849625-5478-4994-A5BA-3E3B0328C30D}","Version":0,"Task":12544,"OpcodeValue":0,\
      "RecordNumber":77,"ProcessID":660,"ThreadID":3300,"Channel":"Security",\
      "Message":"An account failed to log on.\\r\\n\\r\\nSubject:\\r\\n\\tSecurity ID:\\t\\tS-1-0-0",\
      "Category":"Logon","Opcode":"Info","SubjectUserSid":"S-1-0-0","SubjectUserName":"-",\
      "TargetUserName":"eve","Status":"0xc000006d","FailureReason":"%%2313","SubStatus":"0xc0000064",\
      "LogonType":"3","LogonProcessName":"NtLmSsp ","WorkstationName":"KALI","ProcessId":"0x0",\
      "IpAddress":"192.0.2.7","IpPort":"50123","EventReceivedTime":"2026-11-23 10:00:01",\
      "SourceModuleName":"in","SourceModuleType":"im_msvistalog"}""";

  private final ReceivedEvents events = new ReceivedEvents();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<14>Nov 23 10:00:00 WS1 Microsoft-Windows-Security-Auditing[660]: ",
        "<14>Nov 23 10:00:00 WS1 nxWinEvt: ",
        "<14>1 2026-11-23T01:00:00Z WS1 Microsoft-Windows-Security-Auditing 660 - - ",
        "<14>",
        ""
      })
  void anEventIsReadHoweverItIsFramed(String frame) {
    Event event = events.decode(frame + FAILED);

    assertThat(event.host()).isEqualTo("WS1.corp.example");
    assertThat(ReceivedEvents.time(event)).isEqualTo("2026-11-23T01:00:00Z");
    assertThat(event.message()).startsWith("An account failed to log on.");
    assertThat(event.original().bytes()).asString(StandardCharsets.UTF_8).endsWith(FAILED);
    ReceivedEvents.isFailedLogon(event);
    assertThat(event.fields())
        .containsEntry(Fields.WINLOG_RECORD_ID, 77L)
        .containsEntry(Fields.WINLOG_KEYWORDS, "0x8010000000000000")
        .containsEntry("winlog.event_data.Status", "0xc000006d")
        .doesNotContainKeys(
            "winlog.event_data.Hostname",
            "winlog.event_data.EventType",
            "winlog.event_data.SourceModuleType");
  }

  /** NXLog 5: times with a zone, numbers as texts, Keywords without a sign. */
  @Test
  void newerVersionsWriteNumbersAsTexts() {
    Event event =
        events.decode(
            """
            <13>{"EventTime":"2021-03-31T12:03:46.974060+03:00","Hostname":"dc1",\
            "Keywords":"9232379236109516800","EventType":"AUDIT_SUCCESS","EventID":"4624",\
            "SourceName":"Microsoft-Windows-Security-Auditing","TaskValue":12544,"RecordNumber":"152410252",\
            "ExecutionProcessID":596,"Channel":"Security","TargetUserName":"bob","LogonType":"10",\
            "IpAddress":"::ffff:192.0.2.9","IpPort":"0"}""");

    assertThat(ReceivedEvents.time(event)).isEqualTo("2021-03-31T09:03:46.974060Z");
    assertThat(event.fields())
        .containsEntry(Fields.EVENT_ACTION, "logged-in")
        .containsEntry(Fields.EVENT_OUTCOME, "success")
        .containsEntry(Fields.WINLOG_KEYWORDS, "0x8020000000000000")
        .containsEntry(Fields.WINLOG_RECORD_ID, 152410252L)
        .containsEntry(Fields.USER_NAME, "bob")
        .containsEntry(Fields.SOURCE_IP, "192.0.2.9");
  }

  /** A value of the event may have a name that NXLog uses, too: the later one counts. */
  @Test
  void sysmonsTypeOfChangeIsAValue() {
    Event event =
        events.decode(
            """
            <13>{"EventTime":"2021-03-31T12:03:46Z","Hostname":"ws1","EventType":"INFO","EventID":13,\
            "SourceName":"Microsoft-Windows-Sysmon","Channel":"Microsoft-Windows-Sysmon/Operational",\
            "Domain":"NT AUTHORITY","AccountName":"SYSTEM","UserID":"S-1-5-18","EventType":"SetValue",\
            "TargetObject":"HKLM\\\\Run","Image":"C:\\\\a.exe"}""");

    assertThat(event.fields())
        .containsEntry("winlog.event_data.EventType", "SetValue")
        .containsEntry("winlog.event_data.TargetObject", "HKLM\\Run")
        .containsEntry(Fields.WINLOG_USER_ID, "S-1-5-18");
  }

  /** Where there are no values beside the text, its labels tell them. */
  @Test
  void whoClearedTheLogStandsInItsText() {
    Event event =
        events.decode(
            """
            <13>{"Message":"The audit log was cleared.\\r\\nSubject:\\r\\n\\tSecurity ID:\\tS-1-5-21-39-500\\r\\n\
            \\tAccount Name:\\twardog\\r\\n\\tDomain Name:\\tWORKSTATION5\\r\\n\\tLogon ID:\\t0xC61D9",\
            "EventID":1102,"SourceName":"Microsoft-Windows-Eventlog","TimeCreated":"2020-10-29T12:16:07.900Z",\
            "Hostname":"WORKSTATION5","Task":"104","Level":"4","Keywords":"0x4020000000000000",\
            "Channel":"Security"}""");

    assertThat(event.host()).isEqualTo("WORKSTATION5");
    assertThat(event.fields())
        .containsEntry(Fields.EVENT_ACTION, "audit-log-cleared")
        .containsEntry(Fields.USER_NAME, "wardog")
        .containsEntry(Fields.WINLOG_LEVEL, 4L);
  }

  /** 7045 has ServiceName and ImagePath; its text calls the latter as 4697 does. */
  @Test
  void aTextAddsNoNamesThatTheEventDoesNotHave() {
    Event event =
        events.decode(
            """
            <13>{"EventTime":"2021-03-31T12:03:46Z","Hostname":"ws1","EventType":"INFO","EventID":7045,\
            "SourceName":"Service Control Manager","Channel":"System","ServiceName":"s",\
            "ImagePath":"C:\\\\s.exe","Message":"A service was installed in the system.\\r\\n\\r\\n\
            Service Name:  s\\r\\nService File Name:  C:\\\\s.exe\\r\\nService Account:  LocalSystem"}""");

    assertThat(event.fields())
        .containsEntry("winlog.event_data.ImagePath", "C:\\s.exe")
        .containsEntry(Fields.FILE_PATH, "C:\\s.exe")
        .doesNotContainKeys(
            "winlog.event_data.ServiceFileName", "winlog.event_data.ServiceAccount");
  }

  /** What NXLog calls the account of who wrote the event is the event's own value in 4778. */
  @Test
  void aValueInWhosePlaceStandsOneOfNxlogComesFromTheText() {
    Event event =
        events.decode(
            """
            <13>{"EventTime":"2021-03-31T12:03:46Z","Hostname":"ws1","EventType":"AUDIT_SUCCESS",\
            "EventID":4778,"SourceName":"Microsoft-Windows-Security-Auditing","Channel":"Security",\
            "AccountName":"bob","AccountDomain":"CORP","LogonID":"0x1","SessionName":"RDP-Tcp#6",\
            "Message":"A session was reconnected to a Window Station.\\r\\n\\r\\nSubject:\\r\\n\
            \\tAccount Name:\\t\\tbob\\r\\n\\tAccount Domain:\\t\\tCORP\\r\\n\\tLogon ID:\\t\\t0x1"}""");

    assertThat(event.fields())
        .containsEntry("winlog.event_data.AccountName", "bob")
        .containsEntry(Fields.USER_NAME, "bob")
        .containsEntry(Fields.USER_DOMAIN, "CORP");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"EventID\":\"x\",\"SourceName\":\"a\",\"Channel\":\"b\"}",
        "{\"EventID\":1,\"Channel\":\"b\"}",
        "{\"EventID\":1,\"SourceName\":\"a\"}",
        "{\"EventID\":1e99999,\"SourceName\":\"a\",\"Channel\":\"b\"}",
        "{\"EventID\":",
        "{\"a\":{\"EventID\":1}}"
      })
  void anotherObjectStaysAText(String text) {
    Event event = events.decode("<14>Mar  2 04:57:50 ws1 app: " + text);

    assertThat(event.message()).isEqualTo(text);
    assertThat(event.fields()).doesNotContainKey(Fields.EVENT_CODE);
  }

  @Test
  void whateverIsLeftOfAMessageIsAnEvent() {
    events.keepsWhateverIsLeftOf("<14>Mar  2 04:57:50 ws1 nx: " + FAILED, "{}:[],\"0");
  }
}
