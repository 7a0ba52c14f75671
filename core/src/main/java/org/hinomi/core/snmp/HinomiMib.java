package org.hinomi.core.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import org.snmp4j.smi.OID;

/**
 * HINOMI-MIB (SMIv2, RFC 2578) under a root of the operator's choice: the OIDs of its notifications
 * and objects, and its text. Immutable.
 */
public final class HinomiMib {

  /** Root by default: the enterprise number reserved for documentation (RFC 5612). */
  public static final String DEFAULT_ENTERPRISE = "32473";

  private static final OID ENTERPRISES = new OID("1.3.6.1.4.1");
  private static final long MAX_ARC = 0xFFFF_FFFFL;

  /** What is notified, with its arc under {@code hinomiNotifications}. */
  public enum Notification {
    EVENT_MATCH(1, "hinomiEventMatch"),
    THRESHOLD_RAISED(2, "hinomiThresholdRaised"),
    THRESHOLD_CHANGED(3, "hinomiThresholdChanged"),
    THRESHOLD_CLEARED(4, "hinomiThresholdCleared"),
    HEARTBEAT(5, "hinomiHeartbeat");

    private final int arc;
    private final String label;

    Notification(int arc, String label) {
      this.arc = arc;
      this.label = label;
    }

    /** The name in the module. */
    public String label() {
      return label;
    }
  }

  /** The objects of the notifications, with their arcs under {@code hinomiObjects}. */
  public enum Node {
    HOST(1, "hinomiHost"),
    AGENT_ID(2, "hinomiAgentId"),
    INCARNATION(3, "hinomiIncarnation"),
    SEQUENCE(4, "hinomiSequence"),
    SOURCE(5, "hinomiSource"),
    RULE_ID(6, "hinomiRuleId"),
    RULE_TITLE(7, "hinomiRuleTitle"),
    RULE_LEVEL(8, "hinomiRuleLevel"),
    EVENT_TIME(9, "hinomiEventTime"),
    EVENT_CODE(10, "hinomiEventCode"),
    EVENT_PROVIDER(11, "hinomiEventProvider"),
    EVENT_CHANNEL(12, "hinomiEventChannel"),
    EVENT_MESSAGE(13, "hinomiEventMessage"),
    TEXT_CUT(14, "hinomiTextCut"),
    THRESHOLD_NAME(15, "hinomiThresholdName"),
    SUBJECT(16, "hinomiSubject"),
    METRIC(17, "hinomiMetric"),
    VALUE(18, "hinomiValue"),
    LEVEL(19, "hinomiLevel"),
    SEVERITY(20, "hinomiSeverity"),
    SINCE(21, "hinomiSince"),
    STEP_TIME(22, "hinomiStepTime"),
    POSITION(23, "hinomiPosition"),
    STEP_ID(24, "hinomiStepId");

    private final int arc;
    private final String label;

    Node(int arc, String label) {
      this.arc = arc;
      this.label = label;
    }

    /** The name in the module. */
    public String label() {
      return label;
    }
  }

  private final OID root;

  private HinomiMib(OID root) {
    this.root = root;
  }

  /**
   * The MIB under a private enterprise number or under an OID.
   *
   * @param enterprise {@code 32473}, or {@code 1.3.6.1.4.1.32473.5}
   * @throws IllegalArgumentException where it is neither, saying what was expected
   */
  public static HinomiMib under(String enterprise) {
    String text = enterprise.strip();
    String prefix = ENTERPRISES.toDottedString() + ".";
    String below = text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    String[] arcs = below.split("\\.", -1);
    int[] parsed = new int[arcs.length];
    boolean fits = arcs.length <= 20 && (arcs.length == 1 || text.startsWith(prefix));
    for (int i = 0; fits && i < arcs.length; i++) {
      fits = arcs[i].matches("[0-9]{1,10}") && Long.parseLong(arcs[i]) <= MAX_ARC;
      parsed[i] = fits ? (int) Long.parseLong(arcs[i]) : 0;
    }
    if (!fits || parsed[0] == 0) {
      throw new IllegalArgumentException(
          enterprise
              + " (expected: a private enterprise number 1..4294967295, or an OID under "
              + ENTERPRISES.toDottedString()
              + ", such as 1.3.6.1.4.1.32473.5)");
    }
    return new HinomiMib(new OID(ENTERPRISES.getValue(), parsed));
  }

  /** The OID of {@code hinomiMIB} in dotted form. */
  public String root() {
    return root.toDottedString();
  }

  /** The private enterprise number that it stands under. */
  public long enterpriseNumber() {
    return Integer.toUnsignedLong(root.get(ENTERPRISES.size()));
  }

  public OID oid(Notification notification) {
    return new OID(root.getValue(), new int[] {0, notification.arc});
  }

  /** The OID of the one instance ({@code .0}) of an object. */
  public OID oid(Node node) {
    return new OID(root.getValue(), new int[] {1, node.arc, 0});
  }

  /** The notification with this OID, where it is one of ours. */
  public Optional<Notification> notification(OID oid) {
    return Arrays.stream(Notification.values()).filter(n -> oid(n).equals(oid)).findFirst();
  }

  /** The object with this OID, with its instance {@code .0} or without, where it is ours. */
  public Optional<Node> node(OID oid) {
    int extra = oid.size() - root.size();
    if (extra < 2 || extra > 3 || !oid.startsWith(root) || oid.get(root.size()) != 1) {
      return Optional.empty();
    }
    if (extra == 3 && oid.last() != 0) {
      return Optional.empty();
    }
    int arc = oid.get(root.size() + 1);
    return Arrays.stream(Node.values()).filter(node -> node.arc == arc).findFirst();
  }

  /** The module, for the MIB folder of a manager. Lines end in LF. */
  public String text() {
    StringBuilder value =
        new StringBuilder("iso org(3) dod(6) internet(1) private(4) enterprises(1)");
    for (int i = ENTERPRISES.size(); i < root.size(); i++) {
      value.append(' ').append(Integer.toUnsignedString(root.get(i)));
    }
    try (InputStream template = HinomiMib.class.getResourceAsStream("HINOMI-MIB.txt")) {
      if (template == null) {
        throw new IllegalStateException("HINOMI-MIB.txt: not beside HinomiMib (broken build)");
      }
      return new String(template.readAllBytes(), UTF_8).replace("@ROOT@", value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
