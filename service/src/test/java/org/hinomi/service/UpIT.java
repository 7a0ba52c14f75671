package org.hinomi.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code hinomi up}, a new user's first command: what it shows, and that it ends without a rest.
 */
@Timeout(180)
class UpIT {
  private static final Duration SOON = Duration.ofSeconds(15);

  @TempDir Path data;

  @Test
  void saysWhereToLookAndEndsWithSigterm() throws Exception {
    try (Program up = up()) {
      String syslog = up.awaitLine(line -> line.matches(" +syslog-udp +127\\.0\\.0\\.1:\\d+"));
      up.awaitLine(line -> line.startsWith("Ctrl-C stops"));
      assertThat(up.output())
          .contains("Hinomi is up. It listens on:", "data", data.toString())
          .contains("./hinomi search --data " + data, "./hinomi metrics --data " + data)
          .containsPattern(" +syslog-tcp +127\\.0\\.0\\.1:[1-9]")
          .containsPattern(" +relp +127\\.0\\.0\\.1:[1-9]")
          .containsPattern(" +snmp +127\\.0\\.0\\.1:[1-9]")
          .containsPattern(" +console +127\\.0\\.0\\.1:[1-9]")
          .containsPattern("logger -n 127\\.0\\.0\\.1 -P [1-9][0-9]* --rfc5424")
          .containsPattern("First samples of this machine:\n +\\S*system\\.");
      try (DatagramSocket socket = new DatagramSocket()) {
        byte[] hello = "<13>1 - larch tester - - - hello from larch".getBytes("US-ASCII");
        int port = Integer.parseInt(syslog.substring(syslog.lastIndexOf(':') + 1));
        socket.send(
            new DatagramPacket(hello, hello.length, new InetSocketAddress("127.0.0.1", port)));
      }
      Program.await("the message", () -> Collector.search(data, "hello").size() == 1);
      assertThat(metrics()).contains("\"system.memory.usage\"");

      ProcessHandle agent = agentOf(up);
      long asked = System.nanoTime();
      assertThat(up.terminate()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(SOON);
      assertThat(gone(agent)).isTrue();
    }
    // Nothing runs any more; the folder answers by itself.
    assertThat(data.resolve("run.json")).doesNotExist();
    assertThat(Collector.search(data, "hello")).hasSize(1);
  }

  @Test
  void endsWithCtrlC() {
    try (Program up = up()) {
      up.awaitLine(line -> line.startsWith("Ctrl-C stops"));
      ProcessHandle agent = agentOf(up);
      long asked = System.nanoTime();
      assertThat(up.interrupt()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(SOON);
      assertThat(gone(agent)).isTrue();
    }
  }

  @Test
  void killedItTakesTheAgentAlong() {
    try (Program up = up()) {
      up.awaitLine(line -> line.startsWith("Ctrl-C stops"));
      ProcessHandle agent = agentOf(up);
      up.kill();
      Program.await("the end of the agent", () -> gone(agent));
    }
  }

  private Program up() {
    // A shell's background job ignores SIGINT, and so would all that it starts.
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "--default-signal=INT",
                Program.HOME.resolve("hinomi").toString(),
                "up",
                "--data",
                data.toString(),
                "--set-agent",
                "sample.interval=1s"));
    for (String listener : List.of("syslog-udp", "syslog-tcp", "relp", "snmp", "console")) {
      command.addAll(List.of("--set", "listen." + listener + "=127.0.0.1:0"));
    }
    return Program.start(data, Map.of("LC_ALL", "C.UTF-8"), command);
  }

  private String metrics() {
    return Program.run(
        data,
        Program.HOME.resolve("hinomi").toString(),
        "metrics",
        "--data",
        data.toString(),
        "--metric",
        "system.memory.usage",
        "--from",
        "-1h",
        "--format",
        "json");
  }

  private static ProcessHandle agentOf(Program up) {
    List<ProcessHandle> children = up.handle().children().toList();
    assertThat(children).as("the processes that up runs").hasSize(1);
    return children.getFirst();
  }

  /** Ended; where no init process collects the dead, what is left of it counts as nothing. */
  private static boolean gone(ProcessHandle process) {
    if (!process.isAlive()) {
      return true;
    }
    try {
      Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
      return Files.exists(stat) && Files.readString(stat).contains(") Z ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
