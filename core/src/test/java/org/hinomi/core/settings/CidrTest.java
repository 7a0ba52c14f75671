package org.hinomi.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/16, 10.1.255.255, true",
    "10.1.0.0/16, 10.2.0.0, false",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.2, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, ::1, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.128/25, 192.0.2.128, true",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::/0, 192.0.2.1, false",
    "192.0.2.0/24, ::ffff:192.0.2.9, true"
  })
  void holdsItsAddresses(String network, String address, boolean inside) {
    assertThat(Cidr.parse(network).contains(InetAddress.ofLiteral(address))).isEqualTo(inside);
  }

  @Test
  void bitsBehindThePrefixDoNotCount() {
    assertThat(Cidr.parse("10.1.2.3/16"))
        .isEqualTo(Cidr.parse("10.1.0.0/16"))
        .hasSameHashCodeAs(Cidr.parse("10.1.0.0/16"))
        .hasToString("10.1.0.0/16");
    assertThat(Cidr.parse("10.1.2.3").prefix()).isEqualTo(32);
    assertThat(Cidr.parse("10.1.0.0/16")).isNotEqualTo(Cidr.parse("10.1.0.0/17"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "::/129",
        "localhost",
        "10.0.0.0/8/8"
      })
  void refusesWhatIsNoNetwork(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse(text));
  }
}
