package org.hinomi.collector.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.alert.AlertSettings;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.SettingsLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings that ship: what they say, and what their comments promise. */
class ShippedSettingsTest {
  @TempDir private Path folder;

  private CollectorSettings read(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("collector.yaml"), text);
    return new SettingsLoader(Map.of()).load(file, List.of(), CollectorSettings::read);
  }

  private static Optional<HostPort> at(String address) {
    return Optional.of(HostPort.parse(address));
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

  private static Path checkout() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("pom.xml")) || !Files.isDirectory(folder.resolve("core"))) {
      folder = requireNonNull(folder.getParent(), "no checkout above");
    }
    return folder;
  }
}
