package org.hinomi.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the programs make of settings, good and bad, at their start. */
class SettingsIT {
  private static final int OK = 0;
  private static final int USAGE = 2;
  private static final int SETTINGS = 78;

  @TempDir Path work;

  @Test
  void badSettingsStopTheCollectorAndAllAreNamed() throws IOException {
    Path file =
        write(
            "collector.yaml",
            """
            data: %s
            listen:
              syslog-udp: 127.0.0.1:70000
              relpp: 127.0.0.1:0
            receive:
              message-limit: 64
            """
                .formatted(work.resolve("data")));

    try (Program collector = Program.hinomi(work, "collector", "--config", file.toString())) {
      assertThat(collector.awaitExit()).isEqualTo(SETTINGS);
      assertThat(collector.output().lines())
          .hasSize(3)
          .anySatisfy(
              line ->
                  assertThat(line)
                      .startsWith(file + ":3: listen.syslog-udp: 127.0.0.1:70000 (expected "))
          .anySatisfy(
              line ->
                  assertThat(line)
                      .startsWith(file + ":4: listen.relpp: unknown key (expected ")
                      .endsWith("did you mean relp?)"))
          .anySatisfy(
              line ->
                  assertThat(line).startsWith(file + ":6: receive.message-limit: 64 (expected "));
    }
    assertThat(work.resolve("data")).doesNotExist();
  }

  @Test
  void badSettingsStopTheAgentAndAllAreNamed() throws IOException {
    Path file =
        write(
            "agent.yaml",
            """
            state: %s
            collector: nowhere
            sample:
              interval: 10
              filesystem: {}
            """
                .formatted(work.resolve("state")));

    try (Program agent = Program.hinomi(work, "agent", "--config", file.toString())) {
      assertThat(agent.awaitExit()).isEqualTo(SETTINGS);
      assertThat(agent.output().lines())
          .hasSize(3)
          .anySatisfy(
              line -> assertThat(line).startsWith(file + ":2: collector: nowhere (expected "))
          .anySatisfy(
              line -> assertThat(line).startsWith(file + ":4: sample.interval: 10 (expected "))
          .anySatisfy(
              line ->
                  assertThat(line)
                      .startsWith(file + ":5: sample.filesystem: unknown key (expected ")
                      .endsWith("did you mean filesystems?)"));
    }
    assertThat(work.resolve("state")).doesNotExist();
  }

  /** The others are in force, and what is wrong is named. */
  @Test
  void aBadThresholdDisablesItselfAlone() throws IOException {
    Path rules = Files.createDirectory(work.resolve("rules"));
    Path thresholds =
        Files.writeString(
            rules.resolve("thresholds.yaml"),
            """
            thresholds:
              - name: full
                metric: system.filesystem.utilization
                warning: 80%
                fro: 5m
            """);
    Path file =
        write(
            "collector.yaml",
            "data: " + work.resolve("data") + "\nlisten: {relp: \"127.0.0.1:0\"}\nrules: rules\n");

    try (Program collector = Program.hinomi(work, "collector", "--config", file.toString())) {
      collector.awaitLine(line -> line.startsWith("ready "));
      assertThat(collector.terminate()).isZero();
      assertThat(collector.output())
          .contains("A threshold is not in force.")
          .contains(thresholds.getFileName() + ":5: thresholds[0].fro: unknown key");
    }
  }

  @Test
  void whatShipsIsRight() throws IOException {
    Path conf = Program.HOME.resolve("conf");
    String out = Program.run(work, Program.HOME.resolve("hinomi").toString(), "check", "" + conf);

    try (Stream<Path> files = Files.walk(conf)) {
      assertThat(out.lines())
          .containsExactlyInAnyOrderElementsOf(
              files
                  .filter(file -> file.toString().matches(".*\\.ya?ml"))
                  .map(file -> file + ": ok")
                  .toList());
    }
    assertThat(out).contains("agent.yaml: ok", "collector.yaml: ok", "thresholds.yaml: ok", "sshd");
  }

  @Test
  void aWrongCommandLineIsNoFailureOfTheProgram() {
    assertThat(exit("collector")).isEqualTo(USAGE);
    assertThat(exit("agent", "--config")).isEqualTo(USAGE);
    assertThat(exit("serach", "x")).isEqualTo(USAGE);
    assertThat(exit("search", "--format", "xml", "x")).isEqualTo(USAGE);
    assertThat(exit("check", "--help")).isEqualTo(OK);
  }

  @Test
  void secretsAreNeverShown() throws Exception {
    String password = "Kirschbaum-7431";
    String fromFile = "Ahornblatt-9265";
    String wrongCommunity = "Birkenrinde-1187";
    Files.writeString(work.resolve("community"), fromFile + "\n");
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.setUser("hinomi@example.net", "hinomi", password);
    mail.start();
    try (Program bad =
        Program.hinomi(
            work,
            Map.of("HINOMI_LOG", "DEBUG"),
            "collector",
            "--config",
            settings(mail, "bad.yaml", password, "nonsense: " + wrongCommunity).toString(),
            "--set",
            "notify.mail[0].password=" + password)) {
      assertThat(bad.awaitExit()).isEqualTo(SETTINGS);
      assertThat(bad.output()).doesNotContain(password, fromFile);
    }
    Path rules = Files.createDirectory(work.resolve("rules"));
    Files.writeString(
        rules.resolve("thresholds.yaml"),
        "thresholds: [{name: busy, metric: system.cpu.utilization, warning: 50%, clear: 10%}]\n");
    Path settings = settings(mail, "good.yaml", password, "community-file: community");
    Path data = Files.createDirectory(work.resolve("data"));
    try (Program collector =
        Program.hinomi(
            work,
            Map.of("HINOMI_LOG", "DEBUG"),
            "collector",
            "--config",
            settings.toString(),
            "--set",
            "data=" + data,
            "--set",
            "listen.syslog-tcp=127.0.0.1:0",
            "--set",
            "listen.console=127.0.0.1:0")) {
      String ready = collector.awaitLine(line -> line.startsWith("ready "));
      Wire.tcp(port(ready, "syslog-tcp"), Wire.sampleFrame(1, "system.cpu.utilization", 0.9));
      Program.await("the mail, with the password", () -> mail.getReceivedMessages().length == 1);
      assertThat(
              Program.run(
                  work,
                  Program.HOME.resolve("hinomi").toString(),
                  "status",
                  "--data",
                  data.toString()))
          .doesNotContain(password, fromFile);
      assertThat(collector.terminate()).isZero();
      assertThat(collector.output())
          .contains(" DEBUG ")
          .doesNotContain(password, fromFile, base64(password));
    } finally {
      mail.stop();
    }
    try (Stream<Path> files = Files.walk(data)) {
      assertThat(files.filter(Files::isRegularFile))
          .allSatisfy(
              file ->
                  assertThat(new String(Files.readAllBytes(file), "ISO-8859-1"))
                      .doesNotContain(password, fromFile));
    }
  }

  private static String base64(String text) {
    return java.util.Base64.getEncoder()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static int port(String ready, String listener) {
    String address = ready.replaceFirst(".*\"" + listener + "\":\"([^\"]*)\".*", "$1");
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  private Path settings(GreenMail mail, String name, String password, String trapKey)
      throws IOException {
    return write(
        name,
        """
        data: data
        listen: {}
        rules: rules
        notify:
          mail:
            - name: on-call
              server: 127.0.0.1:%d
              starttls: off
              user: hinomi
              password: %s
              from: hinomi@example.net
              to: [on-call@example.net]
          trap:
            - name: nms
              to: 127.0.0.1:9
              %s
        """
            .formatted(mail.getSmtp().getPort(), password, trapKey));
  }

  private int exit(String... arguments) {
    try (Program program = Program.hinomi(work, arguments)) {
      return program.awaitExit();
    }
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(work.resolve(name), text);
  }
}
