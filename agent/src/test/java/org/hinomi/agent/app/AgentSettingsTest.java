package org.hinomi.agent.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.hinomi.agent.app.WatchSettings.FileWatch;
import org.hinomi.agent.app.WatchSettings.JournalWatch;
import org.hinomi.agent.app.WatchSettings.WindowsWatch;
import org.hinomi.agent.sample.SamplerSettings;
import org.hinomi.agent.watch.StartAt;
import org.hinomi.agent.watch.file.LineForm;
import org.hinomi.agent.watch.windows.ChannelQuery;
import org.hinomi.agent.watch.windows.ChannelQuery.Events;
import org.hinomi.core.settings.FileChecker;
import org.hinomi.core.settings.FileChecker.Recognition;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.settings.SettingsLoader;
import org.hinomi.core.snmp.NotificationTarget;
import org.hinomi.core.snmp.NotificationTarget.Version;
import org.hinomi.core.snmp.SnmpUser;
import org.hinomi.core.snmp.TrapFormat;
import org.hinomi.core.tls.TlsFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentSettingsTest {
  private static final String SHORTEST = "state: state\ncollector: c.example.net:2514\n";

  @TempDir private Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("agent.yaml"), text);
  }

  private AgentSettings read(String text) throws Exception {
    return new SettingsLoader(Map.of("COMMUNITY", "s3cret"))
        .load(write(text), List.of(), AgentSettings::read);
  }

  private List<String> problems(String text) throws IOException {
    return new SettingsLoader(Map.of())
        .check(write(text), AgentSettings::read).stream()
            .map(p -> p.toString().replace(folder + "/", ""))
            .toList();
  }

  private static NotificationTarget trap(HostPort to, Secret community) {
    return new NotificationTarget(to, community, false, Duration.ofSeconds(2), 2);
  }

  @Test
  void defaults() throws Exception {
    assertThat(read(SHORTEST))
        .isEqualTo(
            new AgentSettings(
                folder.resolve("state"),
                Optional.empty(),
                List.of(new HostPort("c.example.net", 2514)),
                new AgentTlsSettings(AgentTlsSettings.Mode.ENROLLED, Optional.empty()),
                SamplerSettings.defaults(),
                List.of(),
                256L << 20,
                Duration.ofDays(14),
                Optional.empty(),
                List.of(),
                "1.3.6.1.4.1.32473"));
  }

  @Test
  void everyKey() throws Exception {
    Files.createDirectories(folder.resolve("rules"));
    Files.createDirectories(folder.resolve("journal"));
    Files.writeString(folder.resolve("own.pem"), "x");
    assertThat(
            read(
                """
                state: /var/lib/hinomi-agent
                host: web01
                collector: [a:1, "[::1]:2"]
                tls: {mode: required, certificate: own.pem, key: own.pem, trust: own.pem}
                sample:
                  interval: 1m
                  filesystems:
                    exclude-types: [iso9660]
                    include-types: [tmpfs]
                    exclude-mounts: ["/mnt/*"]
                  disks: {exclude: ["sr*"]}
                  interfaces: {exclude: []}
                watch:
                  - {name: nginx, file: /var/log/nginx/*.log, from: end}
                  - {name: app, file: app.log}
                  - name: journal
                    journal: {directory: journal, units: [sshd.service]}
                  - {name: all, journal: {}, from: start}
                spool: {limit: 1GiB, age: 30d}
                rules: rules
                traps:
                  - {to: nms:162, community: public}
                  - {to: nms:1162, community-env: COMMUNITY}
                enterprise: 1.3.6.1.4.1.9
                """))
        .isEqualTo(
            new AgentSettings(
                Path.of("/var/lib/hinomi-agent"),
                Optional.of("web01"),
                List.of(new HostPort("a", 1), new HostPort("::1", 2)),
                new AgentTlsSettings(
                    AgentTlsSettings.Mode.REQUIRED,
                    Optional.of(
                        new TlsFiles(
                            folder.resolve("own.pem"),
                            folder.resolve("own.pem"),
                            List.of(folder.resolve("own.pem"))))),
                new SamplerSettings(
                    Duration.ofMinutes(1),
                    Set.of("iso9660"),
                    Set.of("tmpfs"),
                    List.of("/mnt/*"),
                    List.of("sr*"),
                    List.of()),
                List.of(
                    new FileWatch("nginx", "/var/log/nginx/*.log", StartAt.END, LineForm.TOLD),
                    new FileWatch(
                        "app", folder.resolve("app.log").toString(), StartAt.START, LineForm.TOLD),
                    new JournalWatch(
                        "journal",
                        Optional.of(folder.resolve("journal")),
                        List.of("sshd.service"),
                        StartAt.START),
                    new JournalWatch("all", Optional.empty(), List.of(), StartAt.START)),
                1L << 30,
                Duration.ofDays(30),
                Optional.of(folder.resolve("rules")),
                List.of(
                    trap(new HostPort("nms", 162), new Secret("public")),
                    trap(new HostPort("nms", 1162), new Secret("s3cret"))),
                "1.3.6.1.4.1.9"));
  }

  @Test
  void isNotPrintedWithItsSecrets() throws Exception {
    assertThat(read(SHORTEST + "traps: [{to: nms:162, community: hunter2}]").toString())
        .contains("nms:162")
        .doesNotContain("hunter2");
  }

  @Test
  void theStateMustBeThere() throws Exception {
    assertThat(problems(""))
        .containsExactly(
            "agent.yaml:1: state: missing (expected a folder, or a path where one can be made)");
  }

  @Test
  void badValues() throws Exception {
    assertThat(
            problems(
                """
                state: agent.yaml
                host: two words
                collector: 127.0.0.1
                sample:
                  interval: 10
                  filesystems: {exclude-types: tmpfs}
                  sensor: NO
                watch:
                  - {name: a}
                  - {name: a, file: x}
                  - {name: b, file: x, journal: {directory: none, unit: [x]}}
                  - {name: c, file: x, from: middle}
                spool: {limit: 512KiB}
                rules: none
                traps: [{to: nms, comunity: hunter2}]
                enterprise: hinomi
                """))
        .containsExactly(
            "agent.yaml:1: state: agent.yaml (expected a folder; agent.yaml is a file)",
            "agent.yaml:2: host: two words (expected a host name: at most 255 printable ASCII"
                + " characters, no spaces)",
            "agent.yaml:3: collector: 127.0.0.1 (expected host:port or [ipv6]:port, port 1..65535)",
            "agent.yaml:5: sample.interval: 10 (expected a time with its unit, as 30s, 5m, 1h, 2d;"
                + " 1s..1h)",
            "agent.yaml:6: sample.filesystems.exclude-types: tmpfs (expected a list, each entry a"
                + " text)",
            "agent.yaml:7: sample.sensor: unknown key (expected one of disks, filesystems,"
                + " interfaces, interval)",
            "agent.yaml:9: watch[0]: incomplete (expected one of the keys file, journal, wtmp, btmp,"
                + " windows)",
            "agent.yaml:10: watch[1].name: a (expected a name that no other entry has)",
            "agent.yaml:11: watch[2].journal.directory: none (expected a folder; there is none at"
                + " none)",
            "agent.yaml:11: watch[2].journal: too much beside file (expected one of file,"
                + " journal, wtmp, btmp, windows)",
            "agent.yaml:11: watch[2].journal.unit: unknown key (expected one of directory, units;"
                + " did you mean units?)",
            "agent.yaml:12: watch[3].from: middle (expected one of start, end)",
            "agent.yaml:13: spool.limit: 512KiB (expected a size with its unit, as 64KiB, 4MiB,"
                + " 1GiB; 1MiB..1TiB)",
            "agent.yaml:14: rules: none (expected a folder; there is none at none)",
            "agent.yaml:15: traps[0].to: nms (expected host:port or [ipv6]:port, port 1..65535)",
            "agent.yaml:15: traps[0].community: missing (expected a secret: community-file,"
                + " community-env or community)",
            "agent.yaml:15: traps[0].comunity: unknown key (expected one of auth, charset,"
                + " community, community-env, community-file, format, inform, priv, retries,"
                + " timeout, to, user, version, weak-protocols; did you mean community?)",
            "agent.yaml:16: enterprise: hinomi (expected an OID, as 1.3.6.1.4.1.32473)");
  }

  @Test
  void trapsAsWindowsSentThem() throws Exception {
    AgentSettings settings =
        read(
            SHORTEST
                + """
                traps:
                  - {to: nms:162, community: public, format: evntwin, version: v1, charset: windows-31j}
                  - {to: nms:162, community: public, format: evntwin, inform: true}
                  - {to: nms:162, version: v3, user: u, auth: none, inform: true, format: evntwin}
                """);
    HostPort to = new HostPort("nms", 162);
    assertThat(settings.traps())
        .containsExactly(
            new NotificationTarget(
                to,
                Version.V1,
                new Secret("public"),
                null,
                false,
                Duration.ofSeconds(2),
                2,
                TrapFormat.EVNTWIN,
                Charset.forName("windows-31j")),
            NotificationTarget.evntwin(to, Version.V2C, new Secret("public"), true, UTF_8),
            NotificationTarget.version3(
                    to, new SnmpUser("u", SnmpUser.Auth.NONE, null, SnmpUser.Priv.NONE, null), true)
                .in(TrapFormat.EVNTWIN, UTF_8));
  }

  @Test
  void eventLogsOfWindows() throws Exception {
    AgentSettings settings =
        read(
            SHORTEST
                + """
                watch:
                  - {name: a, windows: {channels: [System, Security]}, from: end}
                  - name: b
                    windows:
                      channels: Application
                      events: [{provider: VSS, ids: [1, 2]}, {ids: [7]}]
                  - {name: c, windows: {channels: Setup, query: "*[System[Level=2]]"}}
                """);
    assertThat(settings.watch())
        .containsExactly(
            new WindowsWatch(
                "a",
                List.of(ChannelQuery.all("System"), ChannelQuery.all("Security")),
                StartAt.END),
            new WindowsWatch(
                "b",
                List.of(
                    new ChannelQuery(
                        "Application",
                        "",
                        List.of(new Events("VSS", List.of(1L, 2L)), new Events("", List.of(7L))))),
                StartAt.START),
            new WindowsWatch(
                "c",
                List.of(new ChannelQuery("Setup", "*[System[Level=2]]", List.of())),
                StartAt.START));
    assertThat(
            problems(
                SHORTEST
                    + """
                    watch:
                      - {name: a, windows: {channels: [System, System]}}
                      - {name: b, windows: {channels: S, query: "*", events: [{ids: [70000]}]}}
                      - {name: c, windows: {channels: S, events: [{}]}}
                    """))
        .containsExactly(
            "agent.yaml:4: watch[0].windows.channels: System, System (expected each log once)",
            "agent.yaml:5: watch[1].windows.events[0].ids[0]: 70000 (expected a whole number, 0..65535)",
            "agent.yaml:5: watch[1].windows.events: too much beside query (expected one of query,"
                + " events)",
            "agent.yaml:6: watch[2].windows.events[0].provider: missing (expected provider, ids or"
                + " both)");
  }

  void trapsOfEveryVersion() throws Exception {
    SnmpUser user =
        new SnmpUser(
            "hinomi",
            SnmpUser.Auth.SHA256,
            new Secret("authpass1"),
            SnmpUser.Priv.AES256,
            new Secret("privpass1"));
    HostPort to = new HostPort("nms", 162);
    assertThat(
            read(SHORTEST
                    + """
                    traps:
                      - {to: nms:162, version: v1, community: s3cret}
                      - {to: nms:162, inform: true, timeout: 5s, retries: 0, community: s3cret}
                      - to: nms:162
                        version: v3
                        inform: true
                        user: hinomi
                        auth: sha256
                        auth-password: authpass1
                        priv: aes256
                        priv-password: privpass1
                    """)
                .traps())
        .containsExactly(
            new NotificationTarget(
                to,
                Version.V1,
                new Secret("s3cret"),
                null,
                false,
                Duration.ofSeconds(2),
                2,
                TrapFormat.HINOMI,
                UTF_8),
            new NotificationTarget(to, new Secret("s3cret"), true, Duration.ofSeconds(5), 0),
            NotificationTarget.version3(to, user, true));
  }

  @Test
  void whatDoesNotGoTogetherInTraps() throws Exception {
    assertThat(
            problems(
                SHORTEST
                    + """
                    traps:
                      - {to: nms:162, version: v1, inform: true, community: s3cret, user: u}
                      - {to: nms:162, version: v3, community: s3cret, user: u, auth: none}
                      - {to: nms:162, community: public, charset: windows-31j}
                      - {to: nms:162, community: public, format: evntwin, version: v1, inform: true}
                    """))
        .containsExactly(
            "agent.yaml:4: traps[0].inform: true (expected false, or version: v2c or v3; SNMPv1"
                + " has no informs)",
            "agent.yaml:4: traps[0].user: pointless (expected version: v3 beside it)",
            "agent.yaml:5: traps[1].community: pointless (expected no community with version: v3)",
            "agent.yaml:6: traps[2].charset: windows-31j (expected none: HINOMI-MIB is UTF-8;"
                + " format: evntwin has one)",
            "agent.yaml:7: traps[3].inform: true (expected false, or version: v2c or v3; SNMPv1"
                + " has no informs)");
  }

  @Test
  void overridesGoBeforeTheFile() throws Exception {
    Path file = write(SHORTEST);
    SettingsLoader loader = new SettingsLoader(Map.of());
    assertThat(
            loader
                .load(file, List.of("sample.interval=1s", "host=x"), AgentSettings::read)
                .sample()
                .interval())
        .hasSeconds(1);
    assertThatThrownBy(() -> loader.load(file, List.of("sample.interval=1"), AgentSettings::read))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "--set:1: sample.interval: 1 (expected a time with its unit, as 30s, 5m, 1h, 2d;"
                + " 1s..1h)");
  }

  @Test
  void whatShipsIsRight() {
    Path shipped = checkout().resolve("conf/agent.yaml");
    assertThat(new AgentSettingsChecker().check(shipped)).isEmpty();
  }

  /** The comments promise it: without the leading #, each block is a setting with its default. */
  @Test
  void theCommentedDefaultsAreTheDefaults() throws Exception {
    String shipped = Files.readString(checkout().resolve("conf/agent.yaml"));
    Files.createDirectories(folder.resolve("rules"));
    AgentSettings plain = read(shipped);
    assertThat(
            read(
                shipped
                    .replace("#sample:", "sample:")
                    .replaceAll(
                        "(?m)^#  ( *)(interval|filesystems|exclude|include|disks|interf)", "  $1$2")
                    .replace("#spool:\n#  ", "spool:\n  ")
                    .replace("#enterprise:", "enterprise:")))
        .isEqualTo(plain);
    assertThat(plain.sample()).isEqualTo(SamplerSettings.defaults());
  }

  /** The examples of traps, uncommented, are right but for the files that they name. */
  @Test
  void theExamplesOfTrapsAreRight() throws Exception {
    String shipped = Files.readString(checkout().resolve("conf/agent.yaml"));
    String examples = shipped.substring(shipped.indexOf("#traps:"));
    examples = examples.substring(0, examples.indexOf("\n\n") + 1).replaceAll("(?m)^#", "");
    Files.writeString(folder.resolve("secret"), "at least 8");
    assertThat(read(SHORTEST + examples.replaceAll("/etc/hinomi/\\S+", "secret")).traps())
        .hasSize(2);
  }

  @Test
  void checkKnowsItsFiles() {
    FileChecker checker =
        ServiceLoader.load(FileChecker.class).stream()
            .filter(p -> p.type().equals(AgentSettingsChecker.class))
            .findFirst()
            .orElseThrow()
            .get();
    assertThat(checker.kind()).startsWith("agent settings");
    assertThat(checker.recognises(Path.of("/etc/hinomi/agent.yaml"), Set.of("state")))
        .isEqualTo(Recognition.BY_NAME_AND_CONTENT);
    assertThat(checker.recognises(Path.of("x.yaml"), Set.of("watch")))
        .isEqualTo(Recognition.BY_CONTENT);
    assertThat(checker.recognises(Path.of("agent.yaml"), Set.of())).isEqualTo(Recognition.BY_NAME);
    assertThat(checker.recognises(Path.of("x.yaml"), Set.of("listen", "rules")))
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
