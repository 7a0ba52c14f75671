package org.hinomi.collector.notify.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.snmp.HinomiMib;
import org.hinomi.core.snmp.HinomiMib.Node;
import org.hinomi.core.snmp.NotificationSender;
import org.hinomi.core.snmp.NotificationTarget;
import org.junit.jupiter.api.Test;
import org.snmp4j.PDU;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BERInputStream;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OctetString;

/** The notifier and a socket that stands for the network management system. */
class TrapNotifierIT {

  private static final Secret COMMUNITY = new Secret("public");

  private final HinomiMib mib = HinomiMib.under("64512");

  @Test
  void aTransitionArrivesAsANotificationOfOurMib() throws Exception {
    try (DatagramSocket nms = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      nms.setSoTimeout(10_000);
      HostPort address = new HostPort("127.0.0.1", nms.getLocalPort());
      try (TrapNotifier notifier = notifier(NotificationTarget.trap(address, COMMUNITY))) {
        for (Transition.Kind kind :
            List.of(Transition.Kind.RAISED, Transition.Kind.CHANGED, Transition.Kind.CLEARED)) {
          assertThat(notifier.deliver(transition(kind))).isEqualTo(new Delivery.Delivered());
          PDU pdu = receive(nms);
          assertThat(pdu.getType()).isEqualTo(PDU.TRAP);
          assertThat(pdu.getVariable(SnmpConstants.snmpTrapOID))
              .isEqualTo(mib.oid(HinomiMib.Notification.valueOf("THRESHOLD_" + kind)));
          assertThat(text(pdu, Node.HOST)).isEqualTo("fs1");
          assertThat(text(pdu, Node.THRESHOLD_NAME)).isEqualTo("ファイルシステム使用率");
          assertThat(text(pdu, Node.SUBJECT))
              .isEqualTo("system.filesystem.mountpoint=/data, system.filesystem.type=ext4");
          assertThat(text(pdu, Node.METRIC)).isEqualTo("system.filesystem.utilization");
          assertThat(text(pdu, Node.VALUE)).isEqualTo("0.925");
          assertThat(text(pdu, Node.LEVEL)).isEmpty();
          assertThat(pdu.getVariable(mib.oid(Node.SEVERITY)).toInt()).isEqualTo(2);
          assertThat(text(pdu, Node.SINCE)).isEqualTo("2026-11-23T20:14:00Z");
          assertThat(text(pdu, Node.STEP_TIME)).isEqualTo("2026-11-23T20:15:00Z");
          assertThat(text(pdu, Node.POSITION)).isEqualTo("4711");
          assertThat(text(pdu, Node.STEP_ID)).isEqualTo("step-1");
        }
      }
    }
  }

  @Test
  void anInformWithoutAnswerIsTriedAgainLater() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      HostPort address = new HostPort("127.0.0.1", silent.getLocalPort());
      NotificationTarget inform =
          new NotificationTarget(address, COMMUNITY, true, Duration.ofMillis(100), 1);
      try (TrapNotifier notifier = notifier(inform)) {
        assertThat(notifier.deliver(transition(Transition.Kind.RAISED)))
            .isEqualTo(
                new Delivery.RetryAfter(
                    "SNMP to "
                        + address
                        + ": inform to "
                        + address
                        + ": no answer to 2 attempts of 100 ms"));
      }
    }
  }

  @Test
  void anUnknownHostIsTriedAgainLater() throws Exception {
    HostPort nowhere = new HostPort("nowhere.invalid", 162);
    try (TrapNotifier notifier = notifier(NotificationTarget.trap(nowhere, COMMUNITY))) {
      assertThat(notifier.deliver(transition(Transition.Kind.RAISED)))
          .isInstanceOfSatisfying(
              Delivery.RetryAfter.class,
              retry -> assertThat(retry.reason()).startsWith("SNMP to nowhere.invalid:162: "));
    }
  }

  private TrapNotifier notifier(NotificationTarget target) throws Exception {
    return new TrapNotifier(
        "nms",
        new NotificationSender(mib, System::nanoTime),
        target,
        TrapStyle.HINOMI,
        mib,
        "collector");
  }

  private static Transition transition(Transition.Kind kind) {
    return new Transition(
        "step-1",
        kind,
        "ファイルシステム使用率",
        new TreeMap<>(
            Map.of(
                "host.name", "fs1",
                "system.filesystem.mountpoint", "/data",
                "system.filesystem.type", "ext4")),
        Transition.Severity.CRITICAL,
        "system.filesystem.utilization",
        OptionalDouble.of(0.925),
        OptionalDouble.empty(),
        Instant.parse("2026-11-23T20:14:00Z"),
        Instant.parse("2026-11-23T20:15:00Z"),
        4711);
  }

  private static PDU receive(DatagramSocket socket) throws Exception {
    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
    socket.receive(packet);
    byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
    BERInputStream in = new BERInputStream(java.nio.ByteBuffer.wrap(bytes));
    BER.decodeHeader(in, new BER.MutableByte());
    Integer32 version = new Integer32();
    version.decodeBER(in);
    OctetString community = new OctetString();
    community.decodeBER(in);
    assertThat(List.of(version.getValue(), community.toString())).isEqualTo(List.of(1, "public"));
    PDU pdu = new PDU();
    pdu.decodeBER(in);
    return pdu;
  }

  private String text(PDU pdu, Node node) {
    return new String(
        ((OctetString) pdu.getVariable(mib.oid(node))).getValue(),
        java.nio.charset.StandardCharsets.UTF_8);
  }
}
