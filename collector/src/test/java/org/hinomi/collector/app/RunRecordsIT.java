package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hinomi.core.lifecycle.Stops;
import org.hinomi.core.settings.SettingsLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Starts and stops of the collector are in its history (PCI DSS 10.2.1.6). */
@Timeout(180)
class RunRecordsIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path dir;

  private CollectorProgram start(Path data, Stops stops) throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("collector.yaml"),
            "data: " + data + "\nlisten: {console: '127.0.0.1:0', syslog-udp: '127.0.0.1:0'}\n");
    return CollectorProgram.start(
        new SettingsLoader(Map.of()).load(file, List.of(), CollectorSettings::read), stops);
  }

  /** Newest first. */
  private static List<JsonNode> found(Path data) {
    String out = Typed.hinomi(data, "search", "--format", "json", "event.action:collector.*").out();
    return out.lines().filter(line -> line.startsWith("{")).map(JSON::readTree).toList();
  }

  private static String text(JsonNode event, String field) {
    return event.path(field).asString("");
  }

  @Test
  void eachStartSaysHowTheRunBeforeItEnded() throws Exception {
    Path data = dir.resolve("data");
    Path killed = dir.resolve("killed");
    try (Stops stops = new Stops()) {
      CollectorProgram collector = start(data, stops);
      assertThat(collector.addresses()).containsKey("syslog-udp");
      Typed.await("the start", () -> found(data).size() == 1);
      // What kill -9 leaves behind.
      copy(data.resolve("journal"), killed.resolve("journal"));
      copy(data.resolve("state"), killed.resolve("state"));
    }
    try (Stops stops = new Stops()) {
      CollectorProgram again = start(data, stops);
      assertThat(again.addresses()).containsKey("syslog-udp");
      Typed.await("start, stop, start", () -> found(data).size() == 3);
      List<JsonNode> runs = found(data);
      JsonNode first = runs.get(2);
      assertThat(text(first, "transport")).isEqualTo("internal");
      assertThat(text(first, "event.provider")).isEqualTo("hinomi");
      assertThat(text(first, "event.action")).isEqualTo("collector.start");
      assertThat(text(first, "host.name")).isEqualTo(CollectorProgram.hostName());
      assertThat(text(first, "hinomi.audit.last_stop")).isEqualTo("none");
      assertThat(text(first, "hinomi.audit.version")).isNotEmpty();
      assertThat(first.path("journal.position").asLong()).as("before all others").isEqualTo(1);
      JsonNode stop = runs.get(1);
      assertThat(text(stop, "event.action")).isEqualTo("collector.stop");
      JsonNode second = runs.getFirst();
      assertThat(text(second, "event.action")).isEqualTo("collector.start");
      assertThat(text(second, "hinomi.audit.last_stop")).isEqualTo("clean");
      assertThat(text(second, "event.reason")).isEmpty();
      assertThat(text(second, "hinomi.audit.down_seconds")).isNotEmpty();
    }
    // A command that writes into the folder afterwards hides nothing of the gap.
    Path password = Files.writeString(dir.resolve("password"), "correct horse battery\n");
    Typed.Said added =
        Typed.hinomi(killed, "user", "add", "taro", "--password-file", password.toString());
    assertThat(added.code()).as(added.err()).isZero();
    try (Stops stops = new Stops()) {
      CollectorProgram after = start(killed, stops);
      assertThat(after.addresses()).containsKey("syslog-udp");
      Typed.await("the start after a kill", () -> found(killed).size() == 2);
      JsonNode start = found(killed).getFirst();
      assertThat(text(start, "hinomi.audit.last_stop")).isEqualTo("unclean");
      assertThat(text(start, "event.reason")).isEqualTo("unclean-stop");
      assertThat(text(start, "hinomi.audit.last_record").substring(0, 19))
          .as("that of the start before it, the only record of that run")
          .isEqualTo(text(found(killed).getLast(), "event.created").substring(0, 19));
    }
    assertThat(Typed.hinomi(data, "verify").code()).isZero();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target);
        }
      }
    }
  }
}
