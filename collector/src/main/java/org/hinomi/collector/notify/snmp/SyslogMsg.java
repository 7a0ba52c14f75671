package org.hinomi.collector.notify.snmp;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.Subject;
import org.hinomi.collector.notify.syslog.AlarmMessage;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UnsignedInteger32;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/**
 * Steps as SYSLOG-MSG-MIB (RFC 5676) has them: the syslog message that a syslog channel would get,
 * taken apart, with the parameters of its {@code alarm} element (RFC 5674). The row's index is the
 * position of the record that led to the step.
 */
final class SyslogMsg {
  private static final String MODULE = "1.3.6.1.2.1.192";
  private static final OID NOTIFICATION = new OID(MODULE + ".0.1");
  private static final OID ENTRY = new OID(MODULE + ".1.2.1");
  private static final OID PARAMETER_VALUE = new OID(MODULE + ".1.3.1.4");
  private static final int LOCAL0 = 16;
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_MESSAGE = 480;
  private static final int LONGEST_VALUE = 120;

  private SyslogMsg() {}

  /**
   * @param hostname of this machine, which sends the message
   */
  static Standard of(Transition step, String hostname) {
    int index = index(step);
    Map<String, String> alarm = AlarmMessage.alarm(step);
    List<VariableBinding> objects = new ArrayList<>();
    add(objects, 2, index, new Integer32(LOCAL0));
    add(objects, 3, index, new Integer32(AlarmMessage.severity(step)));
    add(objects, 4, index, new UnsignedInteger32(1));
    byte[] time = Octets.syslogTimeStamp(step.at().atOffset(ZoneOffset.UTC));
    add(objects, 5, index, new OctetString(time));
    add(objects, 6, index, Octets.text(hostname, LONGEST_NAME));
    add(objects, 7, index, new OctetString("hinomi"));
    add(objects, 8, index, new OctetString());
    add(objects, 9, index, new OctetString(AlarmMessage.MSG_ID));
    add(objects, 10, index, new UnsignedInteger32(alarm.size()));
    add(objects, 11, index, Octets.text(AlarmMessage.text(step), LONGEST_MESSAGE));
    int number = 1;
    for (Map.Entry<String, String> parameter : alarm.entrySet()) {
      OID name = new OID(PARAMETER_VALUE).append(index).append(number++);
      name.append(Octets.index("alarm", LONGEST_NAME));
      name.append(Octets.index(parameter.getKey(), LONGEST_NAME));
      objects.add(
          new VariableBinding(
              name, Octets.text(Subject.oneLine(parameter.getValue()), LONGEST_VALUE)));
    }
    return new Standard(NOTIFICATION, objects);
  }

  private static void add(List<VariableBinding> objects, int column, int index, Variable value) {
    objects.add(new VariableBinding(new OID(ENTRY).append(column).append(index), value));
  }

  private static int index(Transition step) {
    int index = (int) (step.position() & 0x7FFF_FFFFL);
    return index == 0 ? 1 : index;
  }
}
