package org.hinomi.collector.receive.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class InformResponseTest {
  private static final String VERSION_AND_COMMUNITY = "020101" + "0406" + "7075626c6963";
  private static final String SYS_UP_TIME = "300e06082b06010201010300" + "43024d2b";

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String element(String tag, String content) {
    return tag + HexFormat.of().toHexDigits((byte) (content.length() / 2)) + content;
  }

  private static byte[] message(String pduTag, String errors, String varBinds) {
    String pdu = element(pduTag, "0204075bcd15" + errors + element("30", varBinds));
    return bytes(element("30", VERSION_AND_COMMUNITY + pdu));
  }

  @Test
  void isTheRequestWithAnotherTagAndWithoutErrors() {
    byte[] inform = message("a6", "020105" + "02020107", SYS_UP_TIME);
    assertThat(InformResponse.turn(inform)).isEqualTo(inform.length);
    assertThat(inform).isEqualTo(message("a2", "020100" + "02020000", SYS_UP_TIME));
  }

  @Test
  void whatFollowsTheMessageIsNotSentBack() {
    byte[] inform = message("a6", "020100020100", SYS_UP_TIME);
    assertThat(InformResponse.turn(Arrays.copyOf(inform, inform.length + 7)))
        .isEqualTo(inform.length);
  }

  @Test
  void otherPdusHaveNoResponse() {
    assertThat(InformResponse.turn(message("a7", "020100020100", SYS_UP_TIME))).isEqualTo(-1);
  }

  @Test
  void valuesOfNoKnownTypeHaveNoResponse() {
    byte[] inform = message("a6", "020100020100", SYS_UP_TIME.replace("43024d2b", "5f024d2b"));
    byte[] before = inform.clone();
    assertThat(InformResponse.turn(inform)).isEqualTo(-1);
    assertThat(inform).isEqualTo(before);
  }

  @Test
  void neitherACutNorAChangedOctetLeadsOutOfTheMessage() {
    byte[] inform = message("a6", "020100020100", SYS_UP_TIME);
    for (int length = 0; length < inform.length; length++) {
      assertThat(InformResponse.turn(Arrays.copyOf(inform, length))).isEqualTo(-1);
    }
    for (int at = 0; at < inform.length; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] changed = inform.clone();
        changed[at] = (byte) value;
        assertThat(InformResponse.turn(changed)).isLessThanOrEqualTo(inform.length);
      }
    }
  }
}
