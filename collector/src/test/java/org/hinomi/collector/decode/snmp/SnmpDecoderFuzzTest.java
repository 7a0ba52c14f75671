package org.hinomi.collector.decode.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.hinomi.collector.decode.Event;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.snmp.HinomiMib;
import org.hinomi.core.snmp.SnmpUser;

/** Whatever a datagram holds, it becomes an event with the same octets. */
class SnmpDecoderFuzzTest {

  private final SnmpDecoder decoder =
      new SnmpDecoder(
          HinomiMib.under(HinomiMib.DEFAULT_ENTERPRISE),
          List.of(
              new SnmpUser(
                  "u3",
                  SnmpUser.Auth.SHA,
                  new Secret("authpass3"),
                  SnmpUser.Priv.AES128,
                  new Secret("privpass3"))));

  @FuzzTest
  void anyDatagramIsAnEvent(byte[] datagram) {
    Event event = decoder.decode(FakeRecord.of(datagram));
    assertThat(event.original().bytes()).isEqualTo(datagram);
    assertThat(event.message()).isNotEmpty();
  }
}
