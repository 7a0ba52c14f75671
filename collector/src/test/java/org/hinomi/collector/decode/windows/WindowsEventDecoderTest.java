package org.hinomi.collector.decode.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hinomi.core.event.Fields;
import org.hinomi.core.windows.MalformedEventException;
import org.junit.jupiter.api.Test;

class WindowsEventDecoderTest {
  private static final String SECURITY = "Microsoft-Windows-Security-Auditing";
  private static final String SUCCESS = "0x8020000000000000";
  private static final String FAILURE = "0x8010000000000000";
  private static final String CLASSIC = "0x80000000000000";

  private final WindowsEventDecoder decoder = new WindowsEventDecoder();

  /**
   * @param data elements of EventData, or all of UserData
   */
  private WindowsReading read(String provider, int id, String keywords, String data)
      throws MalformedEventException {
    String part = data.startsWith("<UserData>") ? data : "<EventData>" + data + "</EventData>";
    return decoder.read(
        ("<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='"
                + provider
                + "'/><EventID Qualifiers='32768'>"
                + id
                + "</EventID><Level>2</Level><Keywords>"
                + keywords
                + "</Keywords><TimeCreated SystemTime='2026-01-02T03:04:05.6789012Z'/>"
                + "<EventRecordID>77</EventRecordID><Channel>System</Channel>"
                + "<Computer>FS01</Computer></System>"
                + part
                + "</Event>")
            .getBytes(StandardCharsets.UTF_8));
  }

  private static String data(String... namesAndValues) {
    StringBuilder data = new StringBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      data.append("<Data Name='")
          .append(namesAndValues[i])
          .append("'>")
          .append(namesAndValues[i + 1])
          .append("</Data>");
    }
    return data.toString();
  }

  @Test
  void whatOneProcessDoesToAnotherNamesBoth() throws Exception {
    WindowsReading event =
        read(
            "Microsoft-Windows-Sysmon",
            10,
            CLASSIC,
            data(
                "SourceProcessId", "812",
                "SourceImage", "C:\\Tools\\dump.exe",
                "TargetImage", "C:\\Windows\\System32\\lsass.exe",
                "SourceUser", "CONTOSO\\bob"));
    assertThat(event.processName()).isEqualTo("dump.exe");
    assertThat(event.processId()).isEqualTo("812");
    assertThat(event.fields())
        .containsEntry(Fields.EVENT_ACTION, "process-accessed")
        .containsEntry(Fields.USER_NAME, "bob")
        .containsEntry(Fields.FILE_PATH, "C:\\Windows\\System32\\lsass.exe");
  }

  @Test
  void theTimeBeforeItWasSetIsTold() throws Exception {
    assertThat(
            read(SECURITY, 4616, SUCCESS, data("PreviousTime", "2026-01-01T00:00:00.0000000Z"))
                .fields())
        .containsEntry(Fields.EVENT_REPORTED_TIME, "2026-01-01T00:00:00.0000000Z");
  }

  @Test
  void theAuditLogOfServer2003NamesWhoClearedIt() throws Exception {
    assertThat(
            read(
                    "Security",
                    517,
                    SUCCESS,
                    "<Data>SYSTEM</Data><Data>NT AUTHORITY</Data><Data>(0x0,0x3E7)</Data>"
                        + "<Data>admin</Data><Data>FS01</Data><Data>(0x0,0x1F0C6)</Data>")
                .fields())
        .containsEntry(Fields.EVENT_ACTION, "audit-log-cleared")
        .containsEntry(Fields.USER_NAME, "admin")
        .containsEntry(Fields.USER_DOMAIN, "FS01");
  }

  @Test
  void everyEventHasItsOwnWordsAndValues() throws Exception {
    WindowsReading event =
        read(
            "Other",
            9,
            CLASSIC,
            "<Data>one</Data><Data/><Data>two words</Data><Binary>00</Binary>");
    assertThat(event.message()).isEqualTo("Other 9: one \"two words\"");
    assertThat(event.time()).isEqualTo(Instant.parse("2026-01-02T03:04:05.6789012Z"));
    assertThat(event.host()).isEqualTo("FS01");
    assertThat(event.severity()).isEqualTo(3);
    assertThat(event.fields())
        .containsEntry(Fields.EVENT_CODE, "9")
        .containsEntry(Fields.EVENT_PROVIDER, "Other")
        .containsEntry(Fields.WINLOG_CHANNEL, "System")
        .containsEntry(Fields.WINLOG_RECORD_ID, 77L)
        .containsEntry(Fields.WINLOG_QUALIFIERS, 32768L)
        .containsEntry("winlog.event_data.param1", "one")
        .containsEntry("winlog.event_data.param3", "two words")
        .containsEntry("winlog.event_data.Binary", "00")
        .containsEntry(Fields.REVIEW_KIND, "fault")
        .containsEntry(Fields.REVIEW_FILLED, List.of("type", "time", "origin", "resource"))
        .doesNotContainKey(Fields.EVENT_OUTCOME);
  }

  @Test
  void theTextOfAForwardingComputerIsTheMessage() throws Exception {
    WindowsReading event =
        decoder.read(
            ("<Event><System><Provider Name='P'/><EventID>1</EventID></System><EventData>"
                    + "<Data Name='A'>1</Data><Data Name='A'>2</Data></EventData>"
                    + "<RenderingInfo Culture='ja-JP'><Message>サービスが停止しました。</Message></RenderingInfo></Event>")
                .getBytes(StandardCharsets.UTF_8));
    assertThat(event.message()).isEqualTo("サービスが停止しました。");
    assertThat(event.fields()).containsEntry("winlog.event_data.A", List.of("1", "2"));
  }

  @Test
  void aFailedLogonSaysWhoFromWhereAndWhy() throws Exception {
    WindowsReading event =
        read(
            SECURITY,
            4625,
            FAILURE,
            data("SubjectUserName", "-", "TargetUserSid", "S-1-0-0", "TargetUserName", "bob")
                + data(
                    "TargetDomainName", "CORP", "Status", "0xc000006d", "SubStatus", "0xC000006A")
                + data("LogonType", "10", "WorkstationName", "-", "ProcessId", "0x1b0c")
                + data("ProcessName", "C:\\Windows\\System32\\svchost.exe")
                + data("IpAddress", "::ffff:192.0.2.7", "IpPort", "49152"));
    assertThat(event.processName()).isEqualTo("svchost.exe");
    assertThat(event.processId()).isEqualTo("6924");
    assertThat(event.fields())
        .containsEntry(Fields.USER_NAME, "bob")
        .containsEntry(Fields.USER_DOMAIN, "CORP")
        .containsEntry(Fields.SOURCE_IP, "192.0.2.7")
        .containsEntry(Fields.SOURCE_PORT, 49152L)
        .containsEntry(Fields.EVENT_OUTCOME, "failure")
        .containsEntry(Fields.EVENT_ACTION, "logon-failed")
        .containsEntry(Fields.EVENT_REASON, "wrong password")
        .containsEntry(Fields.ERROR_CODE, "0xC000006A")
        .containsEntry(Fields.WINLOG_LOGON_TYPE, "RemoteInteractive")
        .containsEntry(Fields.REVIEW_KIND, "security_event")
        .containsEntry(
            Fields.REVIEW_FILLED, List.of("user", "type", "time", "outcome", "origin", "resource"))
        .doesNotContainKey(Fields.USER_ID)
        .doesNotContainKey(Fields.SOURCE_DOMAIN);
  }

  @Test
  void aNetworkLogonWithoutAddressHasNoOriginAndOneAtTheConsoleHas() throws Exception {
    String user = data("TargetUserName", "bob", "IpAddress", "-", "WorkstationName", "-");
    WindowsReading network = read(SECURITY, 4624, SUCCESS, user + data("LogonType", "3"));
    WindowsReading console = read(SECURITY, 4624, SUCCESS, user + data("LogonType", "2"));
    assertThat(network.fields())
        .containsEntry(
            Fields.REVIEW_FILLED, List.of("user", "type", "time", "outcome", "resource"));
    assertThat(console.fields()).containsEntry(Fields.SOURCE_DOMAIN, "FS01");
  }

  @Test
  void whatWasRefusedIsASecurityEvent() throws Exception {
    String check = data("TargetUserName", "bob", "Workstation", "KALI", "Status", "0xc000006a");
    assertThat(read(SECURITY, 4776, FAILURE, check).fields())
        .containsEntry(Fields.EVENT_OUTCOME, "failure")
        .containsEntry(Fields.REVIEW_KIND, "security_event");
    assertThat(read(SECURITY, 4776, SUCCESS, check).fields())
        .containsEntry(Fields.EVENT_OUTCOME, "success")
        .containsEntry(Fields.REVIEW_KIND, "user_activity");
  }

  @Test
  void theTimeOfAnUnexpectedShutdownComesFromItsBinary() throws Exception {
    WindowsReading event =
        read(
            "EventLog",
            6008,
            CLASSIC,
            "<Data>12:34:56</Data><Data>\u200e2026/\u200e01/\u200e02</Data>"
                + "<Binary>EA0701000500020015002200380000"
                + "00EA07010005000200"
                + "0C00220038007B00</Binary>");
    assertThat(event.fields())
        .containsEntry(Fields.EVENT_REPORTED_TIME, "2026-01-02T12:34:56.123Z")
        .containsEntry(Fields.EVENT_ACTION, "unexpected-shutdown")
        .containsEntry(Fields.REVIEW_KIND, "fault")
        .containsEntry(Fields.EVENT_OUTCOME, "failure");
  }

  @Test
  void aDeletionGetsTheNameOfItsHandle() throws Exception {
    String handle = data("HandleId", "0x1c4", "ProcessId", "0x4d0", "SubjectUserName", "bob");
    read(
        SECURITY,
        4656,
        SUCCESS,
        handle
            + data("ObjectType", "File", "ObjectName", "D:\\share\\plan.xlsx")
            + data("AccessList", "%%1537\n\t\t\t\t%%4416\n\t\t\t\t%%9999"));
    WindowsReading deleted = read(SECURITY, 4660, SUCCESS, handle);
    assertThat(deleted.fields()).containsEntry(Fields.FILE_PATH, "D:\\share\\plan.xlsx");

    WindowsReading other = read(SECURITY, 4660, SUCCESS, handle.replace("0x1c4", "0x1c8"));
    assertThat(other.fields()).doesNotContainKey(Fields.FILE_PATH);
  }

  @Test
  void rightsAreNamed() throws Exception {
    WindowsReading event =
        read(
            SECURITY,
            4663,
            SUCCESS,
            data("ObjectType", "Key", "ObjectName", "\\REGISTRY\\MACHINE\\X")
                + data("AccessList", "%%1537\n\t\t\t\t%%4433\n\t\t\t\t%%9999"));
    assertThat(event.fields())
        .containsEntry(Fields.WINLOG_ACCESS_LIST, List.of("DELETE", "SetKeyValue", "%%9999"))
        .containsEntry(Fields.REGISTRY_PATH, "\\REGISTRY\\MACHINE\\X")
        .doesNotContainKey(Fields.FILE_PATH);
  }

  @Test
  void anAuditLogClearedSaysByWhom() throws Exception {
    WindowsReading event =
        read(
            "Microsoft-Windows-Eventlog",
            1102,
            "0x4020000000000000",
            "<UserData><LogFileCleared xmlns='urn:x'><SubjectUserName>eve</SubjectUserName>"
                + "<SubjectDomainName>CORP</SubjectDomainName></LogFileCleared></UserData>");
    assertThat(event.fields())
        .containsEntry("winlog.user_data.SubjectUserName", "eve")
        .containsEntry(Fields.USER_NAME, "eve")
        .containsEntry(Fields.FILE_PATH, "Security")
        .containsEntry(Fields.REVIEW_KIND, "security_event");
  }

  @Test
  void malwareIsNamedWithFileAndUser() throws Exception {
    WindowsReading event =
        read(
            "Microsoft-Windows-Windows Defender",
            1116,
            "0x8000000000000000",
            data(
                "Threat Name", "Virus:DOS/EICAR_Test_File",
                "Severity Name", "Severe",
                "Process Name", "Unknown",
                "Detection User", "CORP\\bob",
                "Path", "file:_C:\\tmp\\eicar.com; containerfile:_C:\\tmp\\a.zip",
                "Error Code", "0x00000000"));
    assertThat(event.fields())
        .containsEntry(Fields.EVENT_ACTION, "malware-found")
        .containsEntry(Fields.REVIEW_KIND, "security_event")
        .containsEntry(Fields.THREAT_NAME, "Virus:DOS/EICAR_Test_File")
        .containsEntry(Fields.FILE_PATH, "C:\\tmp\\eicar.com")
        .containsEntry(Fields.USER_NAME, "bob")
        .containsEntry(Fields.EVENT_REASON, "Severe")
        .doesNotContainKey(Fields.ERROR_CODE)
        .doesNotContainKey(Fields.PROCESS_EXECUTABLE);
    assertThat(
            read("Service Control Manager", 7034, "0x8080000000000000", data("param1", "Spooler"))
                .fields())
        .containsEntry(Fields.SERVICE_NAME, "Spooler")
        .containsEntry(Fields.REVIEW_KIND, "fault");
  }

  @Test
  void aGatewaySessionSaysWhatItReached() throws Exception {
    WindowsReading event =
        read(
            "Microsoft-Windows-TerminalServices-Gateway",
            303,
            "0x4000000000000000",
            "<UserData><EventInfo xmlns='aag'><Username>CORP\\bob</Username><IpAddress>203.0.113.9</IpAddress>"
                + "<Resource>ts1.corp</Resource><BytesReceived>10</BytesReceived><BytesTransfered>20"
                + "</BytesTransfered><SessionDuration>60</SessionDuration><ConnectionProtocol>HTTP"
                + "</ConnectionProtocol><ErrorCode>0</ErrorCode></EventInfo></UserData>");
    assertThat(event.fields())
        .containsEntry(Fields.USER_NAME, "bob")
        .containsEntry(Fields.USER_DOMAIN, "CORP")
        .containsEntry(Fields.SOURCE_IP, "203.0.113.9")
        .containsEntry(Fields.DESTINATION_DOMAIN, "ts1.corp")
        .containsEntry(Fields.SOURCE_BYTES, 10L)
        .containsEntry(Fields.EVENT_DURATION, 60_000_000_000L)
        .doesNotContainKey(Fields.ERROR_CODE);
  }

  @Test
  void volumesUptimeAndShutdownsAreNamed() throws Exception {
    assertThat(
            read(
                    "VolSnap",
                    25,
                    CLASSIC,
                    "<Data>\\Device\\HarddiskVolumeShadowCopy1</Data><Data>D:</Data>")
                .fields())
        .containsEntry(Fields.VOLUME_DEVICE, "D:")
        .containsEntry(Fields.EVENT_ACTION, "shadow-copies-deleted");
    assertThat(
            read("EventLog", 6013, CLASSIC, "<Data/><Data/><Data/><Data/><Data>86400</Data>")
                .fields())
        .containsEntry(Fields.HOST_UPTIME, 86_400L);
    assertThat(
            read("USER32", 1074, CLASSIC, data("param1", "C:\\x.exe (FS01)", "param7", "CORP\\bob"))
                .fields())
        .containsEntry(Fields.USER_NAME, "bob");
  }

  @Test
  void whatIsNoEventIsRefused() {
    assertThatThrownBy(() -> decoder.read("<Event>".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedEventException.class);
  }

  @Test
  void theTableNamesOnlyFieldsThatAreDocumented() throws Exception {
    Set<String> names = new HashSet<>();
    for (Field field : Fields.class.getFields()) {
      names.add(String.valueOf(field.get(null)));
    }
    assertThat(names).containsAll(EventTable.load().fields());
  }

  @Test
  void aFaultInTheTableIsNamedWithItsLine() {
    assertThatThrownBy(() -> EventTable.parse("provider P\nevent 1 fault success x nogroup\n"))
        .hasMessageContaining("events.txt:2")
        .hasMessageContaining("the unknown group nogroup");
    assertThatThrownBy(() -> EventTable.parse("provider P\nevent 1 fault success x\n  a = b:c\n"))
        .hasMessageContaining("events.txt:3");
  }

  @Test
  void handlesAreForgottenOldestFirst() {
    ObjectNames names = new ObjectNames();
    for (int i = 0; i <= ObjectNames.HANDLES; i++) {
      names.keep("h", "1", Integer.toString(i), java.util.Map.of("file.path", "f" + i));
    }
    assertThat(names.recall("h", "1", "0")).isNull();
    assertThat(names.recall("h", "1", "1")).containsEntry("file.path", "f1");
  }
}
