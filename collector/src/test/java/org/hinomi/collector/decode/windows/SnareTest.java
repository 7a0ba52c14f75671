package org.hinomi.collector.decode.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.decode.Event;
import org.hinomi.core.event.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows events that Snare and NXLog send by syslog have the fields of the events themselves. */
class SnareTest {
  private static final String FAILED =
      "MSWinEventLog\t1\tSecurity\t77\tWed Mar 02 04:57:50 2022\t4625\t"
          + "Microsoft-Windows-Security-Auditing\tN/A\tN/A\tFailure Audit\tws1.corp.example\tLogon\t\t"
          + "An account failed to log on.    Subject:   Security ID:  S-1-0-0   Account Name:  -   "
          + "Account Domain:  -   Logon ID:  0x0    Logon Type:   3    "
          + "Account For Which Logon Failed:   Security ID:  S-1-0-0   Account Name:  eve   "
          + "Account Domain:      Failure Information:   Failure Reason:  Unknown user name or bad "
          + "password.   Status:   0xC000006D   Sub Status:  0xC0000064    Process Information:   "
          + "Caller Process ID: 0x0   Caller Process Name: -    Network Information:   Workstation "
          + "Name: KALI   Source Network Address: 192.0.2.7   Source Port:  50123    Detailed "
          + "Authentication Information:   Logon Process:  NtLmSsp    Authentication Package: NTLM  "
          + " Transited Services: -   Package Name (NTLM only): -   Key Length:  0    This event is "
          + "generated when a logon request fails.\t4711";

  private final ReceivedEvents events = new ReceivedEvents();

  /** Whoever sends it: what it costs grows with its length, not with the square of that. */
  @Test
  void aLongListOfRightsIsReadOnce() {
    String message =
        FAILED.substring(0, FAILED.indexOf("An account"))
            + "Privileges:\tSeTcbPrivilege"
            + "\n\t\tx".repeat(8_000)
            + "\t4711";
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Event event = events.decode("<14>" + message);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(event.fields().get(Fields.WINLOG_EVENT_DATA + "PrivilegeList"))
        .asString()
        .startsWith("SeTcbPrivilege\n\t\t\tx\n")
        .hasSize(14 + 5 * 8_000);
    assertThat(bytes).isLessThan(20_000_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<14>Mar  2 04:57:50 ws1 ", // RFC 3164
        "<14>ws1\t", // host and columns alone
        "<14>", // columns alone
        "ws1\t", // no priority
        "<14>1 2022-03-01T19:57:50Z ws1 "
      })
  void anEventIsReadHoweverItIsFramed(String frame) {
    Event event = events.decode(frame + FAILED);

    assertThat(event.host()).isEqualTo("ws1.corp.example");
    assertThat(ReceivedEvents.time(event)).isEqualTo("2022-03-01T19:57:50Z");
    assertThat(event.message()).contains("An account failed");
    ReceivedEvents.isFailedLogon(event);
    assertThat(event.fields())
        .containsEntry(Fields.WINLOG_RECORD_ID, 4711L)
        .containsEntry("winlog.event_data.Status", "0xC000006D")
        .containsEntry("winlog.event_data.LogonProcessName", "NtLmSsp");
  }

  /** A relay of rsyslog escapes tabs and line ends. */
  @Test
  void anEscapedEventIsReadToo() {
    Event event = events.decode("<14>Mar  2 04:57:50 ws1 " + FAILED.replace("\t", "#011"));

    assertThat(event.fields()).containsEntry(Fields.USER_NAME, "eve");
    assertThat(event.message()).contains("#011An account failed");
  }

  /** A text that keeps its line ends and tabs, and one of a Japanese Windows. */
  @Test
  void aTextMayHaveItsLineEndsAndOtherLabels() {
    Event event =
        events.decode(
            "<14>Mar  2 04:57:50 ws1 MSWinEventLog\t1\tSecurity\t77\tWed Mar 02 04:57:50 2022\t4624\t"
                + "Microsoft-Windows-Security-Auditing\tN/A\tN/A\tSuccess Audit\tws1\tLogon\t\t"
                + "アカウントが正常にログオンしました。\r\n\r\nサブジェクト:\r\n\tセキュリティ ID:\t\tS-1-5-18\r\n"
                + "\tアカウント名:\t\tWS1$\r\n\r\nログオン タイプ:\t\t\t10\r\n\r\n新しいログオン:\r\n"
                + "\tアカウント名:\t\t山田\r\n\tアカウント ドメイン:\t\tCORP\r\n\r\nネットワーク情報:\r\n"
                + "\tソース ネットワーク アドレス:\t192.0.2.9\r\n\tソース ポート:\t\t0\t12");

    assertThat(event.fields())
        .containsEntry(Fields.USER_NAME, "山田")
        .containsEntry(Fields.USER_DOMAIN, "CORP")
        .containsEntry(Fields.SOURCE_IP, "192.0.2.9")
        .containsEntry("winlog.event_data.SubjectUserName", "WS1$")
        .containsEntry(Fields.WINLOG_RECORD_ID, 12L);
  }

  /** What has no labels is told by its id, and by the account that Snare names. */
  @Test
  void aClassicEventHasItsMeaning() {
    Event event =
        events.decode(
            "<14>Nov 27 08:00:00 fs1 MSWinEventLog\t3\tSystem\t5\tFri Nov 27 08:00:00 2026\t25\tvolsnap"
                + "\tN/A\tN/A\tError\tfs1\tNone\t\tThe shadow copies of volume D: were deleted because "
                + "the shadow copy storage could not grow in time.");

    assertThat(event.app()).as("what the header says stays").isEqualTo("MSWinEventLog");
    assertThat(event.severity()).isEqualTo(6);
    assertThat(event.fields())
        .containsEntry(Fields.WINLOG_LEVEL, 2L)
        .containsEntry(Fields.EVENT_ACTION, "shadow-copies-deleted")
        .containsEntry(Fields.REVIEW_KIND, "fault");
    Event shutdown =
        events.decode(
            "<14>Nov 27 08:00:00 fs1 MSWinEventLog\t1\tSystem\t6\tFri Nov 27 08:00:00 2026\t1074\tUser32"
                + "\tCORP\\bob\tUser\tInformation\tfs1\tNone\t\tThe process Explorer.EXE has initiated "
                + "the restart of computer FS1\t8");
    assertThat(shutdown.fields())
        .containsEntry(Fields.USER_NAME, "bob")
        .containsEntry(Fields.EVENT_ACTION, "shutdown-initiated");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"MSWinEventLog", "MSWinEventLog\t1", "MSWinEventLog\t1\ta\tb\tc\tno number"})
  void whatIsNoneStaysAText(String text) {
    Event event = events.decode("<14>Mar  2 04:57:50 ws1 " + text);

    assertThat(event.host()).isEqualTo("ws1");
    assertThat(event.fields()).doesNotContainKey(Fields.EVENT_CODE);
  }

  @Test
  void whateverIsLeftOfAMessageIsAnEvent() {
    events.keepsWhateverIsLeftOf("<14>Mar  2 04:57:50 ws1 " + FAILED, "\t: #0-9\n\u0000");
  }

  /** A real export of a Windows Server 2022 by NXLog: 278 events of 37 kinds. */
  @Test
  void realEventsAreRead() throws Exception {
    Path file = Path.of("../../shared/data/logs/snare/sample-windows2022-security.data");
    assumeTrue(Files.exists(file), "no ../shared/data/logs/snare"); // beside the checkout
    int subjects = 0;
    int targets = 0;
    int processes = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      Event event = events.decode(line);
      Map<String, Object> fields = event.fields();
      String text = event.message();
      String code = fields.get(Fields.EVENT_CODE) + "";
      assertThat(fields)
          .as(line)
          .containsEntry(Fields.EVENT_PROVIDER, "Microsoft-Windows-Security-Auditing")
          .containsEntry(Fields.EVENT_OUTCOME, "success")
          .containsEntry(Fields.WINLOG_CHANNEL, "Security")
          .containsKeys(Fields.WINLOG_RECORD_ID, Fields.REVIEW_FILLED);
      assertThat(event.host()).isEqualTo("WIN-5SB1I3G0V7U");
      if (text.contains("Subject:   Security ID:") && !code.matches("4634|4647")) {
        subjects++;
        assertThat(fields).as(line).containsKey("winlog.event_data.SubjectUserSid");
        assertThat(fields).as(line).containsKey("winlog.event_data.SubjectLogonId");
      }
      if (code.matches("4624|4634|4647|4648|4720|4724|4728|4732|4738|4776|4798|4799")) {
        targets++;
        assertThat(fields).as(line).containsKey("winlog.event_data.TargetUserName");
      }
      if (code.matches("4624|4672|4720|4732|4776")) {
        assertThat(fields).as(line).containsKey(Fields.USER_NAME);
      }
      if (code.equals("4688")) {
        processes++;
        assertThat(fields).as(line).containsKeys(Fields.PROCESS_EXECUTABLE);
      }
    }
    assertThat(List.of(subjects, targets, processes)).containsExactly(217, 77, 10);
  }
}
