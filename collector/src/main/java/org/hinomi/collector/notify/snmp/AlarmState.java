package org.hinomi.collector.notify.snmp;

import java.time.ZoneOffset;
import java.util.List;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.Names;
import org.hinomi.collector.notify.Subject;
import org.hinomi.core.snmp.HinomiMib;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.VariableBinding;

/**
 * Steps as ALARM-MIB (RFC 3877) has them: alarmActiveState while an alert fires, alarmClearState
 * when it is over.
 *
 * <p>alarmActiveModelPointer names a row of alarmModelTable by list "", the rule and the state: 1
 * clear, 3 critical, 6 warning, as ituAlarmPerceivedSeverity counts. alarmActiveResourceId is
 * hinomiHost, host and what of it. alarmActiveDescription says it in words. The rows' index is the
 * list "", when the alert began, and a number made of its name.
 */
final class AlarmState {
  private static final String MODULE = "1.3.6.1.2.1.118";
  private static final OID ACTIVE = new OID(MODULE + ".0.2");
  private static final OID CLEAR = new OID(MODULE + ".0.3");
  private static final OID MODEL_NOTIFICATION = new OID(MODULE + ".1.1.2.1.3");
  private static final OID ACTIVE_ENTRY = new OID(MODULE + ".1.2.2.1");
  private static final int RESOURCE_ID = 10;
  private static final int DESCRIPTION = 11;
  private static final int MODEL_POINTER = 13;
  private static final int LONGEST_PART = 40; // an OID has at most 128 sub-identifiers
  private static final int ADMIN_STRING = 255;

  private AlarmState() {}

  /**
   * @param words all of the step in a line
   */
  static Standard of(Transition step, HinomiMib mib, String words) {
    boolean over = step.kind() == Transition.Kind.CLEARED;
    int state = over ? 1 : step.severity() == Transition.Severity.CRITICAL ? 3 : 6;
    OID row = row(step);
    OID model = new OID(MODEL_NOTIFICATION).append(0).append(number(step.rule())).append(state);
    OID resource = mib.oid(HinomiMib.Node.HOST).trim();
    resource.append(Octets.index(step.host(), LONGEST_PART));
    resource.append(Octets.index(Subject.brief(step), LONGEST_PART));
    return new Standard(
        over ? CLEAR : ACTIVE,
        List.of(
            new VariableBinding(column(MODEL_POINTER, row), model),
            new VariableBinding(column(RESOURCE_ID, row), resource),
            new VariableBinding(column(DESCRIPTION, row), Octets.text(words, ADMIN_STRING))));
  }

  private static OID row(Transition step) {
    OID row = new OID(new int[] {0});
    byte[] began = Octets.dateAndTime(step.since().atOffset(ZoneOffset.UTC));
    row.append(new OctetString(began).toSubIndex(false));
    return row.append(number(step.life()));
  }

  private static OID column(int column, OID row) {
    return new OID(ACTIVE_ENTRY).append(column).append(row);
  }

  /** A positive number that stays the same for a name. */
  private static int number(String name) {
    int number = Integer.parseUnsignedInt(Names.of(name).substring(0, 8), 16) & 0x7FFF_FFFF;
    return number == 0 ? 1 : number;
  }
}
