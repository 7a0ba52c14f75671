package org.hinomi.collector.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hinomi.collector.alert.AlertFixtures.START;
import static org.hinomi.collector.alert.AlertFixtures.round;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.alert.AlertFixtures;
import org.hinomi.collector.alert.AlertStore;
import org.hinomi.collector.alert.FakeClock;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AlertsCommandTest {
  @TempDir private Path data;
  private String out = "";
  private String err = "";
  private Language language = Language.EN;

  @Test
  void listsTheAlertsOfNowAndTheirHistory() throws Exception {
    try (AlertStore store =
        new AlertStore(
            data.resolve("state"),
            AlertFixtures.disk(),
            List.of("mail"),
            new FakeClock(START.plusSeconds(60)),
            new PrometheusRegistry())) {
      store.accept(List.of(round(1, START, 0.9312), round(2, START.plusSeconds(60), 0.9312)), 3);

      assertThat(run("--data", data.toString())).isZero();
      assertThat(out.lines().toList().get(0))
          .matches("ALERT +RANK +STATE +SEVERITY +HOST +RULE +WHAT +FOR +VALUE +SINCE");
      assertThat(out.lines().toList().get(1))
          .matches(
              "[0-9a-f]{8} +65 +firing +critical +fs01 +filesystem-full +/srv"
                  + " +prevention \\(A\\) +93.1% +2026-11-23 09:00:00");
      assertThat(out).endsWith("1 alert\n");

      language = Language.JA;
      assertThat(run("--data", data.toString())).isZero();
      assertThat(out.lines().toList().get(0))
          .matches("アラート +優先度 +状態 +重大度 +ホスト +ルール +対象 +目的 +値 +開始");
      assertThat(out.lines().toList().get(1))
          .matches("[0-9a-f]{8} +65 +発報中 +危険 +fs01 +filesystem-full +/srv +予防 \\(A\\) +93.1% .*");
      assertThat(out).endsWith("アラート 1 件\n");
    }
    assertThat(run("--data", data.toString(), "--format", "json")).isZero();
    JsonNode alert = JsonMapper.builder().build().readTree(out);
    assertThat(alert.get("state").asString()).isEqualTo("firing");
    assertThat(alert.get("since").asString()).isEqualTo("2026-11-23T09:00:00Z");
    assertThat(alert.get("labels").get("host.name").asString()).isEqualTo("fs01");

    assertThat(run("--data", data.toString(), "--format", "json", "--history", "5")).isZero();
    JsonNode step = JsonMapper.builder().build().readTree(out);
    assertThat(step.get("state").asString()).isEqualTo("raised");
    assertThat(step.get("journal.position").asLong()).isEqualTo(2);
    assertThat(step.get("notifications").get("mail").asString()).isEqualTo("queued");
  }

  @Test
  void saysWhereThereIsNoHistory() {
    assertThat(run("--data", data.resolve("none").toString())).isEqualTo(1);
    assertThat(err).contains("no history here");
  }

  @Test
  void aHistoryWithoutAlertsIsNoError() {
    assertThat(run("--data", data.toString(), "--format", "json")).isZero();
    assertThat(out).isEmpty();
  }

  private int run(String... arguments) {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int code =
        new CommandLine(
                new AlertsCommand(
                    new Caller(Map.of(), language, () -> START, ZoneOffset.UTC, written, said)))
            .execute(arguments);
    out = written.toString(StandardCharsets.UTF_8);
    err = said.toString(StandardCharsets.UTF_8);
    return code;
  }
}
