package org.hinomi.core.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.hinomi.core.event.Identity;
import org.hinomi.core.snmp.HinomiMib.Node;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.UnsignedInteger32;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/**
 * Makes the PDU of a notification: sysUpTime.0, snmpTrapOID.0 (RFC 3416, section 4.2.6), then the
 * objects in the order of the MIB.
 *
 * <p>A notification fits one unfragmented datagram: where its texts are too long for that, the
 * longest are cut to one common length, so that short texts (names, identifiers) stay whole. A cut
 * text ends in U+2026, and hinomiTextCut says how many octets are missing. Immutable.
 */
final class NotificationPdus {

  /**
   * Octets of an SNMP message: what an Ethernet frame (1500) leaves after the headers of IPv6 (40)
   * and UDP (8).
   */
  static final int MAX_MESSAGE = 1452;

  /** The SIZE of HinomiText. */
  static final int MAX_TEXT = 1400;

  /** Version, headers and lengths of message and PDU, request id: never more than this. */
  private static final int ENVELOPE = 48;

  private static final String ELLIPSIS = "…";
  private static final int ELLIPSIS_OCTETS = 3;

  private final HinomiMib mib;

  NotificationPdus(HinomiMib mib) {
    this.mib = mib;
  }

  /**
   * @param upTime hundredths of a second since the program started
   * @param communityOctets what the community takes of the message
   * @return a PDU of type INFORM or TRAP, without its request id
   */
  PDU pdu(HinomiNotification notification, boolean confirmed, long upTime, int communityOctets) {
    List<Item> items =
        switch (notification) {
          case EventMatch match -> items(match);
          case ThresholdStep step -> items(step);
          case Heartbeat beat ->
              List.of(
                  Item.text(Node.HOST, beat.host()),
                  Item.text(Node.STEP_TIME, time(beat.at())),
                  Item.number(Node.TEXT_CUT, 0));
        };
    PDU pdu = new PDU();
    pdu.setType(confirmed ? PDU.INFORM : PDU.TRAP);
    pdu.add(new VariableBinding(SnmpConstants.sysUpTime, new TimeTicks(upTime & 0xFFFF_FFFFL)));
    pdu.add(new VariableBinding(SnmpConstants.snmpTrapOID, mib.oid(notification.kind())));

    int textCap = textCap(items, MAX_MESSAGE - ENVELOPE - communityOctets - pdu.getBERLength());
    long cutOctets = 0;
    for (Item item : items) {
      Variable value;
      if (item.node == Node.TEXT_CUT) {
        value = new UnsignedInteger32(cutOctets); // stands last, when all texts are known
      } else if (item.text == null) {
        value = new Integer32(item.number);
      } else {
        byte[] octets = cut(item.text, textCap);
        cutOctets +=
            item.octets - octets.length + (octets.length < item.octets ? ELLIPSIS_OCTETS : 0);
        value = new OctetString(octets);
      }
      pdu.add(new VariableBinding(mib.oid(item.node), value));
    }
    return pdu;
  }

  private int textCap(List<Item> items, int budget) {
    int fixed = 0;
    int[] lengths = new int[items.size()];
    for (int i = 0; i < lengths.length; i++) {
      fixed += overhead(mib.oid(items.get(i).node));
      lengths[i] = items.get(i).octets;
    }
    return TextCap.of(budget, MAX_TEXT, fixed, lengths);
  }

  /** The OID, and the headers of varbind, OID and value at their longest; 5 for a number. */
  private static int overhead(OID oid) {
    return oid.getBERLength() + 4 + 4;
  }

  private static byte[] cut(String text, int cap) {
    byte[] octets = text.getBytes(UTF_8);
    if (octets.length <= cap) {
      return octets;
    }
    int end = Math.max(0, cap - ELLIPSIS_OCTETS);
    while (end > 0 && (octets[end] & 0xC0) == 0x80) {
      end--; // not inside a character
    }
    return (new String(octets, 0, end, UTF_8) + ELLIPSIS).getBytes(UTF_8);
  }

  private static List<Item> items(EventMatch match) {
    List<Item> items = new ArrayList<>();
    items.add(Item.text(Node.HOST, match.host()));
    Identity identity = match.identity();
    items.add(Item.text(Node.AGENT_ID, identity == null ? "" : identity.agentId()));
    items.add(
        Item.text(Node.INCARNATION, identity == null ? "" : Long.toString(identity.incarnation())));
    items.add(Item.text(Node.SEQUENCE, identity == null ? "" : Long.toString(identity.sequence())));
    items.add(Item.text(Node.SOURCE, match.source()));
    items.add(Item.text(Node.RULE_ID, match.ruleId()));
    items.add(Item.text(Node.RULE_TITLE, match.ruleTitle()));
    items.add(Item.number(Node.RULE_LEVEL, levelCode(match.ruleLevel())));
    items.add(Item.text(Node.EVENT_TIME, time(match.time())));
    items.add(Item.text(Node.EVENT_CODE, match.code()));
    items.add(Item.text(Node.EVENT_PROVIDER, match.provider()));
    items.add(Item.text(Node.EVENT_CHANNEL, match.channel()));
    items.add(Item.text(Node.EVENT_MESSAGE, match.message()));
    items.add(Item.number(Node.TEXT_CUT, 0));
    return items;
  }

  private static List<Item> items(ThresholdStep step) {
    List<Item> items = new ArrayList<>();
    items.add(Item.text(Node.HOST, step.host()));
    items.add(Item.text(Node.THRESHOLD_NAME, step.name()));
    items.add(Item.text(Node.SUBJECT, step.subject()));
    items.add(Item.text(Node.METRIC, step.metric()));
    items.add(Item.text(Node.VALUE, decimal(step.value())));
    items.add(Item.text(Node.LEVEL, decimal(step.level())));
    items.add(Item.number(Node.SEVERITY, step.severity().code()));
    items.add(Item.text(Node.SINCE, time(step.since())));
    items.add(Item.text(Node.STEP_TIME, time(step.at())));
    items.add(Item.text(Node.POSITION, Long.toString(step.position())));
    items.add(Item.text(Node.STEP_ID, step.id()));
    items.add(Item.number(Node.TEXT_CUT, 0));
    return items;
  }

  /** The enumeration of hinomiRuleLevel. */
  private static int levelCode(String sigmaLevel) {
    return switch (sigmaLevel.toLowerCase(Locale.ROOT)) {
      case "informational" -> 1;
      case "low" -> 2;
      case "medium" -> 3;
      case "high" -> 4;
      case "critical" -> 5;
      default -> 0;
    };
  }

  private static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS).toString();
  }

  private static String decimal(OptionalDouble value) {
    if (value.isEmpty()) {
      return "";
    }
    double number = value.getAsDouble();
    if (!Double.isFinite(number)) {
      return "";
    }
    BigDecimal exact = BigDecimal.valueOf(number);
    return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
  }

  /** One object: a text, or a number where text is null. */
  private record Item(Node node, @Nullable String text, int number, int octets) {
    static Item text(Node node, String text) {
      return new Item(node, text, 0, text.getBytes(UTF_8).length);
    }

    static Item number(Node node, int number) {
      return new Item(node, null, number, 6);
    }
  }
}
