package org.hinomi.collector.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hinomi.collector.record.TestRecords.event;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.record.HistoryStatus;
import org.hinomi.collector.record.HotIndex;
import org.hinomi.collector.record.HotSettings;
import org.hinomi.collector.search.SourceStates.SourceState;
import org.hinomi.core.event.SourceReason;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class SourceStatesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T01:00:00Z");
  private static final HistoryStatus HISTORY = new HistoryStatus(1, 0, 0, OptionalLong.empty());
  private static final CollectorStatus COLLECTOR =
      new CollectorStatus("1", NOW, 1, new TreeMap<>(), Map.of(), List.of());

  @TempDir Path dir;

  @Test
  void theNewestReportOnEachSourceCounts() throws IOException {
    try (HotIndex index =
        new HotIndex(
            dir,
            HotSettings.DEFAULT,
            InstantSource.fixed(NOW),
            new PrometheusRegistry(),
            () -> 1)) {
      index.accept(
          List.<Decoded>of(
              event(1, "fs01", "x", Map.of("agent.source", "auth", "agent.state", "reading")),
              event(2, "fs02", "x", Map.of("agent.source", "auth", "agent.state", "reading")),
              event(
                  3,
                  "fs01",
                  "x",
                  Map.of(
                      "agent.source", "auth",
                      "agent.state", "failed",
                      "agent.since", "2026-11-23T00:59:00Z",
                      "agent.reason", "permission-denied",
                      "log.file.path", "/var/log/auth.log")),
              event(4, "fs01", "x", Map.of("agent.source", "auth"))),
          5);
      assertThat(SourceStates.read(index.history(), NOW))
          .extracting(SourceState::host, SourceState::state, s -> s.reason().code())
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("fs01", "failed", "permission-denied"),
              org.assertj.core.groups.Tuple.tuple("fs02", "reading", ""));
    }
  }

  @Test
  void statusExplainsEachSourceInBothLanguages() throws IOException {
    List<SourceState> sources =
        List.of(
            source("auth", "reading", SourceReason.NONE),
            source(
                "web", "failed", new SourceReason(SourceReason.NOT_PLAIN, "/var/log/web.log", "")));
    String english = report(sources, Format.TABLE, Language.EN);
    assertThat(english)
        .contains("fs01 auth", "reads, since 2026-11-23 00:59", "Problems:")
        .contains(
            "fs01: source web: /var/log/web.log: a FIFO, socket or device (expected: a log file)");
    assertThat(report(sources, Format.TABLE, Language.JA))
        .contains("エージェントの監視対象", "読み取り中", "fs01 の監視対象 web: /var/log/web.log: ");
    JsonNode json = new ObjectMapper().readTree(report(sources, Format.JSON, Language.JA));
    assertThat(json.get("sources").get(1).get("reason").asString()).isEqualTo("not-a-plain-file");
    assertThat(json.get("problems").size()).isEqualTo(1);
  }

  @Test
  void ofVeryManyOnlyThoseAreShownThatDoNotSimplyRead() throws IOException {
    List<SourceState> sources =
        java.util.stream.IntStream.range(0, 100)
            .mapToObj(
                i ->
                    source(
                        "s" + i,
                        "reading",
                        i == 50
                            ? new SourceReason(SourceReason.BEHIND, "/a", "70000000")
                            : SourceReason.NONE))
            .toList();
    assertThat(report(sources, Format.TABLE, Language.EN))
        .contains("fs01 s50", "99 sources read", "/a: 70000000 bytes wait to be read")
        .doesNotContain("fs01 s51");
  }

  @Test
  void whatWaitsOrFailedIsNotCountedAsRead() throws IOException {
    List<SourceState> sources =
        java.util.stream.IntStream.range(0, 50)
            .mapToObj(
                i ->
                    source(
                        "s" + i,
                        i == 7 ? "failed" : i == 8 ? "waiting" : "reading",
                        SourceReason.NONE))
            .toList();
    assertThat(report(sources, Format.TABLE, Language.EN))
        .contains("fs01 s7", "fs01 s8", "48 sources read");
  }

  @Test
  void statusShowsTheClocksOfHosts() throws IOException {
    CollectorStatus collector =
        new CollectorStatus(
            "1",
            NOW,
            1,
            new TreeMap<>(),
            Map.of("clock_skew", Map.of("fw1", 32_400L, "pc7", -5L)),
            List.of());
    assertThat(report(collector, List.of(), Format.TABLE, Language.EN))
        .containsPattern("Clocks of hosts, seconds ahead")
        .containsPattern("\n  fw1 +32400\n")
        .containsPattern("\n  pc7 +-5\n")
        .contains("The clocks of 1 hosts are off by more than 60 s: fw1 +32400 s. Set them by NTP")
        .contains("the sender's zone");
    assertThat(report(collector, List.of(), Format.TABLE, Language.JA))
        .contains("1 台のホストの時計が 60 秒を超えてずれています: fw1 +32400 s。");
    assertThat(report(collector, List.of(), Format.JSON, Language.JA))
        .contains("\"fw1\":32400")
        .contains("The clocks of 1 hosts");
  }

  @Test
  void aReasonOfANewerAgentIsShownAsItIs() {
    assertThat(new SourceReason("new-thing", "/a", "7").text(Language.JA))
        .isEqualTo("new-thing /a 7");
  }

  private static String report(List<SourceState> sources, Format format, Language language)
      throws IOException {
    return report(COLLECTOR, sources, format, language);
  }

  private static String report(
      CollectorStatus collector, List<SourceState> sources, Format format, Language language)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new StatusReport(HISTORY, collector, sources, NOW, question(format, language)).writeTo(out);
    return out.toString(UTF_8);
  }

  private static Question question(Format format, Language language) {
    return new Question(null, null, null, format, ZoneOffset.UTC, language);
  }

  private static SourceState source(String name, String state, SourceReason reason) {
    return new SourceState("fs01", name, state, "2026-11-23T00:59:00Z", NOW, reason);
  }
}
