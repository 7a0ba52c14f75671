package org.hinomi.core.snmp;

/** What a sender of notifications can send, each in the format of its own. */
public sealed interface SnmpNotification permits HinomiNotification, EventLogTrap {
  TrapFormat format();
}
