package org.hinomi.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small file system fills up: pending, firing (one mail, one trap, one syslog message), hovering
 * around the level (nothing), emptied (one of each again).
 */
class StoryIT {
  @TempDir Path work;

  @Test
  void aFullFileSystemCallsOnceAndSaysWhenItIsOver() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "needs root to mount a tmpfs");
    assumeTrue(Program.installed("rsyslogd"), "rsyslogd is missing: apt-get install rsyslog");
    Path mount = Files.createDirectory(work.resolve("small"));
    Program.run(work, "mount", "-t", "tmpfs", "-o", "size=10m", "tmpfs", mount.toString());
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    int syslogPort = Snmptrapd.freeUdpPort();
    try (Snmptrapd snmptrapd = Snmptrapd.start(work);
        Program rsyslogd = rsyslogd(syslogPort);
        Collector collector =
            Collector.start(
                Files.createDirectory(work.resolve("data")),
                settings(mail.getSmtp().getPort(), snmptrapd.port, syslogPort));
        Program agent = agent(collector)) {
      agent.awaitLine(line -> line.startsWith("ready"));

      Files.write(mount.resolve("fill"), new byte[9_000_000]);
      Program.await("the mail of the raised alert", () -> mail.getReceivedMessages().length >= 1);
      MimeMessage raised = mail.getReceivedMessages()[0];
      assertThat(raised.getSubject()).contains("small-full").contains(mount.toString());
      assertThat(text(raised)).contains("85.9%").contains("80%").contains(mount.toString());
      String trap = snmptrapd.program.awaitLine(line -> line.contains("hinomiThresholdRaised"));
      assertThat(trap).contains(mount.toString()).doesNotContain("SNMPv2-SMI::enterprises");
      Program.await("the syslog message", () -> received().contains("small-full"));

      // Below the level, above clear, and over the level again: nobody is called.
      for (int size : new int[] {7_500_000, 9_200_000, 7_500_000, 9_100_000}) {
        Files.write(mount.resolve("fill"), new byte[size]);
        double wanted = size / (10.0 * 1024 * 1024);
        Program.await(
            "a sample of " + wanted,
            () -> Math.abs(lastUtilization(collector, mount) - wanted) < 0.03);
      }
      assertThat(mail.getReceivedMessages()).hasSize(1);

      Files.delete(mount.resolve("fill"));
      Program.await("the mail of the cleared alert", () -> mail.getReceivedMessages().length >= 2);
      snmptrapd.program.awaitLine(line -> line.contains("hinomiThresholdCleared"));
      assertThat(mail.getReceivedMessages()).hasSize(2);
      assertThat(snmptrapd.program.output().lines().filter(l -> l.contains("hinomiThreshold")))
          .hasSize(2);
      Program.await("both syslog messages", () -> received().lines().count() == 2);
      assertThat(rsyslogd.alive()).isTrue();
    } finally {
      mail.stop();
      Program.run(work, "umount", mount.toString());
    }
  }

  private double lastUtilization(Collector collector, Path mount) {
    String out =
        Program.run(
            work,
            Program.HOME.resolve("hinomi").toString(),
            "metrics",
            "--data",
            collector.data.toString(),
            "--metric",
            "system.filesystem.utilization",
            "--from",
            "-1m",
            "--format",
            "json");
    return out.lines()
        .filter(line -> line.startsWith("{"))
        .map(tools.jackson.databind.json.JsonMapper.shared()::readTree)
        .filter(sample -> sample.toString().contains("\"" + mount + "\""))
        .max(java.util.Comparator.comparing(sample -> sample.get("@timestamp").asString()))
        .map(sample -> sample.get("value").asDouble())
        .orElse(-1.0);
  }

  private Program agent(Collector collector) throws IOException {
    return Program.hinomi(
        work, "agent", "--config", agentSettings(collector.port("relp")).toString());
  }

  private Path agentSettings(int relpPort) throws IOException {
    return Files.writeString(
        work.resolve("agent.yaml"),
        """
        state: %s
        host: story.example.net
        collector: 127.0.0.1:%d
        sample:
          interval: 1s
          filesystems:
            include-types: [tmpfs]
        """
            .formatted(work.resolve("agent"), relpPort));
  }

  private Path settings(int smtpPort, int trapPort, int syslogPort) throws IOException {
    Path rules = Files.createDirectories(work.resolve("rules"));
    Files.writeString(
        rules.resolve("thresholds.yaml"),
        """
        thresholds:
          - name: small-full
            metric: system.filesystem.utilization
            attributes:
              system.filesystem.mountpoint: "%s"
            warning: 80%%
            clear: 50%%
            for: 3s
        """
            .formatted(work.resolve("small")));
    return Files.writeString(
        work.resolve("collector.yaml"),
        """
        data: data
        rules: %s
        notify:
          mail:
            - name: on-call
              server: 127.0.0.1:%d
              starttls: off
              from: hinomi@example.net
              to: [on-call@example.net]
          trap:
            - name: nms
              to: 127.0.0.1:%d
              community: public
          syslog:
            - name: siem
              to: 127.0.0.1:%d
              protocol: udp
        """
            .formatted(rules, smtpPort, trapPort, syslogPort));
  }

  private Program rsyslogd(int port) throws IOException {
    Path config =
        Files.writeString(
            work.resolve("rsyslog.conf"),
            """
            global(workDirectory="%s")
            module(load="imudp")
            input(type="imudp" address="127.0.0.1" port="%d")
            template(name="raw" type="string" string="%%rawmsg%%\\n")
            *.* action(type="omfile" file="%s" template="raw")
            """
                .formatted(work, port, work.resolve("received.log")));
    Program program =
        Program.start(
            work,
            Map.of(),
            List.of(
                "rsyslogd",
                "-n",
                "-f",
                config.toString(),
                "-i",
                work.resolve("rsyslog.pid").toString()));
    Program.await("rsyslogd listening", () -> !portFree(port));
    return program;
  }

  private String received() {
    try {
      Path file = work.resolve("received.log");
      return Files.exists(file) ? String.join("\n", hinomiLines(file)) : "";
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> hinomiLines(Path file) throws IOException {
    // rsyslogd writes lines of its own when it starts.
    return Files.readAllLines(file).stream().filter(line -> line.contains("small-full")).toList();
  }

  private static String text(MimeMessage message) throws Exception {
    Object content = message.getContent();
    if (content instanceof jakarta.mail.Multipart parts) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < parts.getCount(); i++) {
        all.append(parts.getBodyPart(i).getContent());
      }
      return all.toString();
    }
    return content.toString();
  }

  private static boolean portFree(int port) {
    try (DatagramSocket socket = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
