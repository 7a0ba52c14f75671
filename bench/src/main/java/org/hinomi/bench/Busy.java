package org.hinomi.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.hinomi.collector.console.RunFile;
import org.hinomi.core.settings.HostPort;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Asks a collector for one host's last day while messages arrive at a rate, and prints how long the
 * answers took. Before that it sends it a day of messages. Loopback only.
 */
@Command(name = "busy", mixinStandardHelpOptions = true)
public final class Busy implements Callable<Integer> {
  private static final long DAY_MICROS = Duration.ofDays(1).toNanos() / 1000;

  /** Hosts of {@link LogLines}, from busy ones to quiet ones. */
  private static final int HOSTS = 40;

  @Option(names = "--to", required = true, description = "syslog over TCP: host:port")
  private String to = "";

  @Option(names = "--data", required = true, description = "the collector's data folder")
  private Path data = Path.of("");

  @Option(
      names = "--before",
      description = "messages of the day before, at once; default ${DEFAULT-VALUE}")
  private long before = 10_000_000;

  @Option(names = "--rate", description = "messages a second; default ${DEFAULT-VALUE}")
  private long rate = 50_000;

  @Option(names = "--seconds", description = "how long; default ${DEFAULT-VALUE}")
  private int seconds = 60;

  @Option(names = "--pause", description = "ms from answer to question; default ${DEFAULT-VALUE}")
  private long pause = 100;

  private volatile boolean sent;

  public static void main(String[] args) {
    System.exit(new CommandLine(new Busy()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    HostPort target = HostPort.parse(to);
    InetSocketAddress address = new InetSocketAddress(target.host(), target.port());
    if (!address.getAddress().isLoopbackAddress()) {
      System.err.println("--to: " + to + " (expected: an address of this machine's loopback)");
      return 2;
    }
    long now = System.currentTimeMillis() * 1000;
    send(address, new LogLines(now - DAY_MICROS, DAY_MICROS * 1000 / before), before, 0);
    long count = rate * seconds;
    List<Double> millis;
    CompletableFuture<Double> sending;
    try (HttpClient client = HttpClient.newHttpClient()) {
      Collector collector = new Collector(client, RunFile.read(data).orElseThrow());
      settle(collector);
      LogLines live =
          new LogLines(System.currentTimeMillis() * 1000, Duration.ofSeconds(1).toNanos() / rate);
      sending =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  long start = System.nanoTime();
                  send(address, live, count, rate);
                  return (System.nanoTime() - start) / 1e9;
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                } finally {
                  sent = true;
                }
              });
      millis = ask(collector);
    }
    Collections.sort(millis);
    System.out.printf(
        "{\"sent\":%d,\"per_second\":%.0f,\"questions\":%d,\"p50_ms\":%.1f,\"p99_ms\":%.1f,\"max_ms\":%.1f}%n",
        before + count,
        count / sending.get(),
        millis.size(),
        millis.get(millis.size() / 2),
        millis.get((int) (millis.size() * 0.99)),
        millis.getLast());
    return 0;
  }

  private static void send(InetSocketAddress to, LogLines lines, long count, long rate)
      throws IOException {
    Pace pace = new Pace(rate);
    try (Socket socket = new Socket()) {
      socket.connect(to);
      OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
      for (long i = 1; i <= count; i++) {
        byte[] line =
            lines.event(i).original().utf8().orElseThrow().getBytes(StandardCharsets.UTF_8);
        out.write((line.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.write(line);
        if (rate > 0 && i % 64 == 0) {
          out.flush();
        }
        pace.await();
      }
      out.flush();
      socket.shutdownOutput();
      if (socket.getInputStream().read() >= 0) {
        throw new IOException("the receiver answered on a syslog connection");
      }
    }
  }

  /** Waits until all of the day before can be found, and lets the just-in-time compiler see it. */
  private void settle(Collector collector) throws IOException, InterruptedException {
    while (Long.parseLong(
            collector.get("/api/v1/search/count?format=json&q=*").replaceAll("\\D", ""))
        < before) {
      LockSupport.parkNanos(100_000_000);
    }
    for (int i = 0; i < HOSTS; i++) {
      collector.get(question(i));
    }
  }

  /** One question after the other until all is sent; how long each answer took, in ms. */
  private List<Double> ask(Collector collector) throws IOException, InterruptedException {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; !sent || millis.isEmpty(); i++) {
      long start = System.nanoTime();
      collector.get(question(i));
      millis.add((System.nanoTime() - start) / 1e6);
      LockSupport.parkNanos(pause * 1_000_000);
    }
    return millis;
  }

  private static String question(int number) {
    return "/api/v1/search?limit=100&from=-24h&format=json&q="
        + URLEncoder.encode(
            "host:srv%02d.example.jp".formatted(number * 7 % HOSTS), StandardCharsets.UTF_8);
  }

  /** The HTTP side of a collector. */
  private record Collector(HttpClient client, RunFile run) {
    /** The answer, which must not be empty. */
    String get(String path) throws IOException, InterruptedException {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(run.url() + path))
              .header("Authorization", "Bearer " + run.token().reveal())
              .build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200 || answer.body().isEmpty()) {
        throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
      }
      return answer.body();
    }
  }
}
