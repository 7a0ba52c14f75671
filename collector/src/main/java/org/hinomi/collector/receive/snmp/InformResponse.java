package org.hinomi.collector.receive.snmp;

/**
 * Makes the Response-PDU to an InformRequest-PDU (RFC 3416, section 4.2.7): the message as it came,
 * with another tag, and with error-status and error-index 0. So it is as long as what the sender
 * could send, and says what the journal holds.
 */
final class InformResponse {
  private static final int RESPONSE = 0xA2;

  private InformResponse() {}

  /**
   * Turns the SNMPv2c request in the array into its response.
   *
   * @return how many octets the response has; -1 where the request is not well formed, and the
   *     array is as it was
   */
  static int turn(byte[] message) {
    BerCursor in = new BerCursor(message);
    if (!in.enter(BerCursor.SEQUENCE)) {
      return -1;
    }
    int messageEnd = in.end();
    return in.skip(BerCursor.INTEGER) && in.skip(BerCursor.OCTET_STRING) && turnPdu(message, in)
        ? messageEnd
        : -1;
  }

  /** As {@link #turn}, for the scoped PDU of SNMPv3 (RFC 3412, section 6). */
  static int turnScoped(byte[] scopedPdu) {
    BerCursor in = new BerCursor(scopedPdu);
    if (!in.enterScopedPdu()) {
      return -1;
    }
    int end = in.end();
    return turnPdu(scopedPdu, in) ? end : -1;
  }

  private static boolean turnPdu(byte[] bytes, BerCursor in) {
    int pdu = in.at();
    if (!in.enter(BerCursor.INFORM_REQUEST) || !in.skip(BerCursor.INTEGER)) {
      return false;
    }
    int errorStatus = in.at();
    if (!in.skip(BerCursor.INTEGER)) {
      return false;
    }
    int errorIndex = in.at();
    if (!in.skip(BerCursor.INTEGER) || !varBinds(in)) {
      return false;
    }
    bytes[pdu] = (byte) RESPONSE;
    in.clear(errorStatus);
    in.clear(errorIndex);
    return true;
  }

  private static boolean varBinds(BerCursor in) {
    if (!in.enter(BerCursor.SEQUENCE)) {
      return false;
    }
    int last = in.end();
    while (in.at() < last) {
      in.widen(last);
      if (!in.enter(BerCursor.SEQUENCE)
          || !in.skip(BerCursor.OBJECT_IDENTIFIER)
          || !in.isValue()
          || !in.skip(in.tag())
          || in.at() != in.end()) {
        return false;
      }
    }
    return true;
  }
}
