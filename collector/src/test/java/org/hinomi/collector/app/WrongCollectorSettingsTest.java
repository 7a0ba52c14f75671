package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hinomi.core.settings.SettingsLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of settings that are wrong. */
class WrongCollectorSettingsTest {
  @TempDir private Path folder;

  private List<String> problems(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("collector.yaml"), text);
    return new SettingsLoader(Map.of())
        .check(file, CollectorSettings::read).stream()
            .map(p -> p.toString().replace(folder + "/", ""))
            .toList();
  }

  @Test
  void badFormats() throws Exception {
    assertThat(
            problems(
                """
                data: data
                decode:
                  formats:
                    - {type: json}
                    - {hosts: [a]}
                    - {hosts: [a], type: pattern, pattern: "(?<user.name"}
                    - {hosts: [a], type: pattern, pattern: "no group"}
                    - {hosts: [a], type: csv, pattern: x, delimiter: ";;"}
                    - {programs: [a], type: kv, charset: Shift_JIS, time-format: "{{", locale: "?"}
                    - {hosts: [a], type: grok}
                    - {hosts: [a], type: kv, map: {"a,b": user, c: "user,d=ip"}}
                    - {hosts: [a], zone: UTC, time-format: "uuuu", map: {a: user}}
                """))
        .hasSize(15)
        .anySatisfy(p -> assertThat(p).contains(":4: ", "one or more of hosts, sources, files"))
        .anySatisfy(p -> assertThat(p).contains(":5: ", "type, zone or charset"))
        .anySatisfy(p -> assertThat(p).contains(":6: ", "pattern", "a regular expression of Java"))
        .anySatisfy(p -> assertThat(p).contains(":7: ", "at least one named group"))
        .anySatisfy(p -> assertThat(p).contains(":8: ", "pattern: with type csv", "type pattern"))
        .anySatisfy(p -> assertThat(p).contains(":8: ", "delimiter: ;;", "one character"))
        .anySatisfy(p -> assertThat(p).contains(":8: ", "columns: missing"))
        .anySatisfy(p -> assertThat(p).contains(":9: ", "charset: beside programs"))
        .anySatisfy(p -> assertThat(p).contains(":9: ", "locale: ?"))
        .anySatisfy(p -> assertThat(p).contains(":9: ", "time-format: {{"))
        .anySatisfy(p -> assertThat(p).contains(":10: ", "grok"))
        .anySatisfy(p -> assertThat(p).contains(":11: ", "map: a,b: user", "without comma"))
        .anySatisfy(p -> assertThat(p).contains(":11: ", "map: c: user,d=ip"))
        .anySatisfy(p -> assertThat(p).contains(":12: ", "time-format: without type"))
        .anySatisfy(p -> assertThat(p).contains(":12: ", "map: without type"));
  }

  @Test
  void badValues() throws Exception {
    Files.createDirectories(folder.resolve("rules"));
    assertThat(
            problems(
                """
                listen:
                  syslog-udp: 0.0.0.0:70000
                  syslog-tcp: 127.0.0.1:5514
                  relp: 127.0.0.1:5514
                  syslog-tls: 0.0.0.0:6514
                  http: 127.0.0.1:80
                receive: {message-limit: 64, udp-buffer: 2GiB}
                journal: {segment-size: 4GiB, keep: 7d}
                decode:
                  zone: Tokyo
                  senders:
                    - {zone: Asia/Tokyo}
                    - {network: 192.0.2.0/24}
                rules: rule
                enterprise: 1.3.x
                language: de
                notify:
                  mail:
                    - {name: a, server: mail, starttls: NO, from: me, to: [], user: u, trust: none}
                  trap:
                    - {name: a, to: "nms:0"}
                  syslog:
                    - {name: b c, to: siem:514, protocol: relp, facility: 16}
                """))
        .containsExactly(
            "collector.yaml:1: data: missing (expected a folder, or a path where one can be made)",
            "collector.yaml:2: listen.syslog-udp: 0.0.0.0:70000 (expected host:port or [ipv6]:port,"
                + " port 0..65535, 0 for any free one)",
            "collector.yaml:4: listen.relp: 127.0.0.1:5514 (expected an address that no other"
                + " listener has)",
            "collector.yaml:6: listen.http: unknown key (expected one of console, relp, relp-tls,"
                + " snmp, syslog-tcp, syslog-tls, syslog-udp)",
            "collector.yaml:7: receive.message-limit: 64 (expected a size with its unit, as 64KiB,"
                + " 4MiB, 1GiB; 2KiB..2MiB)",
            "collector.yaml:7: receive.udp-buffer: 2GiB (expected a size with its unit, as 64KiB,"
                + " 4MiB, 1GiB; 64KiB..1GiB)",
            "collector.yaml:8: journal.segment-size: 4GiB (expected a size with its unit, as 64KiB,"
                + " 4MiB, 1GiB; 1MiB..1GiB)",
            "collector.yaml:8: journal.keep: unknown key (expected one of keep-size,"
                + " pending-limit, segment-size)",
            "collector.yaml:10: decode.zone: Tokyo (expected a time zone, as Asia/Tokyo or +09:00)",
            "collector.yaml:12: decode.senders[0].network: missing (expected a network, as"
                + " 10.1.0.0/16 or 2001:db8::/32, or an address)",
            "collector.yaml:13: decode.senders[1].network: 192.0.2.0/24 (expected zone, host or"
                + " charset beside it)",
            "collector.yaml:14: rules: rule (expected a folder; there is none at rule)",
            "collector.yaml:15: enterprise: 1.3.x (expected an OID, as 1.3.6.1.4.1.32473)",
            "collector.yaml:16: language: de (expected one of en, ja)",
            "collector.yaml:19: notify.mail[0].server: mail (expected host:port or [ipv6]:port,"
                + " port 1..65535)",
            "collector.yaml:19: notify.mail[0].starttls: NO (expected one of required, optional,"
                + " off)",
            "collector.yaml:19: notify.mail[0].user: alone (expected both user and password"
                + " (password-file, password-env), or neither)",
            "collector.yaml:19: notify.mail[0].from: me (expected a mail address)",
            "collector.yaml:19: notify.mail[0].to: an empty list (expected a mail address, or a list"
                + " of such)",
            "collector.yaml:19: notify.mail[0].trust: none (expected a file; there is none at none)",
            "collector.yaml:21: notify.trap[0].name: a (expected a name that no other entry has)",
            "collector.yaml:21: notify.trap[0].to: nms:0 (expected host:port or [ipv6]:port, port"
                + " 1..65535)",
            "collector.yaml:21: notify.trap[0].community: missing (expected a secret:"
                + " community-file, community-env or community)",
            "collector.yaml:23: notify.syslog[0].name: b c (expected a name of at most 64 letters,"
                + " digits, dots, dashes and underscores)",
            "collector.yaml:23: notify.syslog[0].protocol: relp (expected one of udp, tcp)",
            "collector.yaml:23: notify.syslog[0].facility: 16 (expected one of kern, user, mail,"
                + " daemon, auth, syslog, lpr, news, uucp, cron, authpriv, ftp, ntp, security,"
                + " console, solaris-cron, local0, local1, local2, local3, local4, local5, local6,"
                + " local7)");
  }

  @Test
  void certificatesOfOnesOwnNeedAKeyAndClients() throws Exception {
    Files.writeString(folder.resolve("c.pem"), "x");
    assertThat(problems("data: data\ntls:\n  certificate: c.pem\n  clients: c.pem\n"))
        .containsExactly(
            "collector.yaml:3: tls.certificate: alone (expected certificate and key, both or none)");
    assertThat(problems("data: data\ntls:\n  certificate: c.pem\n  key: c.pem\n"))
        .containsExactly(
            "collector.yaml:3: tls.certificate: without clients (expected clients beside it: the"
                + " authorities that senders' certificates are from; or relp-certificates:"
                + " optional)");
    assertThat(problems("data: data\ntls:\n  relays: ['*.example.net']\n"))
        .containsExactly(
            "collector.yaml:3: tls.relays[0]: *.example.net (expected a host name: at most 255"
                + " printable ASCII characters, no *)");
  }

  @Test
  void aMessageFitsIntoASegment() throws Exception {
    assertThat(
            problems("data: data\nreceive: {message-limit: 1MiB}\njournal: {segment-size: 1MiB}\n"))
        .containsExactly(
            "collector.yaml:2: receive.message-limit: larger than half a journal segment (expected"
                + " at most half of journal.segment-size)");
  }

  @Test
  void aPasswordNeedsAUser() throws Exception {
    assertThat(
            problems(
                """
                data: data
                notify:
                  mail:
                    - {name: a, server: "m:25", password: hunter2, from: a@b, to: c@d}
                """))
        .containsExactly(
            "collector.yaml:4: notify.mail[0].password: without a user (expected both user and"
                + " password (password-file, password-env), or neither)");
  }

  @Test
  void wrongChannelsAreNamed() throws Exception {
    assertThat(
            problems(
                """
                data: data
                notify:
                  heartbeat: {to: [nobody]}
                  acknowledge: {url: "ftp://x"}
                  webhook:
                    - {name: routing, url: "nowhere"}
                  command:
                    - {name: c, run: [/bin/x, "{{titel}}"]}
                  tower:
                    - {name: t, to: 192.0.2.1, critical: "777777", protocol: http, series: la6}
                """))
        .extracting(text -> text.replaceAll(" \\(expected.*", ""))
        .containsExactlyInAnyOrder(
            "collector.yaml:3: notify.heartbeat.to[0]: nobody",
            "collector.yaml:4: notify.acknowledge.url: ftp://x",
            "collector.yaml:6: notify.webhook[0].name: routing",
            "collector.yaml:6: notify.webhook[0].url: <secret>",
            "collector.yaml:8: notify.command[0].run: {{titel}}",
            "collector.yaml:10: notify.tower[0].series: pointless",
            "collector.yaml:10: notify.tower[0].critical: 777777");
  }

  /** Neither takes one: it would never come, and nobody would be told. */
  @Test
  void aHeartbeatGoesToNoTower() throws Exception {
    assertThat(
            problems(
                """
                data: data
                notify:
                  heartbeat: {to: [routing, lamp]}
                  tower:
                    - {name: lamp, to: "[::1]"}
                """))
        .extracting(text -> text.replaceAll(" \\(expected.*", ""))
        .containsExactly(
            "collector.yaml:3: notify.heartbeat.to[0]: routing",
            "collector.yaml:3: notify.heartbeat.to[1]: lamp");
  }
}
