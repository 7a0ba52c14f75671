package org.hinomi.agent.send;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The order of system calls: a record leaves this machine only after fdatasync has returned. */
@Timeout(120)
class SyncOrderIT {
  private static final int LINES = 300;
  private static final Pattern LINE = Pattern.compile("line (\\d+)");
  private static final Pattern CALL = Pattern.compile("^(\\d+) +(<\\.\\.\\. )?(\\w+)");

  @TempDir Path folder;

  @Test
  void nothingIsSentBeforeItIsSynced() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/strace")), "needs strace: apt-get install strace");
    Path trace = folder.resolve("trace");
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var recorded = new ConcurrentHashMap<String, String>();
      Thread.ofPlatform()
          .daemon()
          .start(() -> SenderIT.record(server, recorded, new AtomicInteger()));
      Process agent =
          new ProcessBuilder(
                  "strace",
                  "-f",
                  "-y",
                  "-s",
                  "200000",
                  "-e",
                  "trace=pwrite64,write,sendto,fdatasync,fsync",
                  "-o",
                  trace.toString(),
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  SendingAgent.class.getName(),
                  folder.resolve("state").toString(),
                  String.valueOf(server.getLocalPort()),
                  String.valueOf(LINES))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("agent.out").toFile())
              .start();
      assertThat(agent.waitFor(90, TimeUnit.SECONDS)).as("the agent ends").isTrue();
      assertThat(agent.exitValue()).isZero();
      assertThat(recorded).hasSize(LINES);
    }

    int written = -1;
    int synced = -1;
    int sent = 0;
    Map<String, Integer> syncing = new HashMap<>();
    for (String line : Files.readAllLines(trace, ISO_8859_1)) {
      Matcher call = CALL.matcher(line);
      if (!call.find()) {
        continue;
      }
      String thread = call.group(1);
      boolean resumed = call.group(2) != null;
      switch (call.group(3)) {
        case "pwrite64" -> written = Math.max(written, highest(line));
        case "fdatasync", "fsync" -> {
          if (!resumed) {
            syncing.put(thread, written);
          }
          if (line.endsWith(" = 0")) {
            synced = Math.max(synced, syncing.getOrDefault(thread, -1));
          }
        }
        case "write", "sendto" -> {
          int highest = line.contains(" syslog ") ? highest(line) : -1;
          if (highest >= 0) {
            sent++;
            assertThat(highest).as(line.substring(0, 40)).isLessThanOrEqualTo(synced);
          }
        }
        default -> assertThat(call.group(3)).isIn("exit", "exited");
      }
    }
    assertThat(sent).as("frames were seen leaving").isPositive();
    assertThat(synced).isEqualTo(LINES - 1);
  }

  /** The highest line number in the data of a call; -1 where there is none. */
  private static int highest(String line) {
    int highest = -1;
    Matcher found = LINE.matcher(line);
    while (found.find()) {
      highest = Math.max(highest, Integer.parseInt(found.group(1)));
    }
    return highest;
  }
}
