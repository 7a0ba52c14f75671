package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hinomi.core.settings.Section;
import org.hinomi.core.settings.SettingsLoader;
import org.hinomi.core.snmp.SnmpUser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnmpSettingsTest {
  @TempDir private Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("collector.yaml"), text);
  }

  private static SnmpSettings read(Section top) {
    return SnmpSettings.read(top.section("snmp"));
  }

  private List<String> problems(String text) throws IOException {
    return new SettingsLoader(Map.of())
        .check(write(text), SnmpSettingsTest::read).stream()
            .map(p -> p.toString().replace(folder + "/", ""))
            .toList();
  }

  @Test
  void brokenProtocolsAreForWhoAsksForThem() throws Exception {
    String user =
        "{name: old, auth: md5, auth-password: 12345678, priv: des, priv-password: 12345678}";
    assertThat(problems("snmp:\n  users:\n    - " + user + "\n"))
        .containsExactly(
            "collector.yaml:3: snmp.users[0].auth: broken (expected sha256 or another of the SHA"
                + " family; or weak-protocols: true for what knows nothing better)",
            "collector.yaml:3: snmp.users[0].priv: broken (expected aes128, aes192 or aes256; or"
                + " weak-protocols: true for what knows nothing better)");
    String asked = "snmp:\n  weak-protocols: true\n  users:\n    - " + user + "\n";
    SnmpSettings settings =
        new SettingsLoader(Map.of()).load(write(asked), List.of(), SnmpSettingsTest::read);
    assertThat(settings.users()).extracting(SnmpUser::auth).containsExactly(SnmpUser.Auth.MD5);
  }

  @Test
  void everyFaultIsFound() throws Exception {
    assertThat(
            problems(
                """
                snmp:
                  versions: [2c]
                  communities:
                    - {}
                  networks: [10.0.0.0/40]
                  users:
                    - {name: a, auth: sha1}
                    - {name: a, auth: sha256, auth-password: short}
                    - {name: b, auth: none, priv: aes128, priv-password: longenough}
                    - {name: c, auth: sha256, auth-password: longenough, priv-password: longenough}
                    - {name: d}
                """))
        .containsExactly(
            "collector.yaml:2: snmp.versions[0]: 2c (expected one of v1, v2c, v3)",
            "collector.yaml:4: snmp.communities[0].community: missing (expected a secret:"
                + " community-file, community-env or community)",
            "collector.yaml:5: snmp.networks[0]: 10.0.0.0/40 (expected a network, as 10.1.0.0/16"
                + " or 2001:db8::/32, or an address)",
            "collector.yaml:7: snmp.users[0].auth: sha1 (expected one of none, md5, sha, sha224,"
                + " sha256, sha384, sha512)",
            "collector.yaml:8: snmp.users[1].name: a (expected a name that no other entry has)",
            "collector.yaml:8: snmp.users[1].auth-password: too short (expected at least 8 octets"
                + " (RFC 3414, section 11.2))",
            "collector.yaml:9: snmp.users[2].priv: without authentication (expected an auth other"
                + " than none, or priv: none)",
            "collector.yaml:10: snmp.users[3].priv-password: pointless (expected priv: other than"
                + " none beside it)",
            "collector.yaml:11: snmp.users[4].auth: missing (expected one of none, md5, sha,"
                + " sha224, sha256, sha384, sha512)");
  }
}
