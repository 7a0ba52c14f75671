package org.hinomi.core.snmp;

/** What HINOMI-MIB can tell a network management system. */
public sealed interface HinomiNotification extends SnmpNotification
    permits EventMatch, Heartbeat, ThresholdStep {
  HinomiMib.Notification kind();

  @Override
  default TrapFormat format() {
    return TrapFormat.HINOMI;
  }
}
