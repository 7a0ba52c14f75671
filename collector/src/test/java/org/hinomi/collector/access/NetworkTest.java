package org.hinomi.collector.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.254, true, false",
    "192.0.2.1, 192.0.3.1, false, false",
    "2001:db8::1, 2001:db8::ffff:0:0:1, true, true",
    "2001:db8::1, 2001:db8:0:1::1, false, false",
    "192.0.2.1, 192.0.2.1, true, true",
  })
  void someAddressesAreOne(String one, String other, boolean around, boolean ofOne) {
    assertThat(Network.around(one).equals(Network.around(other))).isEqualTo(around);
    assertThat(Network.ofOne(one).equals(Network.ofOne(other))).isEqualTo(ofOne);
  }

  @Test
  void anAddressThatIsNotKnownIsNone() {
    assertThat(Network.around("")).isEmpty();
  }
}
