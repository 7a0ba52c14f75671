package org.hinomi.bench.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A collector, an agent that watches a file, and the network between them. Not thread-safe. */
final class Site implements AutoCloseable {
  private static final String COLLECTOR = "org.hinomi.collector.app.Main";
  private static final String AGENT = "org.hinomi.agent.app.Main";
  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(180);

  final Path folder;
  final Path data;
  final Path state;
  final FaultProxy network;
  private final Path watched;
  private final Lines lines;
  private final Console console;
  private Child collector;
  private Child agent;
  private int relp;
  private long written = -1;
  private Map<String, String> environment = Map.of();

  Site(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    data = Files.createDirectory(folder.resolve("data"));
    console = new Console(data);
    state = folder.resolve("agent");
    watched = Files.createFile(folder.resolve("watched.log"));
    Files.writeString(
        folder.resolve("collector.yaml"),
        "data: %s\nlisten: {relp: '127.0.0.1:0', syslog-udp: '127.0.0.1:0', console: '127.0.0.1:0'}\n"
            .formatted(data));
    collector = start();
    relp = collector.port("relp");
    network = new FaultProxy(relp);
    Files.writeString(
        folder.resolve("agent.yaml"),
        "state: %s\nhost: oak.example.net\ncollector: 127.0.0.1:%d\nsample: {interval: 1s}\nwatch: [{name: oak, file: %s, from: start}]\n"
            .formatted(state, network.port(), watched));
    agent = agent();
    lines = new Lines(watched);
  }

  /** From the next start on programs run with these variables. */
  void under(Map<String, String> variables) {
    environment = variables;
  }

  private Child start() throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                COLLECTOR, "collector", "--config", folder.resolve("collector.yaml").toString()));
    if (relp != 0) {
      arguments.addAll(List.of("--set", "listen.relp=127.0.0.1:" + relp));
    }
    return Child.start(environment, folder.resolve("log"), arguments.toArray(String[]::new));
  }

  private Child agent() throws IOException {
    return Child.start(
        environment,
        folder.resolve("log"),
        AGENT,
        "agent",
        "--config",
        folder.resolve("agent.yaml").toString());
  }

  int port(String listener) {
    return collector.port(listener);
  }

  void killCollector() throws InterruptedException {
    collector.kill();
  }

  void startCollector() throws IOException {
    collector = start();
  }

  void killAgent() throws InterruptedException {
    agent.kill();
  }

  void startAgent() throws IOException {
    agent = agent();
  }

  static void pause(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /**
   * Ends the writing and waits until all is recorded, or until nothing more is to be hoped for.
   *
   * @return what became of it
   */
  Result drain(String fault, int times) throws IOException, InterruptedException {
    if (written < 0) {
      written = lines.end();
    }
    long end = System.nanoTime() + DRAIN_NANOS;
    long[] found = found();
    while (found[1] < written && System.nanoTime() < end) {
      pause(500);
      found = found();
    }
    return new Result(
        fault,
        times,
        written,
        network.sent.get(),
        network.acknowledged.get(),
        found[1],
        found[0] - found[1],
        written - found[1]);
  }

  private long[] found() throws IOException, InterruptedException {
    String body =
        console.sql(
            "SELECT count(*) AS n, count(DISTINCT message) AS d FROM event WHERE message LIKE 'oak"
                + " number %'");
    String[] numbers = body.replaceAll("[^0-9,]", "").split(",", -1);
    return new long[] {Long.parseLong(numbers[0]), Long.parseLong(numbers[1])};
  }

  /** The value of a counter; 0 where there is none yet. */
  double metric(String nameAndLabels) throws IOException, InterruptedException {
    return console.metric(nameAndLabels);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    lines.close();
    agent.close();
    collector.close();
    network.close();
    console.close();
  }
}
