package org.hinomi.collector.notify.snmp;

import java.util.List;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.Subject;
import org.hinomi.core.snmp.HinomiMib;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.VariableBinding;

/**
 * Steps as DISMAN-EVENT-MIB (RFC 2981) has them: mteTriggerRising when an alert is raised or
 * changes, mteTriggerFalling when it is over. mteHotTrigger is the rule, mteHotTargetName the host,
 * mteHotContextName what of it, mteHotOID our hinomiValue, and mteHotValue the value as a whole
 * number: a share in percent, an event rule's matches.
 */
final class DismanEvent {
  private static final String MODULE = "1.3.6.1.2.1.88";
  private static final OID RISING = new OID(MODULE + ".2.0.2");
  private static final OID FALLING = new OID(MODULE + ".2.0.3");
  private static final String HOT = MODULE + ".2.1.";
  private static final int ADMIN_STRING = 255;

  private DismanEvent() {}

  static Standard of(Transition step, HinomiMib mib) {
    return new Standard(
        step.kind() == Transition.Kind.CLEARED ? FALLING : RISING,
        List.of(
            new VariableBinding(hot(1), Octets.text(step.title(), ADMIN_STRING)),
            new VariableBinding(hot(2), Octets.text(step.host(), ADMIN_STRING)),
            new VariableBinding(hot(3), Octets.text(Subject.brief(step), ADMIN_STRING)),
            new VariableBinding(hot(4), mib.oid(HinomiMib.Node.VALUE)),
            new VariableBinding(hot(5), new Integer32(value(step)))));
  }

  private static OID hot(int object) {
    return new OID(HOT + object + ".0");
  }

  private static int value(Transition step) {
    double value = step.value().orElse(0);
    double whole = step.metric().endsWith(".utilization") ? value * 100 : value;
    return (int) Math.clamp(Math.round(whole), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }
}
