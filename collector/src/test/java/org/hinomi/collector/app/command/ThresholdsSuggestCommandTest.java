package org.hinomi.collector.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hinomi.collector.record.TestRecords.event;
import static org.hinomi.collector.record.TestRecords.round;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.record.HotIndex;
import org.hinomi.collector.record.HotSettings;
import org.hinomi.core.sample.Sample;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ThresholdsSuggestCommandTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-30T00:00:00Z"));
  private static final long HOUR = 3600;
  private static final long DAYS = 6;

  @TempDir static Path data;
  private String out = "";
  private String err = "";

  /** Records of six days: an event and a sample an hour, and once many and a high one. */
  @BeforeAll
  static void record() throws IOException {
    List<Decoded> records = new ArrayList<>();
    for (long hour = 0; hour < DAYS * 24; hour++) {
      boolean bad = hour == 100;
      for (int i = 0; i < (bad ? 20 : 1); i++) {
        records.add(event(hour * HOUR + 60 + i, "fs01", "refused", Map.of()));
      }
      records.add(round(hour * HOUR + 600, null, Sample.of("a.utilization", bad ? 0.9 : 0.3)));
    }
    try (HotIndex index =
        new HotIndex(data, HotSettings.DEFAULT, CLOCK, new PrometheusRegistry(), () -> 1)) {
      index.accept(records, DAYS * 24 * HOUR);
    }
    Files.createDirectory(data.resolve("rules"));
    Files.writeString(data.resolve("rules/thresholds.yaml"), "thresholds: []\n");
  }

  @Test
  void countsEventsOverAllOfTheTime() throws Exception {
    assertThat(run("--events", "refused", "--every", "1h", "--format", "json")).isZero();

    JsonNode last = JsonMapper.builder().build().readTree(out.lines().toList().getLast());
    assertThat(last.get("values").asInt()).as("until now, each hour once").isEqualTo(7 * 24);
    assertThat(last.get("level").asDouble()).isEqualTo(20);
    assertThat(last.get("which"))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.get("from").asString()).isEqualTo("2026-11-27T05:00:00Z");
              assertThat(alert.get("worst").asDouble()).isEqualTo(20);
            });
  }

  @Test
  void looksAtEachHourOfAMetricOnce() throws Exception {
    assertThat(run("a.*", "--format", "json")).isZero();

    JsonNode last = JsonMapper.builder().build().readTree(out.lines().toList().getLast());
    assertThat(last.get("metric").asString()).isEqualTo("a.utilization");
    assertThat(last.get("values").asInt()).isEqualTo(DAYS * 24);
    assertThat(last.get("level").asDouble()).isEqualTo(0.9);
  }

  @Test
  void letterCaseOfHostsDoesNotMatter() {
    assertThat(run("a.utilization", "--host", "FS*")).isZero();
    assertThat(out).contains("144 hourly values, 1 series");
    assertThat(run("--events", "refused", "--every", "1h", "--host", "FS*")).isZero();
    assertThat(out).contains("168 counts, 1 series");
    assertThat(run("--events", "refused", "--every", "1h", "--host", "web*")).isZero();
    assertThat(out).contains("nothing in that time");
  }

  @Test
  void alertsInATableForSpreadsheetsCanBeReadAgain() throws Exception {
    assertThat(run("a.utilization", "--format", "csv")).isZero();

    assertThat(out.lines().toList().getLast())
        .contains("\"[{\"\"labels\"\":{\"\"host.name\"\":\"\"fs01\"\"}");
  }

  @Test
  void saysWhatIsMissingOrWrong() {
    assertThat(run()).isEqualTo(2);
    assertThat(err).contains("thresholds.yaml").contains("has no threshold");
    assertThat(run("--events", "x", "--every", "7m")).isEqualTo(2);
    assertThat(err).contains("--every: 7m (expected");
    assertThat(run("--events", "x", "--every", "often")).isEqualTo(2);
    assertThat(err).contains("--every: often (expected");
    assertThat(run("a.utilization", "--from", "now", "--to", "yesterday")).isEqualTo(2);
    assertThat(err).contains("the earlier time first");
    assertThat(run("a.utilization", "--format", "xlsx")).isEqualTo(2);
    assertThat(err).contains("xlsx");
  }

  private int run(String... arguments) {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", data.toString(), "--rules", data.resolve("rules").toString()));
    int code =
        new CommandLine(
                new ThresholdsSuggestCommand(
                    new Caller(Map.of(), Language.EN, CLOCK, ZoneOffset.UTC, written, said)))
            .execute(all.toArray(String[]::new));
    out = written.toString(StandardCharsets.UTF_8);
    err = said.toString(StandardCharsets.UTF_8);
    return code;
  }
}
