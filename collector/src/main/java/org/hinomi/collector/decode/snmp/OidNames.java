package org.hinomi.collector.decode.snmp;

import java.util.HashMap;
import java.util.Map;
import org.hinomi.core.snmp.HinomiMib;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.OID;

/**
 * Names of the OIDs that notifications of every vendor carry (SNMPv2-MIB, SNMP-COMMUNITY-MIB,
 * IF-MIB), and of our own MIB. Immutable.
 */
final class OidNames {

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

  private final Map<OID, String> names = new HashMap<>(STANDARD);

  OidNames(HinomiMib mib) {
    for (HinomiMib.Notification notification : HinomiMib.Notification.values()) {
      names.put(mib.oid(notification), notification.label());
    }
    for (HinomiMib.Node node : HinomiMib.Node.values()) {
      names.put(mib.oid(node).trim(), node.label());
    }
  }

  /** The name of a notification, or null. */
  @Nullable String notification(OID oid) {
    return names.get(oid);
  }

  /** Name and instance ({@code ifIndex.7}), else the OID. */
  String readable(OID oid) {
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
    return oid.toDottedString();
  }
}
