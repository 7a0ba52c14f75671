package org.hinomi.collector.decode.snmp;

import java.util.ArrayList;
import java.util.List;
import org.hinomi.core.snmp.UsmMessage;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.IpAddress;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.VariableBinding;

/** An SNMP message as far as it could be read: {@link SnmpReader} fills it from front to back. */
final class SnmpMessage {
  static final int V1 = 0;
  static final int V2C = 1;
  static final int V3 = 3;

  /** What could not be read or must not be believed; null where all is well. */
  @Nullable String fault;

  /** Whether it must not be believed: it may be from anybody. */
  boolean refused;

  /** -1 until it is read. */
  int version = -1;

  /** The BER tag of the PDU, 0xA0..0xA8; -1 until it is read. */
  int pduType = -1;

  int requestId;
  int errorStatus;

  /** Of an SNMPv1 trap; null otherwise. */
  @Nullable V1Trap v1Trap;

  final List<VariableBinding> varBinds = new ArrayList<>();

  /** Of SNMPv3; null otherwise. */
  @Nullable UsmMessage security;

  @Nullable String contextName;

  void refuse(String reason) {
    fault = reason;
    refused = true;
  }

  /** The Trap-PDU (RFC 1157, section 4.1.6). */
  record V1Trap(OID enterprise, IpAddress agentAddress, int generic, int specific, long timeStamp) {
    private static final OID SNMP_TRAPS = new OID("1.3.6.1.6.3.1.1.5");
    private static final int ENTERPRISE_SPECIFIC = 6;

    /**
     * snmpTrapOID.0 by RFC 3584, section 3.1. A negative specific-trap is the unsigned number with
     * the same 32 bits, since an arc has no sign.
     */
    OID trapOid() {
      return generic >= 0 && generic < ENTERPRISE_SPECIFIC
          ? new OID(SNMP_TRAPS.getValue(), new int[] {generic + 1})
          : new OID(enterprise.getValue(), new int[] {0, specific});
    }
  }
}
