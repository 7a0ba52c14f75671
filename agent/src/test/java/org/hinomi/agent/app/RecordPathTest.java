package org.hinomi.agent.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.hinomi.agent.match.Matcher;
import org.hinomi.agent.spool.Spool;
import org.hinomi.agent.spool.SpoolSettings;
import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.sigma.SigmaReader;
import org.hinomi.core.snmp.HinomiMib;
import org.hinomi.core.snmp.NotificationQueue;
import org.hinomi.core.snmp.NotificationSender;
import org.hinomi.core.snmp.NotificationTarget;
import org.hinomi.core.snmp.NotificationTarget.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RecordPathTest {
  private static final Charset CP932 = Charset.forName("windows-31j");
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final String RULES =
      """
      title: a disk
      logsource: {product: windows}
      detection: {event: {Channel: System, EventID: 7}, condition: event}
      ---
      title: the same again
      logsource: {product: windows}
      detection: {event: {EventID: 7}, condition: event}
      ---
      title: a line
      logsource: {product: linux, service: sshd}
      detection: {event: {message|contains: Failed}, condition: event}
      """;

  @TempDir Path state;

  @Test
  void anEventIsOneTrapOfWindowsHoweverManyRulesItMatches() throws Exception {
    try (DatagramSocket nms = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Spool spool =
            Spool.open(
                state,
                SpoolSettings.ofSize(1 << 20),
                CLOCK,
                System::nanoTime,
                RandomGenerator.getDefault());
        NotificationQueue traps =
            new NotificationQueue(
                new NotificationSender(
                    HinomiMib.under(HinomiMib.DEFAULT_ENTERPRISE), System::nanoTime),
                List.of(
                    NotificationTarget.evntwin(
                        new HostPort("127.0.0.1", nms.getLocalPort()),
                        Version.V1,
                        new Secret("public"),
                        false,
                        CP932)),
                10)) {
      nms.setSoTimeout(10_000);
      traps.start();
      Matcher matcher =
          new Matcher(new SigmaReader().read("r.yml", RULES).rules(), Map.of(), CLOCK);
      RecordPath path = new RecordPath(spool, matcher, traps, "web1", CLOCK);
      path.put(
          record(
              AgentFrame.KIND_WINEVENT,
              6,
              "<Event><System><Provider Name='disk'/><EventID Qualifiers='49156'>7</EventID>"
                  + "<Level>2</Level><Channel>System</Channel><Computer>FS1</Computer></System>"
                  + "<RenderingInfo><Message>障害</Message></RenderingInfo></Event>"));
      path.put(record(AgentFrame.KIND_LINE, 4, "Nov 23 20:57:22 fs1 sshd[812]: Failed password"));

      assertThat(received(nms))
          .contains("2b060104018237010d01046469736b") // enterprise: disk
          .contains("0204c0040007") // specific-trap
          .contains(HexFormat.of().formatHex("障害".getBytes(CP932)))
          .contains(hex("FS1"));
      assertThat(received(nms))
          .contains("2b060104018237010d010473736864") // enterprise: sshd
          .contains("020480000000") // a warning without a code
          .contains(hex("Failed password"))
          .contains(hex("fs1"));
    }
  }

  private static String received(DatagramSocket nms) throws Exception {
    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
    nms.receive(packet);
    return HexFormat.of().formatHex(packet.getData(), 0, packet.getLength());
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(UTF_8));
  }

  private static WatchedRecord record(String kind, int severity, String text) {
    return new WatchedRecord(
        "s", "", kind, Instant.EPOCH, 1, severity, null, null, text.getBytes(UTF_8), Map.of(), "");
  }
}
