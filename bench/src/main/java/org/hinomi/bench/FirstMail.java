package org.hinomi.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long it takes from an event to the first mail about it that a mail server has accepted, while
 * other messages arrive at a rate. Each event is of a rule and a team of its own: what is measured
 * are first messages of groups. Writes the settings, waits until somebody has started a collector
 * on them, and prints one line. Loopback only.
 */
@Command(name = "first-mail", mixinStandardHelpOptions = true)
public final class FirstMail implements Callable<Integer> {
  private static final Pattern NUMBER = Pattern.compile("First mail (\\d+)");
  private static final long START_NANOS = 60_000_000_000L;
  private static final long WAIT_NANOS = 20_000_000_000L;

  @Option(names = "--folder", required = true, description = "for settings and data; is there")
  private Path folder = Path.of("");

  @Option(names = "--mails", description = "events that are measured; default ${DEFAULT-VALUE}")
  private int mails = 300;

  @Option(names = "--rate", description = "other messages a second; default ${DEFAULT-VALUE}")
  private long rate = 5_000;

  @Option(names = "--each", description = "ms between the events; default ${DEFAULT-VALUE}")
  private long each = 200;

  @Option(names = "--file", description = "write the events there, for an agent that reads it")
  private Path file = Path.of("");

  private final AtomicBoolean over = new AtomicBoolean();

  public static void main(String[] args) {
    System.exit(new CommandLine(new FirstMail()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    AtomicLongArray accepted = new AtomicLongArray(mails);
    long[] written = new long[mails];
    try (MailSink sink =
        new MailSink(
            subject -> {
              Matcher number = NUMBER.matcher(subject);
              if (number.find()) {
                accepted.compareAndSet(Integer.parseInt(number.group(1)), 0, System.nanoTime());
              }
            })) {
      settings(sink.port());
      int port = port();
      Thread noise = Thread.ofPlatform().daemon().start(() -> noise(port));
      LockSupport.parkNanos(10_000_000_000L); // just-in-time compilers
      write(port, written);
      long end = System.nanoTime() + WAIT_NANOS;
      while (count(accepted) < mails && System.nanoTime() < end) {
        LockSupport.parkNanos(50_000_000);
      }
      over.set(true);
      noise.join();
    }
    print(written, accepted);
    return count(accepted) == mails ? 0 : 1;
  }

  /** A rule, a team and a route for each event. */
  private void settings(int smtp) throws IOException {
    Files.createDirectories(folder.resolve("rules"));
    StringBuilder teams = new StringBuilder("people: {p: {mail: p@example.net}}\nteams:\n");
    StringBuilder routes = new StringBuilder("routes:\n");
    for (int i = 0; i < mails; i++) {
      Files.writeString(
          folder.resolve("rules/first%d.yml".formatted(i)),
          """
          title: First mail %d
          id: 7e3f0a52-7d8a-4b0e-9f0a-%012d
          status: stable
          level: critical
          logsource: {product: linux}
          detection:
            words: ['first-mail-%d-']
            condition: words
          """
              .formatted(i, i, i));
      teams.append("  t").append(i).append(": {people: [p]}\n");
      routes.append(
          "  - {name: r%d, match: {rule: 'First mail %d'}, team: t%d}\n".formatted(i, i, i));
    }
    Files.writeString(folder.resolve("notify.yaml"), teams.append(routes));
    Files.writeString(
        folder.resolve("collector.yaml"),
        """
        data: data
        rules: rules
        listen: {syslog-tcp: 127.0.0.1:0, relp: 127.0.0.1:0, console: 127.0.0.1:0}
        notify:
          routing: notify.yaml
          mail:
            - {name: m, server: "127.0.0.1:%d", starttls: "off", from: h@example.net}
        """
            .formatted(smtp));
    Files.createFile(folder.resolve("settings-written"));
  }

  /** Of the collector's listener for syslog over TCP, from the line that it prints. */
  private int port() throws IOException {
    Pattern ready = Pattern.compile("\"syslog-tcp\":\"127\\.0\\.0\\.1:(\\d+)\"");
    Path out = folder.resolve("collector.out");
    long end = System.nanoTime() + START_NANOS;
    while (System.nanoTime() < end) {
      Matcher line = ready.matcher(Files.exists(out) ? Files.readString(out) : "");
      if (line.find()) {
        return Integer.parseInt(line.group(1));
      }
      LockSupport.parkNanos(100_000_000);
    }
    throw new IOException(
        "no collector was ready within a minute (expected: a line in " + out + ")");
  }

  private void noise(int port) {
    Pace pace = new Pace(rate);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 14)) {
      for (long i = 0; !over.get(); i++) {
        out.write(
            ("<30>1 - srv%02d sshd %d - - Accepted publickey for user%d from 192.0.2.%d port 22\n"
                    .formatted(i % 40, 1_000 + i % 9_000, i % 100, i % 250))
                .getBytes(StandardCharsets.US_ASCII));
        if (i % 32 == 0) {
          out.flush();
        }
        pace.await();
      }
    } catch (IOException e) {
      System.err.println("first-mail: other messages ended: " + e.getMessage());
    }
  }

  private void write(int port, long[] written) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        OutputStream out =
            file.toString().isEmpty()
                ? socket.getOutputStream()
                : Files.newOutputStream(
                    file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (int i = 0; i < mails; i++) {
        String frame = file.toString().isEmpty() ? "<34>1 - first bench - - - " : "";
        byte[] line =
            (frame + "first-mail-" + i + "- happened\n").getBytes(StandardCharsets.US_ASCII);
        written[i] = System.nanoTime();
        out.write(line);
        out.flush();
        LockSupport.parkNanos(each * 1_000_000);
      }
    }
  }

  private static int count(AtomicLongArray accepted) {
    int count = 0;
    for (int i = 0; i < accepted.length(); i++) {
      count += accepted.get(i) == 0 ? 0 : 1;
    }
    return count;
  }

  private void print(long[] written, AtomicLongArray accepted) {
    double[] millis = new double[count(accepted)];
    int next = 0;
    for (int i = 0; i < mails; i++) {
      if (accepted.get(i) != 0) {
        millis[next++] = (accepted.get(i) - written[i]) / 1e6;
      }
    }
    Arrays.sort(millis);
    System.out.printf(
        "{\"rate\":%d,\"events\":%d,\"mails\":%d,\"p50_ms\":%.0f,\"p99_ms\":%.0f,\"max_ms\":%.0f}%n",
        rate, mails, millis.length, at(millis, 0.5), at(millis, 0.99), at(millis, 1));
  }

  private static double at(double[] sorted, double share) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
  }
}
