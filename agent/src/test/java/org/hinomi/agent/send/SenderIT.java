package org.hinomi.agent.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.agent.spool.Spool;
import org.hinomi.agent.spool.SpoolEntry;
import org.hinomi.agent.spool.SpoolSettings;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.relp.Failover;
import org.hinomi.core.relp.PlainConnector;
import org.hinomi.core.relp.RelpSettings;
import org.hinomi.core.settings.HostPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Spool and sender against a real rsyslogd, and under kill -9. */
@Timeout(120)
class SenderIT {
  private static final int LINES = 20_000;
  private static final Pattern FRAME =
      Pattern.compile("inc=\"(\\d+)\" seq=\"(\\d+)\" .*\\] (line \\d+)$");

  @TempDir Path folder;

  @Test
  void isReceivedByRsyslog() throws Exception {
    Path rsyslogd = Path.of("/usr/sbin/rsyslogd");
    assumeTrue(
        Files.isExecutable(rsyslogd), "needs rsyslogd: apt-get install rsyslog rsyslog-relp");
    int port = freePort();
    Path received = folder.resolve("received");
    Path config = folder.resolve("rsyslog.conf");
    Files.writeString(
        config,
        """
        global(workDirectory="%1$s" maxMessageSize="64k")
        module(load="imrelp")
        input(type="imrelp" port="%2$d" address="127.0.0.1" maxDataSize="64k")
        template(name="raw" type="string" string="%%rawmsg%%\\n")
        *.* action(type="omfile" file="%1$s/received" template="raw" flushInterval="1")
        """
            .formatted(folder, port));
    Process daemon =
        new ProcessBuilder(
                rsyslogd.toString(),
                "-n",
                "-f",
                config.toString(),
                "-i",
                folder.resolve("rsyslogd.pid").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("rsyslogd.out").toFile())
            .start();
    try (Spool spool =
        Spool.open(
            folder.resolve("state"),
            SpoolSettings.defaults(),
            () -> Instant.EPOCH,
            System::nanoTime,
            new Random(1))) {
      Sender sender =
          new Sender(
              spool,
              new Failover(
                  List.of(new HostPort("127.0.0.1", port)),
                  new PlainConnector(RelpSettings.defaults()),
                  System::nanoTime),
              RelpSettings.defaults(),
              Duration.ofMinutes(1),
              "web1",
              new SplittableRandom());
      Thread sending = start(sender);
      for (int i = 0; i < 500; i++) {
        spool.put(line(i));
      }
      await("rsyslogd acknowledges all", () -> spool.status().pending() == 0);
      sender.close();
      sending.join();
      assertThat(sender.status().acknowledged()).isEqualTo(500);
    } finally {
      daemon.destroy();
      daemon.waitFor(10, TimeUnit.SECONDS);
    }
    List<String> lines = Files.readAllLines(received, UTF_8);
    assertThat(lines).hasSize(500);
    assertThat(lines.getFirst())
        .startsWith("<13>1 1970-01-01T00:00:00.000000Z web1 test - EVENT [hinomi@32473 agent=\"")
        .endsWith(" seq=\"1\" source=\"numbers\" kind=\"line\"] line 0");
    assertThat(lines.getLast()).endsWith("line 499");
  }

  @Test
  void losesNothingAndRepeatsNothingWhenKilled() throws Exception {
    var recorded = new ConcurrentSkipListMap<String, String>();
    var repeated = new AtomicInteger();
    Random random = new Random(7);
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> record(server, recorded, repeated));
      int kills = 0;
      boolean done = false;
      while (!done) {
        int before = recorded.size();
        Process agent = startAgent(server.getLocalPort());
        if (kills < 10) {
          int target = before + 200 + random.nextInt(1500);
          await(
              "the agent sends",
              () -> !agent.isAlive() || recorded.size() >= Math.min(target, LINES));
        } else {
          assertThat(agent.waitFor(60, TimeUnit.SECONDS)).as("the agent ends").isTrue();
        }
        if (agent.isAlive()) {
          agent.destroyForcibly().waitFor();
          kills++;
        } else {
          assertThat(agent.exitValue()).isZero();
          done = true;
        }
      }
      assertThat(kills).isPositive();
    }
    List<String> lines = new ArrayList<>(recorded.values());
    assertThat(lines.stream().distinct())
        .as("every line, however often it was sent")
        .hasSize(LINES);
    // A torn tail gives a new incarnation, never another identity to a line that was recorded.
    assertThat(lines.stream().filter(line -> line.startsWith("line "))).hasSize(LINES);
  }

  private Process startAgent(int port) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            SendingAgent.class.getName(),
            folder.resolve("state").toString(),
            String.valueOf(port),
            String.valueOf(LINES))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("agent.out").toFile()))
        .start();
  }

  /** A collector's part: records by identity, then answers. */
  static void record(ServerSocket server, Map<String, String> recorded, AtomicInteger repeated) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        var in = new BufferedInputStream(socket.getInputStream());
        while (true) {
          String head = word(in) + " " + word(in);
          byte[] data = in.readNBytes(Integer.parseInt(word(in)));
          if (in.read() != '\n' && data.length > 0) {
            throw new IOException("no end of frame");
          }
          String txnr = head.substring(0, head.indexOf(' '));
          String answer = "200 OK";
          if (head.endsWith(" open")) {
            answer += "\nrelp_version=0\ncommands=syslog";
          } else {
            Matcher frame = FRAME.matcher(new String(data, UTF_8));
            if (frame.find()) {
              String identity = "%s/%09d".formatted(frame.group(1), Long.valueOf(frame.group(2)));
              String old = recorded.put(identity, frame.group(3));
              if (old != null) {
                repeated.incrementAndGet();
                if (!old.equals(frame.group(3))) {
                  recorded.put("two lines of one identity " + identity, old);
                }
              }
            }
          }
          socket
              .getOutputStream()
              .write((txnr + " rsp " + answer.length() + " " + answer + "\n").getBytes(UTF_8));
        }
      } catch (IOException disconnected) {
        continue; // the agent was killed; the next one connects
      }
    }
  }

  private static String word(BufferedInputStream in) throws IOException {
    StringBuilder word = new StringBuilder();
    int c;
    while ((c = in.read()) != ' ' && c != '\n') {
      if (c < 0) {
        throw new IOException("closed");
      }
      word.append((char) c);
    }
    return word.toString();
  }

  private static Thread start(Sender sender) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                sender.run();
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
  }

  private static void await(String what, java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      Thread.yield();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static SpoolEntry line(int number) {
    return new SpoolEntry(
        "numbers",
        "",
        String.valueOf(number + 1),
        AgentFrame.MSGID_EVENT,
        AgentFrame.KIND_LINE,
        Instant.EPOCH,
        1,
        5,
        "test",
        null,
        Map.of(),
        ("line " + number).getBytes(UTF_8));
  }
}
