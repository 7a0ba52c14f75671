package org.hinomi.collector.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hinomi.collector.record.TestRecords.event;
import static org.hinomi.collector.record.TestRecords.round;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.hinomi.collector.ChildJvm;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.console.Console;
import org.hinomi.collector.console.RunFile;
import org.hinomi.collector.console.TestDoors;
import org.hinomi.collector.record.HotIndex;
import org.hinomi.collector.record.HotSettings;
import org.hinomi.collector.search.CollectorStatus;
import org.hinomi.collector.search.Problem;
import org.hinomi.core.lifecycle.CommandErrors;
import org.hinomi.core.sample.Sample;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The commands as an operator types them, with and without a collector at work. */
class CommandsIT {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T01:00:00Z"));
  private static final Secret TOKEN = new Secret("local");

  @TempDir Path dir;
  private final Map<String, String> environment = new HashMap<>();
  private Language language = Language.EN;

  private record Outcome(int code, String out, String err) {}

  private HotIndex record() throws IOException {
    HotIndex index =
        new HotIndex(dir, HotSettings.DEFAULT, CLOCK, new PrometheusRegistry(), () -> 4);
    index.accept(
        List.of(
            event(1, "fs01", "disk full", Map.of()),
            event(2, "fs02", "all well", Map.of("user.name", "taro")),
            round(3, null, Sample.of("system.cpu.utilization", 0.25))),
        4);
    return index;
  }

  @Test
  void answersTheSameWithAndWithoutACollector() throws Exception {
    List<String[]> questions =
        List.of(
            new String[] {"search", "--data", dir.toString(), "disk"},
            new String[] {"search", "--data", dir.toString(), "--format", "json"},
            new String[] {"search", "--data", dir.toString(), "--format", "csv", "user:taro"},
            new String[] {
              "search",
              "--data",
              dir.toString(),
              "--from",
              "yesterday",
              "--to",
              "now",
              "--limit",
              "1"
            },
            new String[] {"metrics", "--data", dir.toString(), "--format", "json"},
            new String[] {
              "sql", "--data", dir.toString(), "--format", "json", "SELECT host, time FROM event"
            },
            new String[] {"search", "--data", dir.toString(), "--count", "host:fs*"},
            new String[] {"search", "--data", dir.toString(), "--top", "host,user,1"},
            new String[] {"search", "--data", dir.toString(), "--histogram", "1h", "--by", "host"},
            new String[] {
              "search", "--data", dir.toString(), "--limit", "1", "--format", "csv",
            },
            new String[] {
              "search",
              "--data",
              dir.toString(),
              "--after",
              "2026-11-23T00:00:02.000000Z,2",
              "--format",
              "json"
            },
            new String[] {"alerts", "--data", dir.toString()},
            new String[] {"alerts", "--data", dir.toString(), "--history", "3", "--format", "csv"},
            new String[] {
              "metrics",
              "--data",
              dir.toString(),
              "--host",
              "fs*",
              "--metric",
              "system.*",
              "--step",
              "1m"
            });
    List<Outcome> running;
    try (HotIndex index = record();
        Console console = console(index)) {
      new RunFile("http://" + console.start(), TOKEN, ProcessHandle.current().pid()).write(dir);
      running = questions.stream().map(this::run).toList();
      assertThat(run("status", "--data", dir.toString()).out())
          .containsPattern("Collector runs +yes")
          .containsPattern("(?m)^  relp +127.0.0.1:2514$")
          .containsPattern("(?m)^Longer than the limit, cut +0$")
          .containsPattern("Size of the journal +3.0 MiB")
          .contains("Problems:\n  300000 records wait for the history");
    }
    // run.json is still there, as after kill -9: nobody answers, so the folder is opened.
    List<Outcome> stopped = questions.stream().map(this::run).toList();
    assertThat(stopped).isEqualTo(running);
    assertThat(running).allSatisfy(outcome -> assertThat(outcome.code()).isZero());
    assertThat(running.get(0).out()).contains("disk full").endsWith("1 event\n");
    assertThat(running.get(1).out().lines()).hasSize(2);
    assertThat(running.get(5).out())
        .contains("{\"host\":\"fs01\",\"time\":\"2026-11-23T00:00:01.000000Z\"}");
    assertThat(running.get(6).out()).isEqualTo("COUNT\n    2\n1 line\n");
    assertThat(running.get(7).out().lines()).hasSize(4);
    assertThat(running.get(8).out()).contains("2026-11-23 00:00:00.000  fs01           1\n");
    assertThat(running.get(9).err())
        .isEqualTo(
            "hinomi search: the limit cut the answer; the next page:"
                + " --after 2026-11-23T00:00:02.000000Z,2\n");
    assertThat(running.get(10).out()).contains("disk full").hasLineCount(1);
    assertThat(running.getLast().out()).contains("0.2500").endsWith("1 line\n");
    assertThat(run("status", "--data", dir.toString(), "--format", "json").out())
        .isEqualTo(
            """
            {"running":false,"history.position":3,"events":2,"samples":1,\
            "last_received":"2026-11-23T00:00:02.250000Z","sources":[]}
            """);
  }

  @Test
  void answersInJapaneseWithAndWithoutACollector() throws Exception {
    language = Language.JA;
    String[] question = {"search", "--data", dir.toString(), "disk"};
    Outcome running;
    try (HotIndex index = record();
        Console console = console(index)) {
      new RunFile("http://" + console.start(), TOKEN, ProcessHandle.current().pid()).write(dir);
      running = run(question);
      assertThat(run("status", "--data", dir.toString()).out())
          .contains("コレクターの稼働")
          .contains("問題:\n  300000 件が履歴への記録待ちです");
      assertThat(run("alerts", "--data", dir.toString()).out()).isEqualTo("アラート 0 件\n");
      assertThat(run("search", "--data", dir.toString(), "disk AND").err())
          .isEqualTo("hinomi search: 検索式の 9 文字目: 末尾に何か足りません\n  disk AND\n          ^\n");
    }
    assertThat(run("search", "--data", dir.toString(), "ip:\"192.0.2.0/33\"").err())
        .contains("検索式の 5 文字目: source.ip: 192.0.2.0/33 (プレフィックス長は 32 以下");
    assertThat(run("search", "--data", dir.toString(), "--from", "never").err())
        .startsWith("hinomi search: --from: never (-24h、");
    assertThat(run(question)).isEqualTo(running);
    assertThat(running.out()).startsWith("時刻 ").endsWith("イベント 1 件\n");
    assertThat(run("search", "--data", dir.resolve("none").toString()).err())
        .startsWith("hinomi search: ")
        .contains("ここに履歴はありません");
  }

  @Test
  void writesFilesForOtherPrograms() throws Exception {
    record().close();
    for (String[] question :
        new String[][] {
          {"search"},
          {"search", "--count"},
          {"search", "--histogram", "1h", "--by", "host"},
          {"metrics"},
          {"sql", "SELECT count(*) AS n, max(time) AS t FROM event"}
        }) {
      for (String format : List.of("xlsx", "parquet")) {
        List<String> arguments = new ArrayList<>(List.of(question));
        arguments.addAll(List.of("--data", dir.toString(), "--format", format));
        Outcome outcome = run(arguments.toArray(String[]::new));
        assertThat(outcome.code()).as(arguments.toString()).isZero();
        assertThat(outcome.out()).startsWith(format.equals("xlsx") ? "PK" : "PAR1");
      }
    }
    Outcome status = run("status", "--data", dir.toString(), "--format", "xlsx");
    assertThat(status.code()).isEqualTo(2);
    assertThat(status.err()).contains("format: xlsx (expected here: table, json, csv)");
  }

  @ParameterizedTest
  @CsvSource({"table", "json", "csv"})
  void followsWhatComesInOnceAndInOrder(String format) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CompletableFuture<Integer> code = new CompletableFuture<>();
    String[] arguments = {"--data", dir.toString(), "--follow", "--format", format, "disk"};
    try (HotIndex index = record();
        Console console = console(index)) {
      new RunFile("http://" + console.start(), TOKEN, ProcessHandle.current().pid()).write(dir);
      Caller caller = new Caller(environment, language, CLOCK, ZoneOffset.UTC, out, err);
      Thread follower =
          Thread.startVirtualThread(
              () -> code.complete(new CommandLine(new SearchCommand(caller)).execute(arguments)));
      long position = 4;
      // Until the follower has begun, what comes is old to it.
      while (lines(out, "begin") == 0) {
        index.accept(List.of(event(position, "fs01", "disk begin", Map.of())), ++position);
      }
      for (int i = 0; i < 200; i++) {
        index.accept(
            List.of(
                event(position, "fs01", "disk number " + i + ".", Map.of()),
                event(position + 1, "fs01", "all well", Map.of())),
            position += 2);
      }
      while (lines(out, "number 199.") == 0) {
        Thread.onSpinWait();
      }
      follower.interrupt();
      assertThat(code.get(20, TimeUnit.SECONDS)).isZero();
    }
    List<String> numbers =
        out.toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.contains("number"))
            .map(line -> line.replaceAll("(?s).*?number (\\d+)\\..*", "$1"))
            .toList();
    assertThat(numbers).isEqualTo(IntStream.range(0, 200).mapToObj(Integer::toString).toList());
    assertThat(lines(out, "all well")).isZero();
    assertThat(lines(out, "@timestamp\",")).isEqualTo(format.equals("csv") ? 1 : 0);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    Outcome stopped = run("search", "--data", dir.toString(), "--follow");
    assertThat(stopped.code()).isEqualTo(1);
    assertThat(stopped.err()).contains("no collector runs here");
  }

  private static long lines(ByteArrayOutputStream out, String part) {
    return out.toString(StandardCharsets.UTF_8).lines().filter(l -> l.contains(part)).count();
  }

  @Test
  void opensTheFolderWhenTheProcessIsGone() throws Exception {
    record().close();
    new RunFile("http://127.0.0.1:1", TOKEN, Long.MAX_VALUE).write(dir);
    assertThat(run("search", "--data", dir.toString(), "disk").out()).contains("disk full");
  }

  @Test
  void asksACollectorElsewhere() throws Exception {
    try (HotIndex index = record();
        Console console = console(index)) {
      String url = "http://" + console.start();
      Path token = Files.writeString(dir.resolve("token"), TOKEN.reveal() + "\n");
      assertThat(run("search", "--collector", url, "--token-file", token.toString(), "disk").out())
          .contains("disk full");
      environment.put("HINOMI_TOKEN", TOKEN.reveal());
      assertThat(run("search", "--collector", url, "disk").code()).isZero();
      environment.put("HINOMI_TOKEN", "wrong");
      Outcome wrong = run("search", "--collector", url, "disk");
      assertThat(wrong.code()).isEqualTo(1);
      assertThat(wrong.err()).contains("401").contains("token");
      environment.clear();
      assertThat(run("search", "--collector", url).code()).isEqualTo(2);
      environment.put("HINOMI_TOKEN", TOKEN.reveal());
      Outcome query = run("search", "--collector", url, "disk AND");
      assertThat(query.code()).isEqualTo(2);
      assertThat(query.err()).contains("column 9").contains("  disk AND\n");
    }
  }

  @Test
  void takesTheFolderFromTheEnvironment() throws Exception {
    record().close();
    environment.put("HINOMI_DATA", dir.toString());
    assertThat(run("search", "disk").out()).contains("disk full");
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    Outcome nowhere = run("search", "--data", dir.resolve("none").toString());
    assertThat(nowhere.code()).isEqualTo(1);
    assertThat(nowhere.err()).startsWith("hinomi search: ").contains("no history here");
    record().close();
    Outcome query = run("search", "--data", dir.toString(), "host:(a");
    assertThat(query.code()).isEqualTo(2);
    assertThat(query.err()).contains("query, column 8").contains("^");
    assertThat(run("search", "--data", dir.toString(), "--from", "never").err())
        .contains("--from: never (expected: a time");
    assertThat(run("search", "--data", dir.toString(), "--format", "xml").code()).isEqualTo(2);
    assertThat(run("search", "--data", dir.toString(), "--nonsense").code()).isEqualTo(2);
  }

  @Test
  void findsTheHistoryThatTheSettingsOfACollectorName() throws Exception {
    record().close();
    Path settings = dir.resolve("collector.yaml");
    Files.writeString(settings, "data: .\nlisten: {syslog-udp: 127.0.0.1:0}\n");
    assertThat(run("search", "--config", settings.toString(), "disk").out()).contains("disk full");
    Files.writeString(settings, "dato: .\n");
    Outcome wrong = run("search", "--config", settings.toString(), "disk");
    assertThat(wrong.code()).as("README.md").isEqualTo(78);
    assertThat(wrong.err()).contains("collector.yaml:1: dato: unknown key");
  }

  @Test
  void saysSoWhenAnotherProcessHoldsTheFolder() throws Exception {
    record().close();
    Process holder =
        new ProcessBuilder(ChildJvm.line(Holder.class, List.of(), dir.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(holder.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("open");
      Outcome outcome = run("search", "--data", dir.toString(), "disk");
      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.err()).contains("a collector is at work here");
    } finally {
      holder.destroyForcibly().waitFor();
    }
    assertThat(run("search", "--data", dir.toString(), "disk").out()).contains("disk full");
  }

  /** Another process that has the history open. */
  static final class Holder {
    public static void main(String[] args) throws IOException {
      HotIndex index =
          new HotIndex(
              Path.of(args[0]), HotSettings.DEFAULT, CLOCK, new PrometheusRegistry(), () -> 4);
      System.out.println("open");
      System.in.read();
      index.close();
    }
  }

  private Console console(HotIndex index) throws IOException {
    return new Console(
        new HostPort("127.0.0.1", 0),
        List.of(),
        TestDoors.of(dir, TOKEN),
        index.history(),
        new AlertReader(dir.resolve("state")),
        CLOCK,
        new PrometheusRegistry(),
        () ->
            new CollectorStatus(
                "1",
                CLOCK.instant(),
                4,
                new TreeMap<>(Map.of("relp", "127.0.0.1:2514")),
                Map.of("truncated", Map.of("relp", 0L, "snmp", 0L), "journal.bytes", 3L << 20),
                List.of(Problem.of("lag", 300_000))));
  }

  private Outcome run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Caller caller = new Caller(environment, language, CLOCK, ZoneOffset.UTC, out, err);
    Object command =
        switch (arguments[0]) {
          case "search" -> new SearchCommand(caller);
          case "sql" -> new SqlCommand(caller);
          case "metrics" -> new MetricsCommand(caller);
          case "alerts" -> new AlertsCommand(caller);
          default -> new StatusCommand(caller);
        };
    int code =
        CommandErrors.commandLine(command)
            .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
            .execute(java.util.Arrays.copyOfRange(arguments, 1, arguments.length));
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
