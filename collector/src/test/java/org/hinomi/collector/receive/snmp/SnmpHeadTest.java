package org.hinomi.collector.receive.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnmpHeadTest {

  @ParameterizedTest
  @CsvSource({
    "'v1 trap', 302b02010004067075626c6963a41e, 45, UNANSWERED",
    "'v2c trap', 307f02010104067075626c6963a772, 129, UNANSWERED",
    "'v2c inform', 305402010104067075626c6963a647, 86, INFORM",
    "'v2c inform, long length form', 3082005402010104067075626c6963a647, 88, INFORM",
    "'v2c get', 303202010104067075626c6963a025, 52, UNANSWERED",
    "'v3', 30818f0201033011, 146, VERSION_3",
    "'text', 68656c6c6f, 5, NOT_BER",
    "'nothing', '', 0, NOT_BER",
    "'one octet', 30, 1, NOT_BER",
    "'cut short', 305402010104067075626c6963a647, 85, NOT_BER",
    "'indefinite length', 308002010104067075626c6963a647, 86, NOT_BER",
    "'length of five octets', 30850000000054020101, 90, NOT_BER",
    "'length that is negative as an int', 3084ffffffff020101, 9, NOT_BER",
    "'length past the end', 3084020101, 5, NOT_BER",
    "'version without value', 30020200, 4, NOT_BER",
    "'version past the end', 30030205ff, 5, NOT_BER",
    "'no community', 3003020101, 5, NOT_BER",
    "'community past the end', 30060201010450ff, 8, NOT_BER",
    "'no PDU', 3006020101040161, 8, UNANSWERED",
    "'a PDU in the octets after the message', 3006020101040161a600, 10, UNANSWERED",
  })
  void reads(String what, String hex, int length, SnmpHead expected) {
    byte[] message = HexFormat.of().parseHex(hex);
    byte[] framed = new byte[3 + length + 1];
    System.arraycopy(message, 0, framed, 3, message.length);
    int to = 3 + length;
    framed[to] = (byte) 0xA6; // what lies behind the datagram must not count
    assertThat(SnmpHead.of(Unpooled.wrappedBuffer(framed).setIndex(3, to)))
        .as(what)
        .isEqualTo(expected);
  }
}
