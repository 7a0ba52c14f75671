package org.hinomi.collector.receive;

import java.util.Locale;

/** What was wrong with a frame that was kept all the same. The code stands in the journal. */
public enum FrameFault {
  /** RFC 6587 octet count was not a number, or was followed by something else than a space. */
  BAD_OCTET_COUNT(1),
  /** The connection ended inside a frame. */
  CUT_OFF(2),
  /** A RELP header could not be read. */
  BAD_RELP_HEADER(3),
  /** An SNMP message could not be read as BER. */
  BAD_BER(4),
  /** SNMP from an address that none of the allowed networks holds. */
  SNMP_NETWORK(16, "refused: the sender's address is in none of snmp.networks"),
  /** A version of SNMP that is not allowed. */
  SNMP_VERSION(17, "refused: this version of SNMP is not one of snmp.versions"),
  /** A community of SNMPv1 or v2c that is not allowed. */
  SNMP_COMMUNITY(18, "refused: the community is none of snmp.communities"),
  /** SNMPv3 for another engine than ours (RFC 3414, section 3.2, step 3). */
  SNMP_UNKNOWN_ENGINE_ID(19, "refused: meant for another engine than this collector's"),
  /** SNMPv3, late, repeated, or from a clock that was set back (RFC 3414, section 3.2, step 7). */
  SNMP_NOT_IN_TIME_WINDOW(20, "refused: not in the time window of the engine: late or repeated");

  private final int code;
  private final String refusal;

  FrameFault(int code) {
    this(code, "");
  }

  FrameFault(int code, String refusal) {
    this.code = code;
    this.refusal = refusal;
  }

  /** Whether the frame is well formed, but must not be believed. */
  public boolean refused() {
    return !refusal.isEmpty();
  }

  /** Why it is refused, as a label: network, version, … */
  public String reason() {
    String name = name().toLowerCase(Locale.ROOT);
    return refused() ? name.substring("snmp_".length()) : name;
  }

  /** Why it is refused, for people; empty where it is not. */
  public String text() {
    return refusal;
  }

  public int code() {
    return code;
  }

  public static FrameFault ofCode(int code) {
    for (FrameFault fault : values()) {
      if (fault.code == code) {
        return fault;
      }
    }
    throw new IllegalArgumentException("frame fault code: " + code + " (expected: 1..4, 16..20)");
  }
}
