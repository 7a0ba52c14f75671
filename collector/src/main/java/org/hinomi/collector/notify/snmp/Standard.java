package org.hinomi.collector.notify.snmp;

import java.util.List;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.VariableBinding;

/**
 * A notification of a module that is not ours.
 *
 * @param trap snmpTrapOID.0
 */
record Standard(OID trap, List<VariableBinding> objects) {
  Standard {
    objects = List.copyOf(objects);
  }
}
