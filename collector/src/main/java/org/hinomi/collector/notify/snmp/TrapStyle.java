package org.hinomi.collector.notify.snmp;

/** The modules that notifications can be of. */
public enum TrapStyle {
  /** HINOMI-MIB: everything that is known. */
  HINOMI,
  /** DISMAN-EVENT-MIB (RFC 2981): mteTriggerRising and mteTriggerFalling. */
  DISMAN_EVENT,
  /** ALARM-MIB (RFC 3877): alarmActiveState and alarmClearState. */
  ALARM,
  /** SYSLOG-MSG-MIB (RFC 5676): the syslog message, as objects. */
  SYSLOG_MSG
}
