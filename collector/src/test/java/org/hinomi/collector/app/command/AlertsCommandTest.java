package org.hinomi.collector.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hinomi.collector.alert.AlertFixtures.START;
import static org.hinomi.collector.alert.AlertFixtures.round;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.hinomi.collector.alert.AlertFixtures;
import org.hinomi.collector.alert.AlertStore;
import org.hinomi.collector.alert.FakeClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AlertsCommandTest {
  @TempDir private Path data;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

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
      assertThat(out.toString().lines().toList().get(0))
          .matches("STATE +SEVERITY +HOST +RULE +WHAT +VALUE +SINCE");
      assertThat(out.toString().lines().toList().get(1))
          .matches("firing +critical +fs01 +filesystem-full +/srv +93.1% +\\S+ \\S+");
    }
    assertThat(run("--data", data.toString(), "--format", "json")).isZero();
    JsonNode alert = JsonMapper.builder().build().readTree(out.toString());
    assertThat(alert.get("state").asString()).isEqualTo("firing");
    assertThat(alert.get("since").asString()).isEqualTo("2026-11-23T09:00:00Z");
    assertThat(alert.get("labels").get("host.name").asString()).isEqualTo("fs01");

    assertThat(run("--data", data.toString(), "--format", "json", "--history", "5")).isZero();
    JsonNode step = JsonMapper.builder().build().readTree(out.toString());
    assertThat(step.get("state").asString()).isEqualTo("raised");
    assertThat(step.get("journal.position").asLong()).isEqualTo(2);
    assertThat(step.get("notifications").get("mail").asString()).isEqualTo("queued");
  }

  @Test
  void saysWhereThereIsNoHistory() {
    assertThat(run("--data", data.resolve("none").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("(expected: the folder of a history; there is none)");
  }

  @Test
  void aHistoryWithoutAlertsIsNoError() {
    assertThat(run("--data", data.toString(), "--format", "json")).isZero();
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return new CommandLine(new AlertsCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
