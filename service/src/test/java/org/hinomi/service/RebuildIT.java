package org.hinomi.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The hot file is only an index: lost or spoilt, all of it comes back from the journal. */
class RebuildIT {
  /** What the collector notes of damaged records at its end comes besides. */
  private static final String SENT = "*:* AND NOT event.code:(loss OR collector.*)";

  private static final int EACH = 150;
  private static final String METRIC = "system.cpu.utilization";
  private static final byte[] LINK_DOWN_TRAP =
      HexFormat.of()
          .parseHex(
              "305402010104067075626c6963a74702047088924e0201000201003039300d06082b060102010103004301"
                  + "4d3017060a2b06010603010104010006092b0601060301010503300f060a2b0601020102020101"
                  + "07020107");

  @TempDir Path work;

  @Test
  void aLostAndASpoiltHotFileComeBackAndNobodyIsCalledAgain() throws Exception {
    Path data = Files.createDirectory(work.resolve("data"));
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    try {
      Path settings = settings(mail.getSmtp().getPort());
      List<JsonNode> events;
      String samples;
      int all = 2 * EACH + 1;
      try (Collector collector = Collector.start(data, settings)) {
        Wire.udp(collector.port("syslog-udp"), datagrams());
        Wire.udp(collector.port("snmp"), LINK_DOWN_TRAP);
        Wire.tcp(collector.port("syslog-tcp"), frames());
        Program.await("the mail of the alert", () -> mail.getReceivedMessages().length == 1);
        events = recorded(collector, all);
        samples = metrics(data);
        assertThat(collector.program.terminate()).isZero();
      }
      assertThat(events).hasSize(all);
      assertThat(events).extracting(RebuildIT::position).doesNotHaveDuplicates();
      assertThat(samples).contains("0.97").contains("0.96");

      assertThat(hotFiles(data)).isNotEmpty();
      for (Path file : hotFiles(data)) {
        Files.delete(file);
      }
      Files.delete(data.resolve("history/manifest.jsonl"));
      try (Collector collector = Collector.start(data, settings)) {
        assertSame(collector, events, samples);
        assertThat(collector.program.terminate()).isZero();
      }

      byte[] garbage = new byte[300_000];
      new Random(20261123).nextBytes(garbage);
      Files.write(data.resolve("history/hot.duckdb"), garbage);
      try (Collector collector = Collector.start(data, settings)) {
        assertSame(collector, events, samples);
        // What is spoilt is kept for whoever wants to know why.
        assertThat(hotFiles(data)).anySatisfy(f -> assertThat(f.toString()).contains(".damaged-"));

        // The alert is still known: it ends once, and it was never raised again.
        Wire.tcp(collector.port("syslog-tcp"), Wire.sampleFrame(3, METRIC, 0.01));
        Program.await("the mail of the end", () -> mail.getReceivedMessages().length >= 2);
        assertThat(collector.program.terminate()).isZero();
      }
      assertThat(mail.getReceivedMessages())
          .extracting(message -> message.getSubject().startsWith("[Resolved]"))
          .containsExactly(false, true);
    } finally {
      mail.stop();
    }
  }

  private static void assertSame(Collector collector, List<JsonNode> events, String samples) {
    assertThat(collector.await(SENT, events.size())).isEqualTo(events);
    Program.await("all samples", () -> metrics(collector.data).equals(samples));
  }

  private static List<JsonNode> recorded(Collector collector, int count) {
    // Asked first because it costs no process, as a search does.
    Program.await("recording", () -> collector.metric("hinomi_recorded_total") >= count);
    return collector.await(SENT, count);
  }

  private static long position(JsonNode event) {
    return event.get("journal.position").asLong();
  }

  private static byte[][] datagrams() {
    return IntStream.range(0, EACH)
        .mapToObj(i -> ("<13>Nov 23 09:00:00 oak tester[7]: datagram " + i).getBytes(UTF_8))
        .toArray(byte[][]::new);
  }

  /** Two sample rounds that raise one alert, and messages: some not UTF-8, some no syslog. */
  private static String[] frames() {
    return Stream.concat(
            Stream.of(Wire.sampleFrame(1, METRIC, 0.97), Wire.sampleFrame(2, METRIC, 0.96)),
            IntStream.range(0, EACH)
                .mapToObj(
                    i ->
                        i % 10 == 0
                            ? "no syslog at all, 火 " + i
                            : "<165>1 2026-11-23T09:00:00.123Z ash app 8 ID7 [a@32473 n=\""
                                + i
                                + "\"] frame "
                                + i))
        .toArray(String[]::new);
  }

  private static List<Path> hotFiles(Path data) throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("history"))) {
      return files.filter(file -> file.getFileName().toString().startsWith("hot.duckdb")).toList();
    }
  }

  private static String metrics(Path data) {
    String out =
        Program.run(
            data,
            Program.HOME.resolve("hinomi").toString(),
            "metrics",
            "--data",
            data.toString(),
            "--from",
            "-1d",
            "--format",
            "json");
    return String.join("\n", Arrays.stream(out.split("\n")).sorted().toList());
  }

  private Path settings(int smtpPort) throws IOException {
    Path rules = Files.createDirectories(work.resolve("rules"));
    Files.writeString(
        rules.resolve("thresholds.yaml"),
        "thresholds: [{name: cpu, metric: " + METRIC + ", warning: 90%, clear: 50%}]\n");
    return Files.writeString(
        work.resolve("collector.yaml"),
        """
        data: data
        rules: %s
        notify:
          mail:
            - name: on-call
              server: 127.0.0.1:%d
              starttls: off
              from: hinomi@example.net
              to: [on-call@example.net]
        """
            .formatted(rules, smtpPort));
  }
}
