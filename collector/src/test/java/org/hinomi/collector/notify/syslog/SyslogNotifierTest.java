package org.hinomi.collector.notify.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.alert.AlertFixtures;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.collector.notify.Notice;
import org.hinomi.collector.notify.syslog.SyslogSettings.Protocol;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.Test;

class SyslogNotifierTest {
  private static final Transition RAISED = AlertFixtures.transition("3f2c", Kind.RAISED, "/srv");

  @Test
  void writesTheAlarmAndAllThatIsKnown() {
    assertThat(new String(AlarmMessage.of(RAISED, 16, "collector"), StandardCharsets.UTF_8))
        .isEqualTo(
            "<129>1 2026-11-23T09:05:00.000000Z collector hinomi - ALERT"
                + " [alarm resource=\"fs01 /srv\" probableCause=\"thresholdCrossed\""
                + " perceivedSeverity=\"critical\" eventType=\"qualityOfServiceAlarm\""
                + " trendIndication=\"moreSevere\"]"
                + "[hinomi@32473 id=\"3f2c\" alert=\""
                + RAISED.life()
                + "\" kind=\"raised\" rule=\"filesystem-full\" severity=\"critical\""
                + " metric=\"system.filesystem.utilization\" value=\"0.9312\" level=\"0.9\""
                + " since=\"2026-11-23T09:00:00Z\" at=\"2026-11-23T09:05:00Z\" position=\"42\""
                + " host.name=\"fs01\" system.filesystem.mountpoint=\"/srv\"]"
                + " \ufeffCRITICAL fs01 /srv: filesystem-full, 93.1% (level 90%),"
                + " since 2026-11-23T09:00:00Z");
  }

  @Test
  void whatIsOverIsANotice() {
    Transition cleared = AlertFixtures.transition("id", Kind.CLEARED, "/srv");
    assertThat(new String(AlarmMessage.of(cleared, 16, "collector"), StandardCharsets.UTF_8))
        .startsWith("<133>1 ")
        .contains("perceivedSeverity=\"cleared\"", "trendIndication=\"lessSevere\"", "RESOLVED");
  }

  @Test
  void sendsADatagram() throws Exception {
    try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      receiver.setSoTimeout(10_000);
      assertThat(deliver(receiver.getLocalPort(), Protocol.UDP))
          .isEqualTo(new Delivery.Delivered());
      DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
      receiver.receive(packet);
      assertThat(packet.getLength()).isEqualTo(AlarmMessage.of(RAISED, 16, "collector").length);
    }
  }

  @Test
  void tellsWhatIsNoAlert() throws Exception {
    try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      receiver.setSoTimeout(10_000);
      Notice notice =
          new Notice(
              "head.5",
              "HEAD",
              5,
              AlertFixtures.START,
              "hinomi-head x",
              new Notice.Words() {
                @Override
                public String subject(Language language) {
                  return "";
                }

                @Override
                public String body(Language language) {
                  return "";
                }
              });
      try (SyslogNotifier notifier =
          new SyslogNotifier(settings(receiver.getLocalPort(), Protocol.UDP), "collector")) {
        assertThat(notifier.tell(notice)).isEqualTo(new Delivery.Delivered());
      }
      DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
      receiver.receive(packet);
      assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
          .startsWith("<133>1 2026-11-23T09:00:00.000000Z collector hinomi - HEAD - ")
          .endsWith("hinomi-head x");
    }
  }

  @Test
  void countsOctetsOverTcp() throws Exception {
    try (ServerSocket receiver = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<byte[]> received =
          CompletableFuture.supplyAsync(
              () -> {
                try (Socket socket = receiver.accept()) {
                  return socket.getInputStream().readAllBytes();
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      assertThat(deliver(receiver.getLocalPort(), Protocol.TCP))
          .isEqualTo(new Delivery.Delivered());
      String frame = new String(received.get(10, TimeUnit.SECONDS), StandardCharsets.UTF_8);
      byte[] message = AlarmMessage.of(RAISED, 16, "collector");
      assertThat(frame)
          .isEqualTo(message.length + " " + new String(message, StandardCharsets.UTF_8));
    }
  }

  @Test
  void aReceiverThatIsDownIsTriedAgain() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThat(deliver(port, Protocol.TCP)).isInstanceOf(Delivery.RetryAfter.class);
  }

  private static Delivery deliver(int port, Protocol protocol) {
    try (SyslogNotifier notifier = new SyslogNotifier(settings(port, protocol), "collector")) {
      return notifier.deliver(RAISED);
    }
  }

  private static SyslogSettings settings(int port, Protocol protocol) {
    return new SyslogSettings(
        "siem", new HostPort("127.0.0.1", port), protocol, 16, Duration.ofSeconds(5));
  }
}
