package org.hinomi.collector.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hinomi.collector.alert.AlertFixtures.START;
import static org.hinomi.collector.alert.AlertFixtures.round;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hinomi.collector.alert.AlertFixtures;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.alert.AlertStore;
import org.hinomi.collector.console.AlertApi;
import org.hinomi.collector.console.Console;
import org.hinomi.collector.console.RunFile;
import org.hinomi.collector.console.TestDoors;
import org.hinomi.collector.keep.TestHistory;
import org.hinomi.collector.search.CollectorStatus;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do about alerts, from the command line to the database and back. */
class AlertActCommandsIT {
  private static final Secret TOKEN = new Secret("token-of-a-test");
  private static final InstantSource NOW = () -> START.plusSeconds(120);

  @TempDir Path data;

  private String out = "";
  private String err = "";

  @Test
  void takesShowsSilencesAndClosesOverTheApi() throws Exception {
    TestHistory.make(data, 1);
    try (TestHistory history = new TestHistory(data);
        AlertStore store =
            new AlertStore(
                data.resolve("state"),
                AlertFixtures.disk(),
                List.of("mail"),
                NOW,
                new PrometheusRegistry());
        Console console =
            new Console(
                new HostPort("127.0.0.1", 0),
                List.of(),
                TestDoors.of(data, TOKEN),
                history.index().history(),
                new AlertReader(data.resolve("state")),
                NOW,
                new PrometheusRegistry(),
                () -> new CollectorStatus("test", START, 1, new TreeMap<>(), Map.of(), List.of()),
                Map.of("/api/v1/alert", new AlertApi(store.actions(), NOW)))) {
      new RunFile("http://" + console.start(), TOKEN, ProcessHandle.current().pid()).write(data);
      store.accept(List.of(round(1, START, 0.95), round(2, START.plusSeconds(60), 0.95)), 3);
      String id = new AlertReader(data.resolve("state")).current().getFirst().id().substring(0, 8);

      assertThat(run("ack", id, "--by", "sato", "--until", "2h", "--note", "on my way")).isZero();
      assertThat(out).startsWith("Alert " + id + " (filesystem-full, fs01) is yours.");
      assertThat(run("list")).isZero();
      assertThat(out).contains("acknowledged");
      assertThat(run("show", id)).isZero();
      assertThat(out)
          .contains(
              "Rank: 65 (severity critical +45", "sato", "on my way (until 2026-11-23 11:02:00)");
      assertThat(run("show", id, "--format", "json")).isZero();
      assertThat(out).contains("\"acknowledged_by\":\"sato\"", "\"rank_reasons\"");
      assertThat(run("unack", id, "--by", "sato")).isZero();

      assertThat(run("silence", "host.name=fs*", "--until", "4h", "--by", "sato", "--note", "move"))
          .isZero();
      String silence = out.split(" ", -1)[1];
      assertThat(run("silences")).isZero();
      assertThat(out).contains(silence, "active", "host.name=fs*", "move", "1 silence");
      assertThat(run("unsilence", silence, "--by", "sato")).isZero();
      assertThat(run("silences")).isZero();
      assertThat(out).isEqualTo("0 silences\n");
      assertThat(run("silences", "--all", "--format", "csv")).isZero();
      assertThat(out).contains(silence);

      assertThat(run("close", id, "--by", "sato", "--note", "x")).isEqualTo(2);
      assertThat(err).contains("its value is still at the level");
      assertThat(run("ack", "ffffffff", "--by", "sato")).isEqualTo(2);
      assertThat(err).contains("no such alert");
      assertThat(run("silence", "host.name=*", "--until", "4h", "--note", "x")).isEqualTo(2);
      assertThat(err).contains("too much");
      assertThat(run("silence", "nonsense", "--until", "4h", "--note", "x")).isEqualTo(2);
      assertThat(err).contains("NAME=PATTERN");
      assertThat(run("ack", id, "--until", "whenever")).isEqualTo(2);
      assertThat(err).contains("until: whenever");

      store.accept(List.of(round(3, START.plusSeconds(120), 0.10)), 4);
      assertThat(run("close", id, "--by", "sato", "--note", "old backups deleted")).isZero();
      assertThat(run("list", "--history", "10")).isZero();
      assertThat(out).contains("raised", "acknowledged", "open again", "cleared", "closed");
    }
    assertThat(run("ack", "ab", "--by", "sato")).isEqualTo(1);
    assertThat(err).contains("no collector runs on this history");
  }

  private int run(String... arguments) {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Caller caller = new Caller(Map.of(), Language.EN, NOW, ZoneOffset.UTC, written, said);
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--data";
    all[arguments.length + 1] = data.toString();
    int code = AlertActCommands.of(caller).execute(all);
    out = written.toString(StandardCharsets.UTF_8);
    err = said.toString(StandardCharsets.UTF_8);
    return code;
  }
}
