package org.hinomi.core.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalDouble;
import org.hinomi.core.event.Identity;
import org.hinomi.core.snmp.HinomiMib.Node;
import org.hinomi.core.snmp.HinomiMib.Notification;
import org.junit.jupiter.api.Test;
import org.snmp4j.PDU;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.OctetString;

class NotificationPdusTest {

  private static final int COMMUNITY = 6;

  private final HinomiMib mib = HinomiMib.under(HinomiMib.DEFAULT_ENTERPRISE);
  private final NotificationPdus pdus = new NotificationPdus(mib);

  @Test
  void upTimeAndTrapOidStandFirst() {
    PDU pdu = pdus.pdu(Samples.eventMatch("m"), false, 12345, COMMUNITY);
    assertThat(pdu.getType()).isEqualTo(PDU.TRAP);
    assertThat(pdu.get(0).getOid()).isEqualTo(SnmpConstants.sysUpTime);
    assertThat(pdu.get(0).getVariable().toLong()).isEqualTo(12345);
    assertThat(pdu.get(1).getOid()).isEqualTo(SnmpConstants.snmpTrapOID);
    assertThat(pdu.get(1).getVariable()).isEqualTo(mib.oid(Notification.EVENT_MATCH));
    assertThat(pdus.pdu(Samples.eventMatch("m"), true, 0, COMMUNITY).getType())
        .isEqualTo(PDU.INFORM);
  }

  @Test
  void upTimeWrapsAsTimeTicksDo() {
    PDU pdu = pdus.pdu(Samples.eventMatch("m"), false, 0x1_0000_0005L, COMMUNITY);
    assertThat(pdu.get(0).getVariable().toLong()).isEqualTo(5);
  }

  @Test
  void aShortTextIsWhole() {
    PDU pdu = pdus.pdu(Samples.eventMatch("ディスク障害 /dev/sda1"), false, 0, COMMUNITY);
    assertThat(text(pdu, Node.EVENT_MESSAGE)).isEqualTo("ディスク障害 /dev/sda1");
    assertThat(text(pdu, Node.EVENT_TIME)).isEqualTo("2026-11-23T20:15:00.123456Z");
    assertThat(text(pdu, Node.SEQUENCE)).isEqualTo("17");
    assertThat(pdu.getVariable(mib.oid(Node.RULE_LEVEL)).toInt()).isEqualTo(4);
    assertThat(pdu.getVariable(mib.oid(Node.TEXT_CUT)).toLong()).isZero();
  }

  @Test
  void aLongMessageIsCutVisiblyBetweenCharactersAndNamesStayWhole() {
    String message = "障害".repeat(2000);
    PDU pdu = pdus.pdu(Samples.eventMatch(message), false, 0xFFFF_FFFFL, COMMUNITY);
    String sent = text(pdu, Node.EVENT_MESSAGE);
    assertThat(sent).endsWith("…").doesNotContain("\uFFFD");
    assertThat(message).startsWith(sent.substring(0, sent.length() - 1));
    assertThat(text(pdu, Node.RULE_TITLE)).isEqualTo("ディスク障害");
    int kept = sent.substring(0, sent.length() - 1).getBytes(UTF_8).length;
    assertThat(pdu.getVariable(mib.oid(Node.TEXT_CUT)).toLong())
        .isEqualTo(message.getBytes(UTF_8).length - kept);
    assertThat(messageLength(pdu)).isBetween(1300, NotificationPdus.MAX_MESSAGE);
  }

  @Test
  void fitsTheDatagramEvenWhereEveryTextIsLong() {
    String x = "長".repeat(500);
    EventMatch match =
        new EventMatch(
            x,
            new Identity(x, Long.MAX_VALUE, Long.MAX_VALUE),
            x,
            x,
            x,
            "critical",
            Instant.EPOCH,
            x,
            x,
            x,
            x);
    PDU pdu = pdus.pdu(match, true, 0xFFFF_FFFFL, COMMUNITY);
    assertThat(messageLength(pdu)).isLessThanOrEqualTo(NotificationPdus.MAX_MESSAGE);
    assertThat(text(pdu, Node.HOST)).hasSizeGreaterThan(20).endsWith("…");
    assertThat(text(pdu, Node.INCARNATION)).isEqualTo(Long.toString(Long.MAX_VALUE));
  }

  @Test
  void numbersArePlainDecimalsAndAbsentOnesAreEmpty() {
    ThresholdStep step = Samples.thresholdStep(Notification.THRESHOLD_RAISED);
    assertThat(text(pdus.pdu(step, false, 0, COMMUNITY), Node.VALUE)).isEqualTo("0.925");
    assertThat(text(pdus.pdu(with(step, OptionalDouble.of(1.5e12)), false, 0, 0), Node.VALUE))
        .isEqualTo("1500000000000");
    assertThat(text(pdus.pdu(with(step, OptionalDouble.empty()), false, 0, 0), Node.VALUE))
        .isEmpty();
    assertThat(text(pdus.pdu(with(step, OptionalDouble.of(Double.NaN)), false, 0, 0), Node.VALUE))
        .isEmpty();
    assertThat(text(pdus.pdu(with(step, OptionalDouble.of(0)), false, 0, 0), Node.VALUE))
        .isEqualTo("0");
  }

  private static ThresholdStep with(ThresholdStep s, OptionalDouble value) {
    return new ThresholdStep(
        s.kind(),
        s.id(),
        s.host(),
        s.name(),
        s.subject(),
        s.metric(),
        value,
        s.level(),
        s.severity(),
        s.since(),
        s.at(),
        s.position());
  }

  private String text(PDU pdu, Node node) {
    return new String(((OctetString) pdu.getVariable(mib.oid(node))).getValue(), UTF_8);
  }

  /** SEQUENCE { version, community, PDU }. */
  private static int messageLength(PDU pdu) {
    pdu.setRequestID(new org.snmp4j.smi.Integer32(Integer.MAX_VALUE));
    int content = 3 + 2 + COMMUNITY + pdu.getBERLength();
    return 4 + content;
  }
}
