package org.hinomi.core.event;

/** How a record reached the collector. The wire name is what searches show and metrics label. */
public enum Transport {
  SYSLOG_UDP(1, "syslog-udp"),
  SYSLOG_TCP(2, "syslog-tcp"),
  SYSLOG_TLS(3, "syslog-tls"),
  RELP(4, "relp"),
  SNMP(5, "snmp"),
  IMPORT(6, "import"),
  /** Written by the collector itself: alert transitions, administrative actions. */
  INTERNAL(7, "internal");

  private static final Transport[] BY_CODE = new Transport[8];

  static {
    for (Transport t : values()) {
      BY_CODE[t.code] = t;
    }
  }

  private final int code;
  private final String wireName;

  Transport(int code, String wireName) {
    this.code = code;
    this.wireName = wireName;
  }

  /** The number that stands for this transport in the journal; never reused. */
  public int code() {
    return code;
  }

  public String wireName() {
    return wireName;
  }

  /** The transport with this journal number. */
  public static Transport ofCode(int code) {
    Transport transport = code > 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    if (transport == null) {
      throw new IllegalArgumentException("transport code: " + code + " (expected: 1..7)");
    }
    return transport;
  }
}
