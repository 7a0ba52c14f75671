package org.hinomi.collector.app;

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
  void freePortsMayBeAskedForMoreThanOnce() throws Exception {
    assertThat(read("data: data\nlisten: {relp: 'a:0', syslog-tcp: 'a:0'}").listen().relp())
        .isEqualTo(at("a:0"));
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
}
