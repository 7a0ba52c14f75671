package org.hinomi.collector.notify.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.alert.AlertFixtures;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.collector.notify.Waiting;
import org.hinomi.collector.notify.syslog.SyslogSettings.Protocol;
import org.hinomi.core.settings.HostPort;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real rsyslogd, with settings of its own, takes our messages apart. */
class RsyslogIT {
  @TempDir private Path folder;
  private int port;
  private @Nullable Process rsyslogd;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(
        Files.exists(Path.of("/usr/sbin/rsyslogd")),
        "rsyslogd is missing: apt-get install rsyslog");
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path settings = folder.resolve("rsyslog.conf");
    Files.writeString(
        settings,
        """
        global(workDirectory="HOME")
        module(load="imudp")
        module(load="imtcp")
        input(type="imudp" address="127.0.0.1" port="PORT" ruleset="all")
        input(type="imtcp" address="127.0.0.1" port="PORT" ruleset="all")
        template(name="parts" type="string"
          string="%syslogfacility-text% %syslogseverity% %hostname% %app-name% %msgid% %structured-data%|%msg%\\n")
        ruleset(name="all") { action(type="omfile" file="HOME/out" template="parts") }
        """
            .replace("HOME", folder.toString())
            .replace("PORT", Integer.toString(port)));
    rsyslogd =
        new ProcessBuilder(
                "/usr/sbin/rsyslogd",
                "-n",
                "-f",
                settings.toString(),
                "-i",
                folder.resolve("pid").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Waiting.until(Duration.ofSeconds(30), "rsyslogd listens", this::listens);
  }

  @AfterEach
  void stop() throws InterruptedException {
    Process process = rsyslogd;
    if (process != null) {
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void readsOurMessagesOverUdpAndTcp() throws Exception {
    Transition raised = AlertFixtures.transition("3f2c", Kind.RAISED, "/srv");
    Transition cleared = AlertFixtures.transition("aa01", Kind.CLEARED, "/srv");
    assertThat(deliver(Protocol.TCP, raised)).isEqualTo(new Delivery.Delivered());
    assertThat(deliver(Protocol.UDP, cleared)).isEqualTo(new Delivery.Delivered());
    Path out = folder.resolve("out");
    Waiting.until(
        Duration.ofSeconds(30),
        "both messages are written",
        () -> Files.exists(out) && Files.readAllLines(out).size() == 2);
    assertThat(Files.readAllLines(out))
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("local0 1 collector hinomi ALERT [alarm resource=\"fs01 /srv\"")
                    .contains("[hinomi@32473 id=\"3f2c\"", "system.filesystem.mountpoint=\"/srv\"")
                    .endsWith(
                        "CRITICAL fs01 /srv: filesystem-full, 93.1% (level 90%),"
                            + " since 2026-11-23T09:00:00Z"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("local0 5 collector hinomi ALERT")
                    .contains("perceivedSeverity=\"cleared\"", "RESOLVED fs01 /srv"));
  }

  private Delivery deliver(Protocol protocol, Transition transition) {
    SyslogSettings settings =
        new SyslogSettings(
            "siem", new HostPort("127.0.0.1", port), protocol, 16, Duration.ofSeconds(5));
    try (SyslogNotifier notifier = new SyslogNotifier(settings, "collector")) {
      return notifier.deliver(transition);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
