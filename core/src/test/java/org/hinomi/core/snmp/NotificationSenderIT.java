package org.hinomi.core.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.snmp.HinomiMib.Notification;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our notifications and our MIB with smilint, snmptrapd and tshark. */
@Timeout(60)
class NotificationSenderIT {

  private static final Secret COMMUNITY = new Secret("public");

  private final HinomiMib mib = HinomiMib.under(HinomiMib.DEFAULT_ENTERPRISE);

  @TempDir Path folder;

  @Test
  void smilintHasNothingToSay() throws Exception {
    for (String enterprise : List.of(HinomiMib.DEFAULT_ENTERPRISE, "1.3.6.1.4.1.64512.3")) {
      Path module = folder.resolve("HINOMI-MIB.txt");
      Files.writeString(module, HinomiMib.under(enterprise).text());
      ProcessBuilder smilint = new ProcessBuilder("smilint", "-l", "3", module.toString());
      smilint.environment().put("SMIPATH", mibs() + "/base");
      assertThat(output(smilint, "smitools")).isEmpty();
    }
  }

  @Test
  void snmptrapdPrintsEveryObjectByName() throws Exception {
    int port = freePort();
    Process snmptrapd = snmptrapd(port);
    try (BufferedReader lines = snmptrapd.inputReader(UTF_8);
        NotificationSender sender = new NotificationSender(mib, System::nanoTime)) {
      readUntil(lines, "NET-SNMP version");
      HostPort address = new HostPort("127.0.0.1", port);
      sender.send(
          Samples.eventMatch("ディスク障害 /dev/sda1"), NotificationTarget.trap(address, COMMUNITY));
      String match = readUntil(lines, "hinomiTextCut");
      assertThat(match)
          .contains("SNMPv2-MIB::sysUpTime.0 = Timeticks: (")
          .contains("SNMPv2-MIB::snmpTrapOID.0 = OID: HINOMI-MIB::hinomiEventMatch")
          .contains("HINOMI-MIB::hinomiHost.0 = STRING: fs1")
          .contains("HINOMI-MIB::hinomiSequence.0 = STRING: 17")
          .contains("HINOMI-MIB::hinomiRuleTitle.0 = STRING: ディスク障害")
          .contains("HINOMI-MIB::hinomiRuleLevel.0 = INTEGER: high(4)")
          .contains("HINOMI-MIB::hinomiEventTime.0 = STRING: 2026-11-23T20:15:00.123456Z")
          .contains("HINOMI-MIB::hinomiEventMessage.0 = STRING: ディスク障害 /dev/sda1")
          .contains("HINOMI-MIB::hinomiTextCut.0 = Gauge32: 0")
          .doesNotContain("enterprises")
          .doesNotContain("Hex-STRING")
          .doesNotContain("Wrong Type");
      for (Notification kind :
          List.of(
              Notification.THRESHOLD_RAISED,
              Notification.THRESHOLD_CHANGED,
              Notification.THRESHOLD_CLEARED)) {
        // snmptrapd answers informs: send() returns when it has.
        sender.send(Samples.thresholdStep(kind), NotificationTarget.inform(address, COMMUNITY));
        assertThat(readUntil(lines, "hinomiTextCut"))
            .contains("SNMPv2-MIB::snmpTrapOID.0 = OID: HINOMI-MIB::" + kind.label())
            .contains("HINOMI-MIB::hinomiSubject.0 = STRING: system.filesystem.mountpoint=/データ")
            .contains("HINOMI-MIB::hinomiValue.0 = STRING: 0.925")
            .contains("HINOMI-MIB::hinomiSeverity.0 = INTEGER: critical(2)")
            .doesNotContain("enterprises")
            .doesNotContain("Hex-STRING");
      }
    } finally {
      snmptrapd.destroy();
      snmptrapd.waitFor();
    }
  }

  @Test
  void tsharkFindsNothingMalformed() throws Exception {
    StringBuilder dump = new StringBuilder();
    try (DatagramSocket nms = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        NotificationSender sender = new NotificationSender(mib, System::nanoTime)) {
      nms.setSoTimeout(10_000);
      NotificationTarget target =
          NotificationTarget.trap(new HostPort("127.0.0.1", nms.getLocalPort()), COMMUNITY);
      sender.send(Samples.eventMatch("障害".repeat(2000)), target);
      appendDump(dump, receive(nms));
      sender.send(Samples.eventMatch(""), target);
      appendDump(dump, receive(nms));
      sender.send(Samples.thresholdStep(Notification.THRESHOLD_RAISED), target);
      appendDump(dump, receive(nms));
    }
    Path hex = Files.writeString(folder.resolve("packets.txt"), dump);
    Path pcap = folder.resolve("packets.pcap");
    output(
        new ProcessBuilder("text2pcap", "-q", "-u", "50000,162", hex.toString(), pcap.toString()),
        "tshark");
    String all = output(new ProcessBuilder("tshark", "-r", pcap.toString()), "tshark");
    assertThat(all.lines().filter(line -> line.contains("SNMP"))).hasSize(3);
    String suspicious =
        output(
            new ProcessBuilder(
                "tshark", "-r", pcap.toString(), "-Y", "_ws.malformed || _ws.expert || !snmp"),
            "tshark");
    assertThat(suspicious.lines().filter(line -> line.contains("SNMP") || line.contains("UDP")))
        .isEmpty();
  }

  @Test
  void anInformWithoutAnswerIsAnError() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        NotificationSender sender = new NotificationSender(mib, System::nanoTime)) {
      HostPort address = new HostPort("127.0.0.1", silent.getLocalPort());
      NotificationTarget target =
          new NotificationTarget(address, COMMUNITY, true, Duration.ofMillis(50), 0);
      assertThatThrownBy(() -> sender.send(Samples.eventMatch("m"), target))
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessage("inform to " + address + ": no answer to 1 attempts of 50 ms");
    }
  }

  @Test
  void oneDestinationThatIsSilentDelaysNoOther() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        DatagramSocket good = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      good.setSoTimeout(10_000);
      NotificationTarget never =
          new NotificationTarget(
              new HostPort("127.0.0.1", silent.getLocalPort()),
              COMMUNITY,
              true,
              Duration.ofMinutes(10),
              0);
      NotificationTarget trap =
          NotificationTarget.trap(new HostPort("127.0.0.1", good.getLocalPort()), COMMUNITY);
      NotificationSender sender = new NotificationSender(mib, System::nanoTime);
      try (NotificationQueue queue = new NotificationQueue(sender, List.of(never, trap), 4)) {
        queue.start();
        for (int i = 0; i < 20; i++) {
          queue.offer(Samples.eventMatch("number " + i));
          assertThat(receive(good)).isNotEmpty();
        }
        assertThat(queue.dropped()).isBetween(15L, 16L); // one on its way, four wait
      }
    }
  }

  private static byte[] receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
    socket.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  private static void appendDump(StringBuilder dump, byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      dump.append(i % 16 == 0 ? "%n%06x".formatted(i) : "").append(" %02x".formatted(bytes[i]));
    }
    dump.append('\n');
  }

  private Process snmptrapd(int port) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "snmptrapd",
            "-m",
            "SNMPv2-MIB:HINOMI-MIB",
            "-M",
            mibs() + ":" + mibs() + "/base",
            "-C",
            "-f",
            "-n",
            "-Lo",
            "--disableAuthorization=yes",
            "udp:127.0.0.1:" + port);
    builder.environment().put("SNMP_PERSISTENT_DIR", folder.toString());
    builder.redirectErrorStream(true);
    return start(builder, "snmptrapd");
  }

  private static String readUntil(BufferedReader lines, String text) throws IOException {
    StringBuilder read = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      read.append(line).append('\n');
      if (line.contains(text)) {
        return read.toString();
      }
    }
    throw new AssertionError("the program ended without «" + text + "»: " + read);
  }

  private static String output(ProcessBuilder builder, String apt) throws Exception {
    Process process = start(builder.redirectErrorStream(true), apt);
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return output;
  }

  private static Process start(ProcessBuilder builder, String apt) throws IOException {
    try {
      return builder.start();
    } catch (IOException missing) {
      Assumptions.abort(
          builder.command().getFirst()
              + " is missing: apt-get install "
              + apt
              + " ("
              + missing
              + ")");
      throw missing;
    }
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Path mibs() {
    return HinomiMibTest.checkout().resolve("conf/mibs");
  }
}
