package org.hinomi.collector.receive.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.core.settings.Cidr;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.snmp.NotificationTarget.Version;
import org.hinomi.core.snmp.SnmpEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnmpAccessTest {
  private static final ByteBuf V1 = message("302b02010004067075626c6963a41e060a2b060104");
  private static final ByteBuf V2C = message("302b02010104067075626c6963a41e060a2b060104");
  private static final ByteBuf ODD_VERSION = message("302b02010204067075626c6963a41e060a2b060104");
  private static final ByteBuf CUT = message("302b020101047f7075626c6963a41e060a2b060104");

  @TempDir private Path folder;

  private static ByteBuf message(String hex) {
    return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
  }

  private SnmpAccess access(Set<Version> versions, List<String> communities, String... networks)
      throws IOException {
    return new SnmpAccess(
        versions,
        communities.stream().map(Secret::new).toList(),
        Arrays.stream(networks).map(Cidr::parse).toList(),
        List.of(),
        SnmpEngine.open(folder, 1, new SplittableRandom(1), () -> 0));
  }

  @Test
  void anyCommunityWhereNoneIsNamed() throws Exception {
    SnmpAccess open = access(EnumSet.allOf(Version.class), List.of());
    assertThat(open.refusal(V1)).isNull();
    assertThat(open.refusal(V2C)).isNull();
    assertThat(open.admits(InetAddress.getByName("192.0.2.1"))).isTrue();
  }

  @Test
  void onlyTheCommunitiesThatAreNamed() throws Exception {
    SnmpAccess named = access(EnumSet.allOf(Version.class), List.of("s3cret", "public"));
    assertThat(named.refusal(V1)).isNull();
    assertThat(named.refusal(V2C)).isNull();
    assertThat(named.refusal(CUT)).isEqualTo(FrameFault.SNMP_COMMUNITY);
    SnmpAccess others = access(EnumSet.allOf(Version.class), List.of("Public", "publi", "publicc"));
    assertThat(others.refusal(V1)).isEqualTo(FrameFault.SNMP_COMMUNITY);
    assertThat(others.refusal(V2C)).isEqualTo(FrameFault.SNMP_COMMUNITY);
  }

  @Test
  void onlyTheVersionsThatAreNamed() throws Exception {
    SnmpAccess v2 = access(EnumSet.of(Version.V2C), List.of());
    assertThat(v2.refusal(V1)).isEqualTo(FrameFault.SNMP_VERSION);
    assertThat(v2.refusal(ODD_VERSION)).isEqualTo(FrameFault.SNMP_VERSION);
    assertThat(v2.refusal(V2C)).isNull();
    assertThat(v2.admitsVersion3()).isFalse();
    assertThat(access(EnumSet.of(Version.V3), List.of()).refusal(V2C))
        .isEqualTo(FrameFault.SNMP_VERSION);
  }

  @Test
  void onlyTheNetworksThatAreNamed() throws Exception {
    SnmpAccess access =
        access(EnumSet.allOf(Version.class), List.of(), "192.0.2.0/24", "2001:db8::/32");
    assertThat(access.admits(InetAddress.getByName("192.0.2.255"))).isTrue();
    assertThat(access.admits(InetAddress.getByName("192.0.3.0"))).isFalse();
    assertThat(access.admits(InetAddress.getByName("2001:db8::1"))).isTrue();
  }
}
