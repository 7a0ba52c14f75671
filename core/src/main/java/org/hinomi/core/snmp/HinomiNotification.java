package org.hinomi.core.snmp;

/** What HINOMI-MIB can tell a network management system. */
public sealed interface HinomiNotification permits EventMatch, ThresholdStep {
  HinomiMib.Notification kind();
}
