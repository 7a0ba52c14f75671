package org.hinomi.collector.notify.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import org.hinomi.collector.alert.AlertFixtures;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.collector.notify.GroupFixtures;
import org.hinomi.collector.notify.Heartbeats;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.snmp.HinomiMib;
import org.hinomi.core.snmp.NotificationSender;
import org.hinomi.core.snmp.NotificationTarget;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our traps in the words of other modules, as snmptrapd reads them with the modules loaded. */
@Timeout(60)
class StandardTrapsIT {
  private static final String MODULES =
      "SNMPv2-MIB:HINOMI-MIB:DISMAN-EVENT-MIB:ALARM-MIB:SYSLOG-MSG-MIB";
  private static final Transition RAISED = AlertFixtures.transition("3f2c", Kind.RAISED, "/srv");
  private static final Transition CLEARED = AlertFixtures.transition("aa01", Kind.CLEARED, "/srv");

  private final HinomiMib mib = HinomiMib.under(HinomiMib.DEFAULT_ENTERPRISE);
  @TempDir private Path folder;
  private @Nullable Process snmptrapd;
  private BufferedReader lines = new BufferedReader(Reader.nullReader());
  private int port;

  @BeforeEach
  void start() throws IOException {
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path mibs = GroupFixtures.checkout().resolve("conf/mibs");
    ProcessBuilder builder =
        new ProcessBuilder(
            "snmptrapd",
            "-m",
            MODULES,
            "-M",
            mibs + ":" + mibs + "/base",
            "-C",
            "-f",
            "-n",
            "-Lo",
            "--disableAuthorization=yes",
            "udp:127.0.0.1:" + port);
    builder.environment().put("SNMP_PERSISTENT_DIR", folder.toString());
    builder.redirectErrorStream(true);
    try {
      Process started = builder.start();
      snmptrapd = started;
      lines = started.inputReader(UTF_8);
    } catch (IOException missing) {
      Assumptions.abort("snmptrapd is missing: apt-get install snmptrapd (" + missing + ")");
    }
    readUntil("NET-SNMP version");
  }

  @AfterEach
  void stop() throws Exception {
    Process process = snmptrapd;
    if (process != null) {
      process.destroy();
      process.waitFor();
    }
    lines.close();
  }

  @Test
  void dismanEventRisesAndFalls() throws Exception {
    for (NotificationTarget target : targets()) {
      assertThat(deliver(TrapStyle.DISMAN_EVENT, target, RAISED))
          .isEqualTo(new Delivery.Delivered());
      assertThat(readUntil("mteHotValue"))
          .contains("DISMAN-EVENT-MIB::mteTriggerRising")
          .contains("DISMAN-EVENT-MIB::mteHotTrigger.0 = STRING: filesystem-full")
          .contains("DISMAN-EVENT-MIB::mteHotTargetName.0 = STRING: fs01")
          .contains("DISMAN-EVENT-MIB::mteHotContextName.0 = STRING: /srv")
          .contains("DISMAN-EVENT-MIB::mteHotOID.0 = OID: HINOMI-MIB::hinomiValue.0")
          .contains("DISMAN-EVENT-MIB::mteHotValue.0 = INTEGER: 93");
      deliver(TrapStyle.DISMAN_EVENT, target, CLEARED);
      assertThat(readUntil("mteHotValue")).contains("DISMAN-EVENT-MIB::mteTriggerFalling");
    }
  }

  @Test
  void alarmIsActiveAndClear() throws Exception {
    for (NotificationTarget target : targets()) {
      assertThat(deliver(TrapStyle.ALARM, target, RAISED)).isEqualTo(new Delivery.Delivered());
      String active = readUntil("alarmActiveDescription");
      assertThat(active)
          .contains("ALARM-MIB::alarmActiveState")
          .contains("= OID: ALARM-MIB::alarmModelNotificationId.0.")
          .contains("= OID: HINOMI-MIB::hinomiHost.4.102.115.48.49.4.47.115.114.118")
          .contains("CRITICAL fs01 /srv: filesystem-full, 93.1%")
          .doesNotContain("Wrong Type");
      deliver(TrapStyle.ALARM, target, CLEARED);
      String clear = readUntil("alarmActiveDescription");
      assertThat(clear).contains("ALARM-MIB::alarmClearState");
      String resource = "(?s).*(= OID: HINOMI-MIB::hinomiHost[.0-9]+).*";
      assertThat(clear.replaceFirst(resource, "$1")).isEqualTo(active.replaceFirst(resource, "$1"));
      String pointer = "(?s).*alarmModelNotificationId([.0-9]+)\\.\\d+.*";
      assertThat(clear.replaceFirst(pointer, "$1")).isEqualTo(active.replaceFirst(pointer, "$1"));
    }
  }

  @Test
  void syslogMsgIsTheSyslogMessage() throws Exception {
    for (NotificationTarget target : targets()) {
      assertThat(deliver(TrapStyle.SYSLOG_MSG, target, RAISED)).isEqualTo(new Delivery.Delivered());
      assertThat(readUntil("moreSevere"))
          .contains("SYSLOG-MSG-MIB::syslogMsgNotification")
          .contains("SYSLOG-MSG-MIB::syslogMsgFacility.42 = INTEGER: 16")
          .contains("SYSLOG-MSG-MIB::syslogMsgSeverity.42 = INTEGER: 1")
          .contains("SYSLOG-MSG-MIB::syslogMsgTimeStamp.42 = STRING: 2026-11-23,9:5:0.0,+0:0")
          .contains("SYSLOG-MSG-MIB::syslogMsgHostName.42 = STRING: collector")
          .contains("SYSLOG-MSG-MIB::syslogMsgMsgID.42 = STRING: ALERT")
          .contains("syslogMsgMsg.42 = STRING: CRITICAL fs01 /srv: filesystem-full, 93.1%")
          .contains("= STRING: critical");
    }
  }

  @Test
  void aHeartbeatIsNamed() throws Exception {
    try (TrapNotifier notifier = notifier(TrapStyle.ALARM, targets()[0])) {
      assertThat(notifier.tell(Heartbeats.of("col01", AlertFixtures.START)))
          .isEqualTo(new Delivery.Delivered());
    }
    assertThat(readUntil("hinomiTextCut"))
        .contains("HINOMI-MIB::hinomiHeartbeat")
        .contains("HINOMI-MIB::hinomiHost.0 = STRING: collector");
  }

  /** A trap of v1, and an inform of v2c. */
  private NotificationTarget[] targets() {
    HostPort address = new HostPort("127.0.0.1", port);
    Secret community = new Secret("public");
    NotificationTarget inform = NotificationTarget.inform(address, community);
    NotificationTarget v1 =
        new NotificationTarget(
            address,
            NotificationTarget.Version.V1,
            community,
            null,
            false,
            inform.timeout(),
            0,
            inform.format(),
            UTF_8);
    return new NotificationTarget[] {inform, v1};
  }

  private Delivery deliver(TrapStyle style, NotificationTarget target, Transition step)
      throws IOException {
    try (TrapNotifier notifier = notifier(style, target)) {
      return notifier.deliver(step);
    }
  }

  private TrapNotifier notifier(TrapStyle style, NotificationTarget target) throws IOException {
    return new TrapNotifier(
        "nms", new NotificationSender(mib, System::nanoTime), target, style, mib, "collector");
  }

  /** What it prints up to the line with the text. */
  private String readUntil(String text) throws IOException {
    StringBuilder read = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      read.append(line).append('\n');
      if (line.contains(text)) {
        return read.toString();
      }
    }
    throw new AssertionError("the program ended without «" + text + "»: " + read);
  }
}
