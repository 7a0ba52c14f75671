package org.hinomi.collector.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** strace(1) sees the record written, then synced, then answered, in this order. */
class SyncOrderIT {
  private static final int MESSAGES = 5;

  /** A datagram sent; {@code write} and {@code pwrite64} are the journal's. */
  private static final Pattern SENT = Pattern.compile("\\b(sendto|sendmsg|sendmmsg)\\(");

  /** What a peer says to the receivers. */
  private interface Conversation {
    void hold(int relpPort, int snmpPort) throws Exception;
  }

  @TempDir Path dir;

  @Test
  void relpIsAnsweredAfterTheSyncAndNeverBefore() throws Exception {
    List<String> calls = trace((relp, snmp) -> converse(relp));
    int last = opened(calls);
    for (int i = 0; i < MESSAGES; i++) {
      String answer = (i + 2) + " rsp 6 200 OK";
      last = ordered(calls, last, "marker-" + i + "-", c -> c.contains(answer));
    }
  }

  @Test
  void anInformIsAnsweredAfterTheSyncAndNeverBefore() throws Exception {
    String snmpinform = Peers.program("snmpinform", "snmp");
    List<String> calls =
        trace(
            (relp, snmp) -> {
              for (int i = 0; i < MESSAGES; i++) {
                Peers.run(
                    snmpinform,
                    "-v2c",
                    "-c",
                    "public",
                    "-t",
                    "60",
                    "-r",
                    "0",
                    "127.0.0.1:" + snmp,
                    "42",
                    "1.3.6.1.4.1.32473.9.0.17",
                    "1.3.6.1.4.1.32473.9.1",
                    "s",
                    "marker-" + i + "-end");
              }
            });
    int last = opened(calls);
    for (int i = 0; i < MESSAGES; i++) {
      String marker = "marker-" + i + "-";
      // The response repeats the varbinds (RFC 3416, 4.2.7), so the marker is in it too.
      last = ordered(calls, last, marker, c -> SENT.matcher(c).find() && c.contains(marker));
    }
  }

  /** Runs the receivers under strace while a peer talks to them, and gives their calls. */
  private List<String> trace(Conversation conversation) throws Exception {
    String strace = Peers.program("strace", "strace");
    Path trace = dir.resolve("trace");
    Process child =
        new ProcessBuilder(
                strace,
                "-f",
                "-s",
                "400",
                "-e",
                "trace=write,pwrite64,writev,sendto,sendmsg,sendmmsg,fdatasync,fsync,rename",
                "-o",
                trace.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ReceptionChild.class.getName(),
                dir.resolve("data").toString())
            .redirectError(dir.resolve("errors").toFile())
            .start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      String relp = number(out);
      String snmp = number(out);
      assumeTrue(
          snmp != null, "strace cannot trace here: " + Files.readString(dir.resolve("errors")));
      conversation.hold(
          Integer.parseInt(String.valueOf(relp)), Integer.parseInt(String.valueOf(snmp)));
      child.getOutputStream().close();
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      child.destroyForcibly();
    }
    return Files.readAllLines(trace, StandardCharsets.ISO_8859_1);
  }

  /** A segment gets its name after it was synced, and the folder is synced after that. */
  private static int opened(List<String> calls) {
    int named = after(calls, -1, c -> c.contains("rename(") && c.contains("next.tmp"));
    assertThat(before(calls, named, SyncOrderIT::synced))
        .as("file synced before its name")
        .isNotNegative();
    return after(calls, named, SyncOrderIT::synced);
  }

  /** The record is written after {@code last}, then synced, then answered; gives the sync. */
  private static int ordered(
      List<String> calls, int last, String marker, Predicate<String> answer) {
    int written = after(calls, last, c -> c.contains("pwrite64(") && c.contains(marker));
    int synced = after(calls, written, c -> c.contains("fdatasync") && c.endsWith("= 0"));
    int answered = after(calls, -1, answer);
    assertThat(written).as("write of %s", marker).isGreaterThan(last);
    assertThat(synced).as("sync of %s", marker).isGreaterThan(written);
    assertThat(answered).as("answer to %s, in %s", marker, calls).isGreaterThan(synced);
    return synced;
  }

  private static boolean synced(String call) {
    return call.contains("fsync") && call.endsWith("= 0");
  }

  private static void converse(int port) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(60_000);
      BufferedReader answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      send(socket, "1 open 0\n");
      for (int i = 0; i < 4; i++) {
        answers.readLine();
      }
      for (int i = 0; i < MESSAGES; i++) {
        String text = "<13>marker-" + i + "-end";
        send(socket, (i + 2) + " syslog " + text.length() + " " + text + "\n");
        assertThat(answers.readLine()).isEqualTo((i + 2) + " rsp 6 200 OK");
      }
    }
  }

  private static void send(Socket socket, String frame) throws Exception {
    socket.getOutputStream().write(frame.getBytes(StandardCharsets.US_ASCII));
  }

  /** The first line that is a number; other lines are log output. */
  private static @Nullable String number(BufferedReader out) throws Exception {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.matches("\\d+")) {
        return line;
      }
    }
    return null;
  }

  private static int after(List<String> calls, int from, Predicate<String> wanted) {
    for (int i = from + 1; i < calls.size(); i++) {
      if (wanted.test(calls.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private static int before(List<String> calls, int to, Predicate<String> wanted) {
    for (int i = to - 1; i >= 0; i--) {
      if (wanted.test(calls.get(i))) {
        return i;
      }
    }
    return -1;
  }
}
