package org.hinomi.core.snmp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.snmp4j.PDU;
import org.snmp4j.PDUv1;
import org.snmp4j.ScopedPDU;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.IpAddress;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.VariableBinding;

/** One notification in the PDUs of the versions of SNMP (RFC 3584, section 3). Stateless. */
final class PduVersions {
  private static final OID SNMP_TRAP_ADDRESS = new OID("1.3.6.1.6.3.18.1.3.0");
  private static final IpAddress NOWHERE = new IpAddress("0.0.0.0");

  private PduVersions() {}

  /** Finds the address of this machine. */
  interface LocalAddress {
    InetAddress get() throws IOException;
  }

  /** 0.0.0.0: not known. */
  static InetAddress nowhere() {
    try {
      return InetAddress.getByAddress(new byte[4]);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four octets are an address", e);
    }
  }

  /**
   * The Trap-PDU of SNMPv1 that says the same (RFC 3584, section 3.2).
   *
   * @param pdu sysUpTime.0, snmpTrapOID.0 of the form ENTERPRISE.0.SPECIFIC, and others
   */
  static PDUv1 version1(PDU pdu) {
    PDUv1 trap = new PDUv1();
    trap.setAgentAddress(NOWHERE);
    trap.setGenericTrap(PDUv1.ENTERPRISE_SPECIFIC);
    for (VariableBinding binding : pdu.getVariableBindings()) {
      if (binding.getOid().equals(SnmpConstants.sysUpTime)) {
        trap.setTimestamp(((TimeTicks) binding.getVariable()).getValue());
      } else if (binding.getOid().equals(SnmpConstants.snmpTrapOID)) {
        OID oid = (OID) binding.getVariable();
        trap.setEnterprise(new OID(oid.getValue(), 0, oid.size() - 2));
        trap.setSpecificTrap(oid.last());
      } else {
        trap.add(binding);
      }
    }
    return trap;
  }

  /** The PDU as SNMPv3 wants it; the context is the default one of the engine. */
  static ScopedPDU scoped(PDU pdu) {
    ScopedPDU scoped = new ScopedPDU();
    scoped.setType(pdu.getType());
    scoped.addAll(pdu.getVariableBindings());
    return scoped;
  }

  /** Puts the address in where there is a place for it that is still 0.0.0.0. */
  static void fillAddress(PDU pdu, LocalAddress local) throws IOException {
    if (pdu instanceof PDUv1 trap) {
      if (NOWHERE.equals(trap.getAgentAddress())) {
        trap.setAgentAddress(new IpAddress(local.get()));
      }
      return;
    }
    for (VariableBinding binding : pdu.getVariableBindings()) {
      if (binding.getOid().equals(SNMP_TRAP_ADDRESS) && NOWHERE.equals(binding.getVariable())) {
        binding.setVariable(new IpAddress(local.get()));
      }
    }
  }
}
