package org.hinomi.collector.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.hinomi.collector.access.Scope;
import org.hinomi.collector.access.UserBook;
import org.hinomi.collector.alert.AlertSettings;
import org.hinomi.collector.app.DecodeSettings.Sender;
import org.hinomi.collector.app.NotifySettings.Login;
import org.hinomi.collector.app.NotifySettings.Mail;
import org.hinomi.collector.app.NotifySettings.Protocol;
import org.hinomi.collector.app.NotifySettings.Starttls;
import org.hinomi.collector.app.NotifySettings.Syslog;
import org.hinomi.collector.app.NotifySettings.Trap;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.collector.notify.snmp.TrapStyle;
import org.hinomi.collector.record.SampleRetention;
import org.hinomi.core.event.HostGroup;
import org.hinomi.core.settings.Cidr;
import org.hinomi.core.settings.FileChecker;
import org.hinomi.core.settings.FileChecker.Recognition;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.settings.SettingsLoader;
import org.hinomi.core.sigma.Level;
import org.hinomi.core.sigma.LogSource;
import org.hinomi.core.snmp.NotificationTarget;
import org.hinomi.core.snmp.NotificationTarget.Version;
import org.hinomi.core.snmp.SnmpUser;
import org.hinomi.core.text.Glob;
import org.hinomi.core.text.Language;
import org.hinomi.core.tls.TlsContexts.ClientCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorSettingsTest {
  private static final TlsSettings NO_TLS =
      new TlsSettings(
          Optional.empty(),
          Optional.empty(),
          ClientCertificate.REQUIRED,
          ClientCertificate.OPTIONAL,
          List.of(),
          List.of());

  @TempDir private Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("collector.yaml"), text);
  }

  private CollectorSettings read(String text) throws Exception {
    return new SettingsLoader(Map.of("COMMUNITY", "s3cret"))
        .load(write(text), List.of(), CollectorSettings::read);
  }

  private List<String> problems(String text) throws IOException {
    return new SettingsLoader(Map.of())
        .check(write(text), CollectorSettings::read).stream()
            .map(p -> p.toString().replace(folder + "/", ""))
            .toList();
  }

  private static Optional<HostPort> at(String address) {
    return Optional.of(HostPort.parse(address));
  }

  @Test
  void othersReachTheConsoleOnlyWhenThereAreUsers() throws Exception {
    String open = "data: data\nlisten:\n  console: 0.0.0.0:8514\n";
    assertThat(problems(open))
        .singleElement()
        .asString()
        .startsWith("collector.yaml:3: listen.console: 0.0.0.0:8514 (expected a loopback address")
        .contains("hinomi user add");
    new UserBook(UserBook.folderIn(folder.resolve("data")), InstantSource.system())
        .add("hanako", "$argon2id$", Set.of(Scope.ADMIN));
    assertThat(problems(open)).isEmpty();
  }

  @Test
  void defaults() throws Exception {
    assertThat(read("data: data"))
        .isEqualTo(
            new CollectorSettings(
                folder.resolve("data"),
                new ListenSettings(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()),
                new ConsoleSettings(List.of(), ConsoleSettings.Tls.AUTO),
                NO_TLS,
                new ReceiveSettings(64 << 10, 20_000, 2_000, 4 << 20),
                new JournalLimits(64 << 20, 64L << 20, 1L << 30),
                new SnmpSettings(EnumSet.allOf(Version.class), List.of(), List.of(), List.of()),
                SampleRetention.DEFAULT,
                new DecodeSettings(ZoneId.systemDefault(), List.of(), List.of(), "{}"),
                Optional.empty(),
                Optional.empty(),
                EventRules.Settings.DEFAULT,
                AlertSettings.DEFAULT,
                "1.3.6.1.4.1.32473",
                Language.EN,
                new NotifySettings(List.of(), List.of(), List.of()),
                new KeepSettings(
                    Optional.empty(),
                    new IntegritySettings(
                        Duration.ofHours(1), Optional.empty(), List.of(), Optional.empty()),
                    DiskSettings.DEFAULT),
                List.of(),
                ReviewSettings.NONE));
  }

  @Test
  void everyKey() throws Exception {
    Files.createDirectories(folder.resolve("rules"));
    Files.createDirectories(folder.resolve("calendars"));
    Files.writeString(folder.resolve("pw"), "hunter2\n");
    Files.writeString(folder.resolve("retention.yaml"), "classes: {}\n");
    Files.writeString(folder.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n");
    assertThat(
            read(
                """
                data: /var/lib/hinomi
                listen:
                  syslog-udp: 0.0.0.0:514
                  syslog-tcp: 0.0.0.0:514
                  syslog-tls: 0.0.0.0:6514
                  relp: "[::]:2514"
                  relp-tls: "[::]:2515"
                  snmp: 0.0.0.0:162
                  console: 127.0.0.1:8514
                tls:
                  certificate: ca.pem
                  key: pw
                  clients: ca.pem
                  relp-certificates: optional
                  syslog-certificates: required
                  relays: [relay1, relay2.example.net]
                  names: [log.example.net]
                receive:
                  message-limit: 1MiB
                  udp-buffer: 16MiB
                  connections: 500
                  connections-per-sender: 5
                journal: {segment-size: 128MiB, pending-limit: 32MiB, keep-size: 2GiB}
                snmp:
                  versions: [v2c, v3]
                  communities:
                    - community-env: COMMUNITY
                  networks: [192.0.2.0/24]
                  users:
                    - name: switches
                      auth: sha256
                      auth-password: authpass1
                      priv: aes192-reeder
                      priv-password: privpass1
                    - {name: old, auth: none}
                samples: {raw: 3d, minutes: 30d, hours: 500d}
                detect:
                  lowest-level: high
                  quiet: 1h
                  late: 10s
                  sources:
                    - {hosts: [fw*], programs: [squid], product: cisco, category: proxy, service: asa}
                decode:
                  zone: Asia/Tokyo
                  senders:
                    - {network: 192.0.2.0/24, zone: "+02:00", host: fw01}
                    - {network: 192.0.2.7, host: fw02}
                rules: rules
                calendars: calendars
                alerts:
                  group-by: [host.name, rule]
                  flapping: {raises: 3, within: 2h}
                  inhibit:
                    - {source: [a], target: [b*], equal: [site]}
                  important-hosts: [db*]
                  unimportant-hosts: [lab*]
                  privileged-accounts: [Root]
                enterprise: 1.3.6.1.4.1.9
                language: ja
                notify:
                  mail:
                    - name: on-call
                      server: mail.example.net:587
                      starttls: optional
                      user: hinomi
                      password-file: pw
                      from: hinomi@example.net
                      to: [a@example.net, b@example.net]
                      language: en
                      trust: ca.pem
                    - {name: m, server: "mail:25", starttls: off, from: a@b, to: c@d}
                    - {name: n, server: "mail:25", from: a@b, to: c@d}
                  trap:
                    - {name: nms, to: nms:162, community-env: COMMUNITY}
                  syslog:
                    - {name: siem, to: siem:514, protocol: tcp, facility: auth}
                    - {name: other, to: siem:514}
                retention: retention.yaml
                console: {names: [logs.example.net], tls: on}
                integrity:
                  head:
                    every: 10m
                    file: heads
                    to: [on-call, siem]
                    time-stamp: {url: "http://tsa.example/stamp", every: 12h}
                disk: {warn: 3GiB, shorten: 2GiB, refuse: 1GiB}
                """))
        .isEqualTo(
            new CollectorSettings(
                Path.of("/var/lib/hinomi"),
                new ListenSettings(
                    at("0.0.0.0:514"),
                    at("0.0.0.0:514"),
                    at("0.0.0.0:6514"),
                    at("[::]:2514"),
                    at("[::]:2515"),
                    at("0.0.0.0:162"),
                    at("127.0.0.1:8514")),
                new ConsoleSettings(List.of("logs.example.net"), ConsoleSettings.Tls.ON),
                new TlsSettings(
                    Optional.of(
                        new TlsSettings.Own(folder.resolve("ca.pem"), folder.resolve("pw"))),
                    Optional.of(folder.resolve("ca.pem")),
                    ClientCertificate.OPTIONAL,
                    ClientCertificate.REQUIRED,
                    List.of("relay1", "relay2.example.net"),
                    List.of("log.example.net")),
                new ReceiveSettings(1 << 20, 500, 5, 16 << 20),
                new JournalLimits(128 << 20, 32L << 20, 2L << 30),
                new SnmpSettings(
                    EnumSet.of(Version.V2C, Version.V3),
                    List.of(new Secret("s3cret")),
                    List.of(Cidr.parse("192.0.2.0/24")),
                    List.of(
                        new SnmpUser(
                            "switches",
                            SnmpUser.Auth.SHA256,
                            new Secret("authpass1"),
                            SnmpUser.Priv.AES192_REEDER,
                            new Secret("privpass1")),
                        new SnmpUser("old", SnmpUser.Auth.NONE, null, SnmpUser.Priv.NONE, null))),
                new SampleRetention(Duration.ofDays(3), Duration.ofDays(30), Duration.ofDays(500)),
                new DecodeSettings(
                    ZoneId.of("Asia/Tokyo"),
                    List.of(
                        new Sender(
                            Cidr.parse("192.0.2.0/24"),
                            Optional.of(ZoneOffset.ofHours(2)),
                            Optional.of("fw01"),
                            Optional.empty()),
                        new Sender(
                            Cidr.parse("192.0.2.7"),
                            Optional.empty(),
                            Optional.of("fw02"),
                            Optional.empty())),
                    List.of(),
                    "{\"zone\": \"Asia/Tokyo\", \"senders\": [{\"network\": \"192.0.2.0/24\","
                        + " \"zone\": \"+02:00\", \"host\": \"fw01\"},"
                        + " {\"network\": \"192.0.2.7\", \"host\": \"fw02\"}]}"),
                Optional.of(folder.resolve("rules")),
                Optional.of(folder.resolve("calendars")),
                new EventRules.Settings(
                    Level.HIGH,
                    Duration.ofHours(1),
                    Duration.ofSeconds(10),
                    List.of(
                        new EventRules.DeclaredSource(
                            List.of(new Glob("fw*")),
                            List.of(new Glob("squid")),
                            new LogSource("cisco", "proxy", "asa")))),
                new AlertSettings(
                    List.of("host.name", "rule"),
                    new AlertSettings.Flapping(3, Duration.ofHours(2)),
                    List.of(
                        new AlertSettings.Inhibition(
                            List.of(new Glob("a")), List.of(new Glob("b*")), List.of("site"))),
                    new HostGroup("important", List.of(new Glob("db*"))),
                    new HostGroup("unimportant", List.of(new Glob("lab*"))),
                    List.of(new Glob("root"))),
                "1.3.6.1.4.1.9",
                Language.JA,
                new NotifySettings(
                    List.of(
                        new Mail(
                            "on-call",
                            new HostPort("mail.example.net", 587),
                            Starttls.OPTIONAL,
                            Optional.of(new Login("hinomi", new Secret("hunter2"))),
                            "hinomi@example.net",
                            List.of("a@example.net", "b@example.net"),
                            Language.EN,
                            Optional.of(folder.resolve("ca.pem"))),
                        mail("m", Starttls.OFF),
                        mail("n", Starttls.REQUIRED)),
                    List.of(
                        new Trap(
                            "nms",
                            trap(new HostPort("nms", 162), new Secret("s3cret")),
                            TrapStyle.HINOMI)),
                    List.of(
                        new Syslog("siem", new HostPort("siem", 514), Protocol.TCP, 4),
                        new Syslog("other", new HostPort("siem", 514), Protocol.UDP, 16))),
                new KeepSettings(
                    Optional.of(folder.resolve("retention.yaml")),
                    new IntegritySettings(
                        Duration.ofMinutes(10),
                        Optional.of(folder.resolve("heads")),
                        List.of("on-call", "siem"),
                        Optional.of(
                            new IntegritySettings.TimeStamps(
                                URI.create("http://tsa.example/stamp"),
                                Duration.ofHours(12),
                                Optional.empty()))),
                    new DiskSettings(3L << 30, 2L << 30, 1L << 30)),
                List.of(),
                ReviewSettings.NONE));
  }

  private static NotificationTarget trap(HostPort to, Secret community) {
    return new NotificationTarget(to, community, false, Duration.ofSeconds(2), 2);
  }

  private static Mail mail(String name, Starttls starttls) {
    return new Mail(
        name,
        new HostPort("mail", 25),
        starttls,
        Optional.empty(),
        "a@b",
        List.of("c@d"),
        Language.JA,
        Optional.empty());
  }

  @Test
  void isNotPrintedWithItsSecrets() throws Exception {
    assertThat(
            read("""
                    data: data
                    notify:
                      mail: [{name: a, server: "m:25", user: u, password: hunter2, from: a@b, to: c@d}]
                      trap: [{name: b, to: nms:162, community: hunter2}]
                    """)
                .toString())
        .contains("nms:162", "<secret>")
        .doesNotContain("hunter2");
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

  @Test
  void freePortsMayBeAskedForMoreThanOnce() throws Exception {
    assertThat(read("data: data\nlisten: {relp: 'a:0', syslog-tcp: 'a:0'}").listen().relp())
        .isEqualTo(at("a:0"));
  }

  @Test
  void whatShipsIsRight() {
    Path shipped = checkout().resolve("conf/collector.yaml");
    assertThat(new CollectorSettingsChecker().check(shipped)).isEmpty();
  }

  @Test
  void whatShipsListensOnLoopbackWithoutPrivileges() throws Exception {
    assertThat(
            new SettingsLoader(Map.of())
                .load(checkout().resolve("conf/collector.yaml"), List.of(), CollectorSettings::read)
                .listen())
        .isEqualTo(
            new ListenSettings(
                at("127.0.0.1:5514"),
                at("127.0.0.1:5514"),
                Optional.empty(),
                at("127.0.0.1:2514"),
                Optional.empty(),
                at("127.0.0.1:1162"),
                at("127.0.0.1:8514")));
  }

  @Test
  void whatIsKeptFinerIsKeptCoarserToo() throws Exception {
    assertThat(read("data: data\nsamples: {raw: 500d}\n").samples())
        .isEqualTo(
            new SampleRetention(Duration.ofDays(500), Duration.ofDays(500), Duration.ofDays(3650)));
    assertThat(problems("data: data\nsamples: {raw: 12h, minutes: 20d, hours: 10d}\n"))
        .satisfiesExactly(
            raw -> assertThat(raw).startsWith("collector.yaml:2: samples.raw: 12h (expected"),
            hours ->
                assertThat(hours).startsWith("collector.yaml:2: samples.hours: 10d (expected"));
  }

  /** The comments promise it: without the leading #, each block is a setting with its default. */
  @Test
  void theCommentedDefaultsAreTheDefaults() throws Exception {
    String shipped = Files.readString(checkout().resolve("conf/collector.yaml"));
    Files.createDirectories(folder.resolve("rules"));
    Files.createDirectories(folder.resolve("calendars"));
    Files.writeString(folder.resolve("retention.yaml"), "");
    assertThat(
            read(
                shipped
                    .replaceAll("(?m)^#(receive|journal|samples|enterprise|language|disk):", "$1:")
                    .replaceAll(
                        "(?m)^#  (message-limit|connections|udp-buf|segment-size|pending-limit|keep-size|raw"
                            + "|minutes|hours|warn|shorten|refuse)",
                        "  $1")))
        .isEqualTo(read(shipped));
  }

  /** The example of notify, uncommented, is right but for the files that it names. */
  @Test
  void theExamplesAreRight() throws Exception {
    String shipped = Files.readString(checkout().resolve("conf/collector.yaml"));
    Files.createDirectories(folder.resolve("rules"));
    Files.createDirectories(folder.resolve("calendars"));
    Files.writeString(folder.resolve("retention.yaml"), "");
    String examples =
        shipped
            .replace("notify:\n  mail: []\n  trap: []\n  syslog: []\n#notify:", "notify:")
            .replaceAll("(?m)^#decode:", "decode:")
            .replaceAll("(?m)^#  ", "  ")
            .replaceAll(
                "(?m)^#(console|receive|journal|samples|snmp|tls|detect|alerts|disk|integrity|drop|review):",
                "$1:")
            .replaceAll("(?m)^  +(times|sizes|addresses|paths|from outside|\\$\\S+) .*$", "")
            .replace("/etc/hinomi/chat-url", "chat-url")
            .replaceAll("/etc/hinomi/\\S+", "secret");
    Files.writeString(folder.resolve("secret"), "at least 8");
    Files.writeString(folder.resolve("chat-url"), "https://chat.example.net/hooks/1\n");
    Files.writeString(folder.resolve("notify.yaml"), "");
    Files.createDirectories(folder.resolve("templates"));
    Files.writeString(folder.resolve("templates/slack.json"), "{}");
    CollectorSettings settings = read(examples);
    assertThat(settings.destinations().mail()).hasSize(1);
    assertThat(settings.destinations().trap()).hasSize(2);
    assertThat(settings.destinations().syslog()).hasSize(1);
    assertThat(settings.destinations().webhook()).hasSize(1);
    assertThat(settings.destinations().command()).hasSize(1);
    assertThat(settings.destinations().tower()).hasSize(1);
    assertThat(settings.destinations().heartbeat().to()).containsExactly("siem");
    assertThat(settings.destinations().acknowledge()).isPresent();
    assertThat(settings.decode().senders()).hasSize(2);
    assertThat(settings.alerts()).isEqualTo(AlertSettings.DEFAULT);
    assertThat(settings.decode().formats()).hasSize(2);
    assertThat(settings.drop()).hasSize(1);
    assertThat(settings.tls().own()).isPresent();
    assertThat(settings.listen().relpTls()).isPresent();
    assertThat(settings.keep().disk()).isEqualTo(DiskSettings.DEFAULT);
    assertThat(settings.keep().integrity().sends()).isTrue();
    assertThat(settings.snmp().users()).hasSize(1);
    assertThat(settings.review().reports()).hasSize(1);
    assertThat(settings.review().model()).isPresent();
  }

  @Test
  void checkKnowsItsFiles() {
    FileChecker checker =
        ServiceLoader.load(FileChecker.class).stream()
            .filter(p -> p.type().equals(CollectorSettingsChecker.class))
            .findFirst()
            .orElseThrow()
            .get();
    assertThat(checker.kind()).startsWith("collector settings");
    assertThat(checker.recognises(Path.of("collector.yaml"), Set.of("data")))
        .isEqualTo(Recognition.BY_NAME_AND_CONTENT);
    assertThat(checker.recognises(Path.of("x.yaml"), Set.of("listen")))
        .isEqualTo(Recognition.BY_CONTENT);
    assertThat(checker.recognises(Path.of("x.yaml"), Set.of("state", "rules")))
        .isEqualTo(Recognition.NO);
  }

  private static Path checkout() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("pom.xml")) || !Files.isDirectory(folder.resolve("core"))) {
      folder = requireNonNull(folder.getParent(), "no checkout above");
    }
    return folder;
  }
}
