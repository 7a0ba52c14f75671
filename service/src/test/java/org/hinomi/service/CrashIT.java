package org.hinomi.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The collector is killed again and again while rsyslog and our agent send over RELP. Nothing that
 * was acknowledged is missing; what our agent sent is there exactly once.
 */
class CrashIT {
  private static final int KILLS = 8;
  private static final int LINES_EACH = 300;

  @TempDir Path work;

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
    int written = 0;
    try (Program rsyslog = rsyslog(forwarded, collector.port("relp"));
        Program agent =
            Program.hinomi(work, "agent", "--config", agentSettings(watched, relp).toString())) {
      agent.awaitLine(line -> line.startsWith("ready"));
      for (int kill = 0; kill < KILLS; kill++) {
        StringBuilder mine = new StringBuilder();
        StringBuilder theirs = new StringBuilder();
        for (int i = 0; i < LINES_EACH; i++, written++) {
          mine.append("oak number ").append(written).append('\n');
          theirs.append("ash number ").append(written).append('\n');
        }
        Files.writeString(watched, mine, StandardOpenOption.APPEND);
        Files.writeString(forwarded, theirs, StandardOpenOption.APPEND);
        double start = received(collector);
        int moment = random.nextInt(2 * LINES_EACH);
        Collector current = collector;
        Program.await(
            "some of it arrived", () -> received(current) >= start + Math.min(moment, 50));
        collector.program.kill();
        collector = Collector.start(data, "listen.relp=" + relp);
      }
      int expected = written;
      collector.await("oak", expected);
      collector.await("ash", expected);

      List<JsonNode> oak = collector.search("oak");
      assertThat(messages(oak)).hasSize(expected);
      assertThat(oak).as("our agent's records: exactly once").hasSize(expected);

      List<JsonNode> ash = collector.search("ash");
      assertThat(messages(ash)).as("rsyslog's records: none missing").hasSize(expected);
      System.out.printf(
          "written %d each, agent recorded %d, rsyslog recorded %d (sent again %d, marked %d)%n",
          expected,
          oak.size(),
          ash.size(),
          ash.size() - expected,
          ash.stream().filter(event -> event.has("event.resend")).count());
      assertThat(rsyslog.alive()).isTrue();
    } finally {
      collector.close();
    }
  }

  private static double received(Collector collector) {
    return collector.metric("hinomi_received_total{transport=\"relp\"}");
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
