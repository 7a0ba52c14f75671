package org.hinomi.collector.decode.snmp;

import java.util.HashMap;
import java.util.Map;
import org.hinomi.core.event.Fields;
import org.hinomi.core.snmp.HinomiMib;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.OID;

/**
 * Names of the OIDs that notifications of every vendor carry (SNMPv2-MIB, SNMP-COMMUNITY-MIB,
 * IF-MIB), and of our own MIB; what is said of an OID is put together once, since the same come
 * again and again. Not thread-safe.
 */
final class OidNames {

  /** An OID can hold any number: what is remembered must not grow with them. */
  private static final int REMEMBERED = 4096;

  /**
   * What is said of an OID.
   *
   * @param readable name and instance ({@code ifIndex.7}), else the OID
   * @param field the stored name of a variable binding
   * @param notification the name of a notification, or null
   * @param node of our own MIB, or null
   */
  record Known(
      String dotted,
      String readable,
      String field,
      @Nullable String notification,
      HinomiMib.@Nullable Node node) {}

  private static final Map<OID, String> STANDARD = new HashMap<>();

  static {
    String[] traps = {
      "coldStart", "warmStart", "linkDown", "linkUp", "authenticationFailure", "egpNeighborLoss"
    };
    for (int i = 0; i < traps.length; i++) {
      STANDARD.put(new OID("1.3.6.1.6.3.1.1.5." + (i + 1)), traps[i]);
    }
    STANDARD.put(new OID("1.3.6.1.2.1.1.1"), "sysDescr");
    STANDARD.put(new OID("1.3.6.1.2.1.1.2"), "sysObjectID");
    STANDARD.put(new OID("1.3.6.1.2.1.1.3"), "sysUpTime");
    STANDARD.put(new OID("1.3.6.1.2.1.1.4"), "sysContact");
    STANDARD.put(new OID("1.3.6.1.2.1.1.5"), "sysName");
    STANDARD.put(new OID("1.3.6.1.2.1.1.6"), "sysLocation");
    STANDARD.put(new OID("1.3.6.1.2.1.2.2.1.1"), "ifIndex");
    STANDARD.put(new OID("1.3.6.1.2.1.2.2.1.2"), "ifDescr");
    STANDARD.put(new OID("1.3.6.1.2.1.2.2.1.3"), "ifType");
    STANDARD.put(new OID("1.3.6.1.2.1.2.2.1.7"), "ifAdminStatus");
    STANDARD.put(new OID("1.3.6.1.2.1.2.2.1.8"), "ifOperStatus");
    STANDARD.put(new OID("1.3.6.1.2.1.31.1.1.1.1"), "ifName");
    STANDARD.put(new OID("1.3.6.1.2.1.31.1.1.1.18"), "ifAlias");
    STANDARD.put(new OID("1.3.6.1.6.3.1.1.4.1"), "snmpTrapOID");
    STANDARD.put(new OID("1.3.6.1.6.3.1.1.4.3"), "snmpTrapEnterprise");
    STANDARD.put(new OID("1.3.6.1.6.3.18.1.3"), "snmpTrapAddress");
    STANDARD.put(new OID("1.3.6.1.6.3.18.1.4"), "snmpTrapCommunity");
  }

  private final HinomiMib mib;
  private final Map<OID, String> names = new HashMap<>(STANDARD);
  private final Map<OID, Known> known = new HashMap<>();

  OidNames(HinomiMib mib) {
    this.mib = mib;
    for (HinomiMib.Notification notification : HinomiMib.Notification.values()) {
      names.put(mib.oid(notification), notification.label());
    }
    for (HinomiMib.Node node : HinomiMib.Node.values()) {
      names.put(mib.oid(node).trim(), node.label());
    }
  }

  Known of(OID oid) {
    Known before = known.get(oid);
    if (before != null) {
      return before;
    }
    if (known.size() >= REMEMBERED) {
      known.clear();
    }
    String dotted = oid.toDottedString();
    Known made =
        new Known(
            dotted,
            readable(oid, dotted),
            Fields.SNMP_VARBIND_PREFIX + dotted,
            names.get(oid),
            mib.node(oid).orElse(null));
    known.put(oid, made);
    return made;
  }

  private String readable(OID oid, String dotted) {
    int[] arcs = oid.getValue();
    for (int length = arcs.length; length > 6; length--) {
      String name = names.get(new OID(arcs, 0, length));
      if (name != null) {
        StringBuilder text = new StringBuilder(name);
        for (int i = length; i < arcs.length; i++) {
          text.append('.').append(Integer.toUnsignedString(arcs[i]));
        }
        return text.toString();
      }
    }
    return dotted;
  }
}
