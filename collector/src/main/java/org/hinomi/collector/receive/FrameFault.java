package org.hinomi.collector.receive;

/** What was wrong with a frame that was kept all the same. The code stands in the journal. */
public enum FrameFault {
  /** RFC 6587 octet count was not a number, or was followed by something else than a space. */
  BAD_OCTET_COUNT(1),
  /** The connection ended inside a frame. */
  CUT_OFF(2),
  /** A RELP header could not be read. */
  BAD_RELP_HEADER(3),
  /** An SNMP message could not be read as BER. */
  BAD_BER(4);

  private final int code;

  FrameFault(int code) {
    this.code = code;
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
    throw new IllegalArgumentException("frame fault code: " + code + " (expected: 1..4)");
  }
}
