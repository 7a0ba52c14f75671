package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.app.command.Caller;
import org.hinomi.collector.demo.IncidentKind;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The demonstration, as its user sees it. */
class DemoMonthIT {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-10T00:00:00Z"));
  private static final ObjectMapper JSON = new ObjectMapper();

  private static String run(int expected, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Caller caller = new Caller(Map.of(), Language.EN, CLOCK, ZoneId.of("Asia/Tokyo"), out, err);
    int exit = Main.commandLine(caller).execute(arguments);
    String printed = out.toString(StandardCharsets.UTF_8);
    assertThat(exit).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(expected);
    return expected == 0 ? printed : err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void fillsAHistoryThatCanBeAsked(@TempDir Path folder) throws Exception {
    String data = folder.resolve("demo").toString();
    assertThat(run(0, "demo", "--data", data, "--seed", "2")).contains("2026-10", "24 incidents");
    List<JsonNode> planted =
        Files.readAllLines(folder.resolve("demo/planted.jsonl")).stream()
            .map(JSON::readTree)
            .toList();
    assertThat(planted).hasSize(EnumSet.allOf(IncidentKind.class).size());

    // The records named in the truth are at these positions of the journal.
    JsonNode cleared =
        planted.stream()
            .filter(one -> one.path("kind").asString("").equals("log-cleared"))
            .findFirst()
            .orElseThrow();
    String found =
        run(
            0,
            "search",
            "--data",
            data,
            "--from",
            "2026-10-01",
            "--to",
            "2026-11-01",
            "--format",
            "json",
            "event.action:audit-log-cleared");
    assertThat(JSON.readTree(found).path("journal.position").asLong())
        .isEqualTo(cleared.path("records").get(0).asLong());

    String around =
        run(
            0,
            "timeline",
            "--data",
            data,
            "--at",
            cleared.path("from").asString(),
            "--within",
            "10m",
            "--host",
            "app01",
            "--format",
            "json");
    assertThat(around.lines().map(line -> JSON.readTree(line).path("action").asString("")))
        .contains("audit-log-cleared", "log-cleared");
    List<String> times =
        around.lines().map(line -> JSON.readTree(line).path("@timestamp").asString("")).toList();
    assertThat(times).isSorted();

    assertThat(run(1, "demo", "--data", data)).contains("holds a history already");
  }

  @Test
  void aTimelineThatIsTooFullBecomesNarrower(@TempDir Path folder) {
    String data = folder.resolve("demo").toString();
    run(0, "demo", "--data", data, "--clean", "--month", "2026-09");
    String table =
        run(
            0,
            "timeline",
            "--data",
            data,
            "--at",
            "2026-09-15T10:00",
            "--within",
            "2h",
            "--limit",
            "50");
    assertThat(table).contains("More than 50 events within 2h", "host.name: ", "proxy01");
  }
}
