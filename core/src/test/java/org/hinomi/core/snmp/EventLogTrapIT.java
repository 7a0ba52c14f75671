package org.hinomi.core.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.snmp.NotificationTarget.Version;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The traps of Windows' event log with tshark and snmptrapd. */
@Timeout(60)
class EventLogTrapIT {
  private static final Secret COMMUNITY = new Secret("public");
  private static final Charset CP932 = Charset.forName("windows-31j");
  private static final String MESSAGE = "ボリューム D: のシャドウ コピー";
  private static final EventLogTrap TRAP =
      new EventLogTrap("VolSnap", 0xC0060019, MESSAGE, "SYSTEM", "fs1", 1, 0, List.of("D:"));

  @TempDir Path folder;

  @Test
  void tsharkReadsWhatWindowsSent() throws Exception {
    byte[] v1 = sent(Version.V1, CP932);
    byte[] v2c = sent(Version.V2C, UTF_8);
    String hex = HexFormat.of().formatHex(v1);
    // enterprise, agent-addr, generic-trap, specific-trap, the tag of time-stamp
    assertThat(hex)
        .contains(
            "2b060104018237010d0107566f6c536e6170"
                + "40047f000001"
                + "020106"
                + "0204c0060019"
                + "43")
        .contains(HexFormat.of().formatHex(MESSAGE.getBytes(CP932)));

    Path dump = Files.writeString(folder.resolve("packets.txt"), dump(v1) + dump(v2c));
    Path pcap = folder.resolve("packets.pcap");
    output(
        new ProcessBuilder("text2pcap", "-q", "-u", "50000,162", dump.toString(), pcap.toString()));
    assertThat(tshark(pcap, "_ws.malformed || _ws.expert || !snmp", "frame.number")).isEmpty();
    assertThat(
            tshark(
                pcap,
                "snmp.version == 0",
                "snmp.enterprise",
                "snmp.agent_addr",
                "snmp.generic_trap",
                "snmp.specific_trap",
                "snmp.name"))
        .containsExactly(
            "1.3.6.1.4.1.311.1.13.1.7.86.111.108.83.110.97.112|127.0.0.1|6|-1073348583|"
                + objects());
    assertThat(tshark(pcap, "snmp.version == 1", "snmp.value.oid", "snmp.name"))
        .containsExactly(
            "1.3.6.1.4.1.311.1.13.1.7.86.111.108.83.110.97.112.0.3221618713,"
                + "1.3.6.1.4.1.311.1.13.1.7.86.111.108.83.110.97.112|"
                + "1.3.6.1.2.1.1.3.0,1.3.6.1.6.3.1.1.4.1.0,"
                + objects()
                + ",1.3.6.1.6.3.18.1.3.0,1.3.6.1.6.3.1.1.4.3.0");
  }

  private static String objects() {
    StringBuilder names = new StringBuilder();
    for (int i = 1; i <= 6; i++) {
      names.append(i == 1 ? "" : ",").append("1.3.6.1.4.1.311.1.13.1.9999.").append(i).append(".0");
    }
    return names.toString();
  }

  @Test
  void snmptrapdTakesTrapsAndAnswersInforms() throws Exception {
    int port = freePort();
    ProcessBuilder builder =
        new ProcessBuilder(
            "snmptrapd",
            "-m",
            "",
            "-C",
            "-f",
            "-n",
            "-Lo",
            "-Oaqn",
            "--disableAuthorization=yes",
            "udp:127.0.0.1:" + port);
    builder.environment().put("SNMP_PERSISTENT_DIR", folder.toString());
    builder.environment().put("LANG", "C.UTF-8");
    Process snmptrapd = start(builder.redirectErrorStream(true), "snmptrapd");
    try (BufferedReader lines = snmptrapd.inputReader(UTF_8);
        NotificationSender sender =
            new NotificationSender(
                HinomiMib.under(HinomiMib.DEFAULT_ENTERPRISE), System::nanoTime)) {
      readUntil(lines, "NET-SNMP version");
      HostPort address = new HostPort("127.0.0.1", port);
      sender.send(TRAP, NotificationTarget.evntwin(address, Version.V1, COMMUNITY, false, UTF_8));
      assertThat(readUntil(lines, "9999.6.0"))
          .contains(".1.3.6.1.4.1.311.1.13.1.7.86.111.108.83.110.97.112")
          .contains("Enterprise Specific Trap (")
          .contains(".1.3.6.1.4.1.311.1.13.1.9999.1.0 \"")
          .contains("9999.2.0 \"SYSTEM\"")
          .contains("9999.4.0 \"1\"");
      // send() returns when snmptrapd has answered.
      sender.send(TRAP, NotificationTarget.evntwin(address, Version.V2C, COMMUNITY, true, UTF_8));
      assertThat(readUntil(lines, "9999.6.0")).contains(".7.86.111.108.83.110.97.112.0.3221618713");
    } finally {
      snmptrapd.destroy();
      snmptrapd.waitFor();
    }
  }

  private static byte[] sent(Version version, Charset charset) throws IOException {
    try (DatagramSocket nms = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        NotificationSender sender =
            new NotificationSender(
                HinomiMib.under(HinomiMib.DEFAULT_ENTERPRISE), System::nanoTime)) {
      nms.setSoTimeout(10_000);
      HostPort address = new HostPort("127.0.0.1", nms.getLocalPort());
      sender.send(TRAP, NotificationTarget.evntwin(address, version, COMMUNITY, false, charset));
      DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
      nms.receive(packet);
      return Arrays.copyOf(packet.getData(), packet.getLength());
    }
  }

  private static List<String> tshark(Path pcap, String filter, String... fields) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            "tshark", "-r", pcap.toString(), "-Y", filter, "-T", "fields", "-E", "separator=|");
    for (String field : fields) {
      builder.command().addAll(List.of("-e", field));
    }
    return output(builder).lines().toList();
  }

  private static String dump(byte[] bytes) {
    StringBuilder dump = new StringBuilder();
    for (int i = 0; i < bytes.length; i++) {
      dump.append(i % 16 == 0 ? "%n%06x".formatted(i) : "").append(" %02x".formatted(bytes[i]));
    }
    return dump.append('\n').toString();
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

  private static String output(ProcessBuilder builder) throws Exception {
    Process process = start(builder.redirectError(ProcessBuilder.Redirect.DISCARD), "tshark");
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return output;
  }

  private static Process start(ProcessBuilder builder, String apt) throws IOException {
    try {
      return builder.start();
    } catch (IOException missing) {
      Assumptions.abort(builder.command().getFirst() + " is missing: apt-get install " + apt);
      throw missing;
    }
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
