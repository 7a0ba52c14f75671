package org.hinomi.collector.notify.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.alert.AlertFixtures;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.collector.notify.GroupFixtures;
import org.hinomi.collector.notify.Heartbeats;
import org.hinomi.collector.notify.Waiting;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.snmp.HinomiMib;
import org.hinomi.core.snmp.NotificationSender;
import org.hinomi.core.snmp.NotificationTarget;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our traps as snmptt reads them from snmptrapd: with definitions that its own converter makes of
 * our modules, as its operator would do it.
 */
@Timeout(120)
class SnmpttIT {
  private static final Path SNMPTT = Path.of("/usr/sbin/snmptt");
  private static final Path CONVERT = Path.of("/usr/sbin/snmpttconvertmib");

  /** snmptt names a trap by its number. */
  private static final String HINOMI = " .1.3.6.1.4.1." + HinomiMib.DEFAULT_ENTERPRISE + ".";

  private static final String DISMAN_EVENT = " .1.3.6.1.2.1.88.2.";
  private static final Transition RAISED = AlertFixtures.transition("3f2c", Kind.RAISED, "/srv");
  private static final Transition CLEARED = AlertFixtures.transition("aa01", Kind.CLEARED, "/srv");

  private final HinomiMib mib = HinomiMib.under(HinomiMib.DEFAULT_ENTERPRISE);
  @TempDir private Path folder;
  private @Nullable Process snmptrapd;
  private int port;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(
        Files.isExecutable(SNMPTT) && Files.isExecutable(CONVERT),
        "needs snmptt: apt-get install snmptt");
    assumeTrue(
        Files.isExecutable(Path.of("/usr/sbin/snmptrapd")),
        "needs snmptrapd: apt-get install snmptrapd");
    convert("conf/mibs/HINOMI-MIB.txt");
    convert("conf/mibs/base/DISMAN-EVENT-MIB.txt");
    Files.writeString(
        folder.resolve("snmptt.ini"),
        """
        [General]
        snmptt_system_name =
        mode = standalone
        multiple_event = 1
        dns_enable = 0
        strip_domain = 0
        net_snmp_perl_enable = 0
        translate_log_trap_oid = 0
        translate_value_oids = 0
        threads_enable = 0
        [DaemonMode]
        daemon_fork = 0
        [Logging]
        stdout_enable = 0
        log_enable = 1
        log_file = FOLDER/snmptt.log
        log_system_enable = 0
        unknown_trap_log_enable = 1
        unknown_trap_log_file = FOLDER/unknown.log
        syslog_enable = 0
        syslog_system_enable = 0
        [Exec]
        exec_enable = 0
        [TrapFiles]
        snmptt_conf_files = <<END
        FOLDER/HINOMI-MIB.conf
        FOLDER/DISMAN-EVENT-MIB.conf
        END
        """
            .replace("FOLDER", folder.toString()));
    Files.writeString(
        folder.resolve("snmptrapd.conf"),
        "disableAuthorization yes\ntraphandle default "
            + SNMPTT
            + " --ini="
            + folder.resolve("snmptt.ini")
            + "\n");
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            "snmptrapd",
            "-f",
            "-On", // snmptt wants numbers
            "-C",
            "-c",
            folder.resolve("snmptrapd.conf").toString(),
            "-Lf",
            folder.resolve("snmptrapd.log").toString(),
            "udp:127.0.0.1:" + port);
    builder.environment().put("SNMP_PERSISTENT_DIR", folder.toString());
    snmptrapd = builder.redirectErrorStream(true).start();
    Waiting.until(
        Duration.ofSeconds(30),
        "snmptrapd",
        () -> read("snmptrapd.log").contains("NET-SNMP version"));
  }

  @AfterEach
  void stop() throws Exception {
    Process process = snmptrapd;
    if (process != null) {
      process.destroy();
      process.waitFor();
    }
  }

  /** As its operator makes definitions of a module. */
  private void convert(String module) throws Exception {
    Path mibs = GroupFixtures.checkout().resolve("conf/mibs");
    Path in = GroupFixtures.checkout().resolve(module);
    String name = in.getFileName().toString().replace(".txt", "");
    List<String> command = new ArrayList<>(List.of(CONVERT.toString()));
    command.add("--in=" + in);
    command.add("--out=" + folder.resolve(name + ".conf"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("MIBDIRS", mibs + ":" + mibs.resolve("base"));
    builder.environment().put("MIBS", "ALL");
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(folder.resolve(name + ".conf")).as(said).isNotEmptyFile();
  }

  @Test
  void readsAlertsAndHeartbeats() throws Exception {
    deliver(TrapStyle.HINOMI, RAISED);
    expect(HINOMI + "0.2 ", "A threshold began to be exceeded", "fs01", "filesystem-full");
    deliver(TrapStyle.HINOMI, CLEARED);
    expect(HINOMI + "0.4 ", "fs01", "filesystem-full");
    deliver(TrapStyle.DISMAN_EVENT, RAISED);
    expect(DISMAN_EVENT + "0.2 ", "fs01", "filesystem-full");
    deliver(TrapStyle.DISMAN_EVENT, CLEARED);
    expect(DISMAN_EVENT + "0.3 ", "fs01", "filesystem-full");
    try (TrapNotifier notifier = notifier(TrapStyle.HINOMI)) {
      assertThat(notifier.tell(Heartbeats.of("col01", AlertFixtures.START)))
          .isEqualTo(new Delivery.Delivered());
    }
    expect(HINOMI + "0.5 ", "collector");
    assertThat(read("unknown.log")).as("every trap has a definition").isEmpty();
  }

  private void deliver(TrapStyle style, Transition step) throws IOException {
    try (TrapNotifier notifier = notifier(style)) {
      assertThat(notifier.deliver(step)).isEqualTo(new Delivery.Delivered());
    }
  }

  private TrapNotifier notifier(TrapStyle style) throws IOException {
    NotificationTarget target =
        NotificationTarget.inform(new HostPort("127.0.0.1", port), new Secret("public"));
    return new TrapNotifier(
        "nms", new NotificationSender(mib, System::nanoTime), target, style, mib, "collector");
  }

  /** Waits for a line of snmptt's log that has all of these. */
  private void expect(String... words) throws Exception {
    Waiting.until(
        Duration.ofSeconds(60),
        String.join(" ", words) + " in " + read("snmptt.log") + read("unknown.log"),
        () ->
            read("snmptt.log")
                .lines()
                .anyMatch(line -> List.of(words).stream().allMatch(line::contains)));
  }

  private String read(String name) throws IOException {
    Path file = folder.resolve(name);
    return Files.exists(file) ? Files.readString(file) : "";
  }
}
