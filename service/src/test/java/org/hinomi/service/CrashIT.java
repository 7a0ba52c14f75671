package org.hinomi.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The collector is killed again and again while rsyslog and our agent send over RELP. Nothing that
 * was acknowledged is missing; what our agent sent is there exactly once.
 */
class CrashIT {
  private static final int KILLS = 10;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path work;

  @Test
  void killedAgainAndAgainNothingAcknowledgedIsLost() throws Exception {
    assumeTrue(
        Program.installed("rsyslogd"), "rsyslogd is missing: apt-get install rsyslog rsyslog-relp");
    Path data = Files.createDirectory(work.resolve("data"));
    Path watched = Files.createFile(work.resolve("watched.log"));
    Path forwarded = Files.createFile(work.resolve("forwarded.log"));
    Collector collector = Collector.start(data);
    String relp = collector.address("relp");
    Random random = new Random(20261123); // the moments of the kills; the promise holds for any
    Lines lines = new Lines(watched, forwarded);
    try (RelpWitness witness = new RelpWitness(collector.port("relp"));
        Program rsyslog = rsyslog(forwarded, witness.port());
        Program agent =
            Program.hinomi(work, "agent", "--config", agentSettings(watched, relp).toString())) {
      agent.awaitLine(line -> line.startsWith("ready"));
      Thread writer = Thread.ofPlatform().start(lines);
      for (int kill = 0; kill < KILLS; kill++) {
        Collector current = collector;
        double enough = received(current) + 200 + random.nextInt(3000);
        Program.await("the next records", () -> received(current) >= enough);
        collector.program.kill();
        collector = Collector.start(data, "listen.relp=" + relp);
      }
      lines.stop();
      writer.join();
      int expected = lines.written();
      collector.await("oak", expected);
      Collector last = collector;
      // rsyslog itself may drop the message at which its session broke; what it sent is answered.
      Program.await(
          "rsyslog's last message is answered",
          () ->
              witness.acknowledged.stream().anyMatch(m -> m.contains("number " + (expected - 1))));
      Program.await("all is recorded", () -> last.metric("hinomi_record_lag_records") == 0);

      List<JsonNode> all = collector.search("oak OR ash");
      assertThat(
              all.stream().map(event -> event.get("journal.position").asLong()).distinct().count())
          .as("positions")
          .isEqualTo(all.size());
      List<JsonNode> oak = all.stream().filter(event -> message(event).startsWith("oak")).toList();
      assertThat(messages(oak).size()).as("our agent's records").isEqualTo(expected);
      assertThat(oak.size()).as("our agent's records: exactly once").isEqualTo(expected);

      List<JsonNode> ash = all.stream().filter(event -> message(event).startsWith("ash")).toList();
      Set<String> recorded =
          ash.stream()
              .map(event -> event.get("event.original").asString())
              .collect(Collectors.toSet());
      assertThat(witness.acknowledged.stream().filter(m -> m.contains("ash number")).toList())
          .as("what rsyslog got an answer for")
          .allMatch(recorded::contains);
      long marked = ash.stream().filter(event -> event.has("event.resend")).count();
      System.out.printf(
          "%d kills; %d lines written for each; agent: %d recorded; rsyslog: %d sent in %d frames,"
              + " %d acknowledged, %d recorded, of them %d again, %d marked%n",
          KILLS,
          expected,
          oak.size(),
          witness.sent.size(),
          witness.frames.get(),
          witness.acknowledged.size(),
          ash.size(),
          ash.size() - recorded.size(),
          marked);
      assertThat(marked).as("what came again is marked").isEqualTo(ash.size() - recorded.size());
      assertThat(rsyslog.alive()).isTrue();
    } finally {
      lines.stop();
      collector.close();
    }
  }

  /** Writes numbered lines into both files, a few each millisecond, until it is stopped. */
  private static final class Lines implements Runnable {
    private static final int MOST = 45_000;

    private final Path mine;
    private final Path theirs;
    private volatile boolean stopped;
    private volatile int written;

    Lines(Path mine, Path theirs) {
      this.mine = mine;
      this.theirs = theirs;
    }

    @Override
    public void run() {
      try (Writer oak = Files.newBufferedWriter(mine, StandardOpenOption.APPEND);
          Writer ash = Files.newBufferedWriter(theirs, StandardOpenOption.APPEND)) {
        for (int i = 0; !stopped && i < MOST; i++) {
          oak.write("oak number " + i + "\n");
          ash.write("ash number " + i + "\n");
          if (i % 10 == 9) {
            oak.flush();
            ash.flush();
            LockSupport.parkNanos(8_000_000);
          }
          written = i + 1;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void stop() {
      stopped = true;
    }

    int written() {
      return written;
    }
  }

  private static double received(Collector collector) {
    return collector.metric("hinomi_received_total{transport=\"relp\"}");
  }

  private static String message(JsonNode event) {
    return event.get("message").asString();
  }

  private static Set<String> messages(List<JsonNode> events) {
    return events.stream()
        .map(event -> event.get("message").asString().strip())
        .collect(Collectors.toCollection(HashSet::new));
  }

  private Path agentSettings(Path watched, String relp) throws IOException {
    return Files.writeString(
        work.resolve("agent.yaml"),
        """
        state: %s
        host: crash.example.net
        collector: %s
        sample:
          interval: 1s
        watch:
          - name: oak
            file: %s
        """
            .formatted(work.resolve("agent"), relp, watched));
  }

  private Program rsyslog(Path input, int port) throws IOException {
    Path config =
        Files.writeString(
            work.resolve("rsyslog.conf"),
            """
            global(workDirectory="%s")
            module(load="imfile" mode="inotify")
            module(load="omrelp")
            input(type="imfile" file="%s" tag="ash")
            action(type="omrelp" target="127.0.0.1" port="%d" template="RSYSLOG_SyslogProtocol23Format"
              action.resumeRetryCount="-1" action.resumeInterval="1" action.resumeIntervalMax="1" queue.type="LinkedList")
            """
                .formatted(work, input, port));
    return Program.start(
        work,
        Map.of(),
        List.of(
            "rsyslogd",
            "-n",
            "-f",
            config.toString(),
            "-i",
            work.resolve("rsyslog.pid").toString()));
  }
}
