package org.hinomi.core.snmp;

/** The formats of notifications; a target gets those of its own format only. */
public enum TrapFormat {
  /** HINOMI-MIB. */
  HINOMI,
  /** That of Windows' SNMP extension agent for event logs, which evntwin sets up. */
  EVNTWIN
}
