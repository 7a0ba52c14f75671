package org.hinomi.collector.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.hinomi.collector.app.CollectorProgram;
import org.hinomi.collector.app.CollectorSettings;
import org.hinomi.collector.console.RunFile;
import org.hinomi.core.lifecycle.Stops;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.settings.SettingsLoader;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Imports as an operator types them, with and without a collector at work. */
class ImportCommandIT {
  private static final Charset CP932 = Charset.forName("windows-31j");
  private static final String SYSLOG =
      """
      Dec 31 23:59:58 web1 sshd[812]: Accepted publickey for ops
      Jan  1 00:00:01 web2 cron[7]: (root) CMD
      """;

  @TempDir Path dir;
  private Language language = Language.EN;

  private record Outcome(int code, String out, String err) {}

  private Outcome run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Caller caller =
        new Caller(Map.of(), language, InstantSource.system(), ZoneOffset.UTC, out, err);
    Object command =
        arguments[0].equals("import")
            ? new ImportCommand(caller, false)
            : new SearchCommand(caller);
    List<String> all = new ArrayList<>(List.of("--data", data().toString()));
    all.addAll(Arrays.asList(arguments).subList(1, arguments.length));
    int code = new CommandLine(command).execute(all.toArray(String[]::new));
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Path data() {
    return dir.resolve("data");
  }

  private List<JsonNode> search(String query) {
    Outcome outcome = run("search", "--from", "2001-01-01", "--format", "json", query);
    assertThat(outcome.err()).isEmpty();
    return outcome.out().lines().map(line -> new ObjectMapper().readTree(line)).toList();
  }

  private String file(String name, byte[] bytes) throws IOException {
    Path file = Files.write(dir.resolve(name), bytes);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2024-01-05T00:00:00Z")));
    return file.toString();
  }

  private String file(String name, String text) throws IOException {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private static byte[] zip(String entry, String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  @Test
  void importsIntoAFolderThatNoCollectorRunsOn() throws Exception {
    String log = file("auth.log", SYSLOG);
    Outcome first = run("import", "--zone", "Asia/Tokyo", log);
    assertThat(first.err()).isEmpty();
    assertThat(first.code()).isZero();
    assertThat(first.out())
        .startsWith("files: 1, new records: 2, already there: 0, damaged or unreadable: 0,");
    JsonNode event = search("process.name:sshd").getFirst();
    assertThat(event.path("@timestamp").asString()).isEqualTo("2023-12-31T14:59:58.000000Z");
    assertThat(event.path("host.name").asString()).isEqualTo("web1");
    assertThat(event.path("transport").asString()).isEqualTo("import");
    assertThat(event.path("log.file.path").asString()).isEqualTo(log);
    assertThat(event.path("event.original").asString()).isEqualTo(SYSLOG.lines().toList().get(0));
    assertThat(search("process.name:cron").getFirst().path("@timestamp").asString())
        .isEqualTo("2023-12-31T15:00:01.000000Z");
    assertAddsOnlyWhatIsNew();
  }

  @Test
  void importsThroughTheCollectorThatRuns() throws Exception {
    Path config =
        Files.writeString(
            dir.resolve("collector.yaml"),
            "data: " + data() + "\nlisten:\n  console: 127.0.0.1:0\n");
    CollectorSettings settings =
        new SettingsLoader(Map.of()).load(config, List.of(), CollectorSettings::read);
    try (Stops stops = new Stops()) {
      CollectorProgram.start(settings, stops);
      Outcome first = run("import", file("auth.log", SYSLOG));
      assertThat(first.err()).isEmpty();
      assertThat(first.out()).startsWith("files: 1, new records: 2, already there: 0,");
      assertAddsOnlyWhatIsNew();
    }
    assertThat(search("transport:import")).hasSize(4);
    assertThat(run("import", dir.resolve("auth.log").toString()).out())
        .startsWith("files: 1, new records: 0, already there: 3,");
  }

  /** What the settings declare counts as well when the collector is stopped, and in a trial. */
  @Test
  void declaredFormatsCountWhileNoCollectorRuns() throws Exception {
    Path config =
        Files.writeString(
            dir.resolve("collector.yaml"),
            """
            data: %s
            listen:
              console: 127.0.0.1:0
            decode:
              formats:
                - files: ["*/paid.log"]
                  type: pattern
                  pattern: '^(?<time>\\S+ \\S+) (?<user.name>\\S+) paid "(?<event.reason>[^"\\\\]*)"'
                  zone: Asia/Tokyo
            """
                .formatted(data()));
    String line = "2024-01-04 09:00:00 suzuki paid \"a: b\"\n";
    String log = file("paid.log", line);
    assertThat(run("import", "--try", log).out()).doesNotContain("user.name");
    CollectorSettings settings =
        new SettingsLoader(Map.of()).load(config, List.of(), CollectorSettings::read);
    try (Stops stops = new Stops()) {
      CollectorProgram.start(settings, stops);
    }

    assertThat(run("import", "--try", log).out()).contains("user.name: suzuki");
    assertThat(run("import", log).err()).isEmpty();
    JsonNode event = search("user.name:suzuki").getFirst();
    assertThat(event.path("event.reason").asString()).isEqualTo("a: b");
    assertThat(event.path("@timestamp").asString()).isEqualTo("2024-01-04T00:00:00.000000Z");
  }

  @Test
  void aSlowQueryLogIsReadByItsRecords() throws Exception {
    String log =
        """
        /usr/sbin/mysqld, Version: 8.0.32 (MySQL Community Server - GPL). started with:
        # Time: 2024-01-04T06:10:01.123456Z
        # User@Host: app[app] @ web1 [192.0.2.4]  Id:    42
        # Query_time: 12.345678  Lock_time: 0.000123 Rows_sent: 1  Rows_examined: 5000000
        SET timestamp=1704348601;
        SELECT *
          FROM orders;
        """;
    assertThat(run("import", file("slow.log", log)).out())
        .startsWith("files: 1, new records: 2, already there: 0,");
    JsonNode event = search("event.action:slow-statement").getFirst();
    assertThat(event.path("@timestamp").asString()).isEqualTo("2024-01-04T06:10:01.123456Z");
    assertThat(event.path("database.statement").asString()).isEqualTo("SELECT *\n  FROM orders");
    assertThat(event.path("user.name").asString()).isEqualTo("app");
    assertThat(run("import", dir.resolve("slow.log").toString()).out())
        .startsWith("files: 1, new records: 0, already there: 2,");
  }

  @Test
  void filesInADropFolderAreTakenInOnce() throws Exception {
    Path drop = Files.createDirectories(dir.resolve("drop"));
    Path config =
        Files.writeString(
            dir.resolve("collector.yaml"),
            """
            data: %s
            listen:
              console: 127.0.0.1:0
            drop:
              - folder: %s
              - folder: %s
                type: mbox
                then: delete
            """
                .formatted(data(), drop, Files.createDirectories(dir.resolve("boxes"))));
    CollectorSettings settings =
        new SettingsLoader(Map.of()).load(config, List.of(), CollectorSettings::read);
    String mail =
        "Received: from a.example (a.example [192.0.2.1]) by mx.example;"
            + " Fri, 05 Jan 2024 09:00:05 +0900\n"
            + "From: Boss <boss@example.com>\nReply-To: x@elsewhere.test\nSubject: %s\n"
            + "Date: Fri, 05 Jan 2024 09:00:00 +0900\n\nbody\n";
    try (Stops stops = new Stops()) {
      CollectorProgram.start(settings, stops);
      Files.writeString(drop.resolve("one.eml"), mail.formatted("first"));
      Path box =
          Files.writeString(
              dir.resolve("boxes/box"),
              "From a@b Fri Jan  5 09:00:00 2024\n"
                  + mail.formatted("second")
                  + "\nFrom b@c Fri Jan  5 09:00:00 2024\n"
                  + mail.formatted("third"));
      await(() -> search("email.subject:*").size() == 3);
      await(() -> Files.notExists(box));
      JsonNode first = search("email.subject:first").getFirst();
      assertThat(first.path("email.findings").toString()).contains("reply-to-mismatch");
      assertThat(first.path("email.received.count").asInt()).isEqualTo(1);
      assertThat(first.path("log.file.path").asString()).isEqualTo(drop + "/one.eml");
    }
    try (Stops stops = new Stops()) {
      CollectorProgram.start(settings, stops);
      Files.writeString(drop.resolve("two.eml"), mail.formatted("fourth"));
      await(() -> search("email.subject:fourth").size() == 1);
      assertThat(search("email.subject:*")).hasSize(4);
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition) throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waited a minute").isLessThan(end);
      java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
    }
  }

  /** After auth.log with its two lines. */
  private void assertAddsOnlyWhatIsNew() throws Exception {
    String path = file("auth.log.1", SYSLOG);
    assertThat(
            run(
                    "import",
                    path,
                    file("auth.gz", gzip(SYSLOG)),
                    file("auth.zst", Zstd.compress(SYSLOG.getBytes(StandardCharsets.UTF_8))),
                    file("auth.zip", zip("var/auth.log", SYSLOG)))
                .out())
        .startsWith("files: 4, new records: 0, already there: 8, damaged or unreadable: 0,");
    String grown = SYSLOG + "Jan  2 00:00:01 web2 cron[8]: (root) CMD\n";
    assertThat(run("import", file("auth.log", grown)).out())
        .startsWith("files: 1, new records: 1, already there: 2,");
    byte[] gzip = gzip("Jan  3 00:00:01 web2 cron[9]: (root) CMD\n");
    Outcome cut = run("import", file("cut.gz", Arrays.copyOf(gzip, gzip.length - 4)));
    assertThat(cut.code()).isEqualTo(1);
    assertThat(cut.out())
        .startsWith("files: 1, new records: 1, already there: 0, damaged or unreadable: 1,");
    assertThat(cut.err()).contains("cut.gz: gzip: ends in the middle of member 1");
    run("import", dir.resolve("auth.log").toString());
    assertThat(search("transport:import")).hasSize(4);
    assertThat(search("event.provider:hinomi AND event.action:import"))
        .allSatisfy(noted -> assertThat(noted.path("user.name").asString()).isNotEmpty())
        .extracting(noted -> noted.path("hinomi.audit.names").asString())
        .anySatisfy(names -> assertThat(names).contains("auth.log.1", "auth.zip"));
  }

  /** A collector that takes a batch and no more: the disk is full. */
  @Test
  void anImportThatIsRefusedHalfWayIsNoted() throws Exception {
    Files.createDirectory(data());
    AtomicInteger batches = new AtomicInteger();
    List<JsonNode> noted = new CopyOnWriteArrayList<>();
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/api/v1/import",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          if (exchange.getRequestMethod().equals("GET")) {
            answer(exchange, 200, "[]");
          } else if (batches.getAndIncrement() == 0) {
            answer(exchange, 200, "{\"records\":7}");
          } else {
            answer(exchange, 500, "{\"error\":\"no room on the disk\"}");
          }
        });
    collector.createContext(
        "/api/v1/audit",
        exchange -> {
          noted.add(new ObjectMapper().readTree(exchange.getRequestBody().readAllBytes()));
          answer(exchange, 200, "");
        });
    collector.start();
    try {
      new RunFile(
              "http://127.0.0.1:" + collector.getAddress().getPort(),
              new Secret("local"),
              ProcessHandle.current().pid())
          .write(data());
      String log = file("long.log", "a line of text that is told from no other\n".repeat(300_000));
      Outcome refused = run("import", log);
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err()).contains("no room on the disk");
      assertThat(noted)
          .singleElement()
          .satisfies(
              record -> {
                assertThat(record.path("action").asString()).isEqualTo("import");
                assertThat(record.path("user").asString()).isNotEmpty();
                assertThat(record.path("success").asBoolean(true)).isFalse();
                assertThat(record.path("reason").asString()).contains("no room on the disk");
                assertThat(record.path("details").path("at").asString()).isEqualTo(log);
                assertThat(record.path("details").path("recorded").asString()).isEqualTo("7");
              });
    } finally {
      collector.stop(0);
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void keepsTheBytesOfOtherCharsets() throws Exception {
    String text = "ディスクが一杯です";
    byte[] sjis = (text + "\n").getBytes(CP932);
    byte[] damaged = {(byte) 0x83, '\n'};
    byte[] both = Arrays.copyOf(sjis, sjis.length + damaged.length);
    System.arraycopy(damaged, 0, both, sjis.length, damaged.length);
    String file = file("sjis.log", both);
    assertThat(run("import", "--charset", "windows-31j", "--host", "nas", file).code()).isZero();
    JsonNode event = search("message:ディスクが一杯です").getFirst();
    assertThat(event.path("host.name").asString()).isEqualTo("nas");
    assertThat(event.path("event.original_base64").binaryValue()).isEqualTo(text.getBytes(CP932));
    assertThat(search("event.charset_damaged:true")).hasSize(1);

    byte[] wide = ("\ufeff" + "幅広\r\nnext\r\n").getBytes(StandardCharsets.UTF_16LE);
    assertThat(run("import", file("wide.log", wide)).out()).contains("new records: 2");
    assertThat(search("message:幅広").getFirst().path("message").asString()).isEqualTo("幅広");
    assertThat(search("message:next")).hasSize(1);
  }

  @Test
  void tellsTheCharsetWhereNoneIsNamed() throws Exception {
    String text = "10:00 サーバーが停止しました\n";
    run("import", file("sjis.log", text.getBytes(CP932)));
    run("import", file("euc.log", text.replace("10", "11").getBytes(Charset.forName("EUC-JP"))));
    run("import", file("jis.log", text.replace("10", "12").getBytes("ISO-2022-JP")));
    run("import", file("le.log", text.replace("10", "13").getBytes(StandardCharsets.UTF_16LE)));
    run("import", file("be.log", text.replace("10", "14").getBytes(StandardCharsets.UTF_16BE)));
    assertThat(search("message:サーバーが停止しました AND NOT event.charset_damaged:true"))
        .extracting(event -> event.path("message").asString().substring(0, 2))
        .containsExactlyInAnyOrder("10", "11", "12", "13", "14");
    assertThat(
            search("message:10 AND transport:import")
                .getFirst()
                .path("event.original_base64")
                .binaryValue())
        .isEqualTo(text.strip().getBytes(CP932));
  }

  @Test
  void readsStoredMails() throws Exception {
    String mail =
        """
        Received: from a.example.net (a.example.net [203.0.113.5])
         by mx1 with ESMTP id 1; Tue, 14 Nov 2023 22:14:20 +0900
        From: a@example.net
        To: b@example.jp
        Subject: 請求書
        Date: Tue, 14 Nov 2023 22:14:00 +0900

        body
        """;
    Outcome first = run("import", file("one.eml", mail.getBytes(CP932)));
    assertThat(first.out()).startsWith("files: 1, new records: 1,");
    JsonNode event = search("email.subject:請求書").getFirst();
    assertThat(event.path("@timestamp").asString()).isEqualTo("2023-11-14T13:14:20.000000Z");
    assertThat(event.path("host.name").asString()).isEqualTo("mx1");
    assertThat(event.path("source.ip").asString()).isEqualTo("203.0.113.5");
    assertThat(event.path("email.size").asInt()).isEqualTo(mail.getBytes(CP932).length);
    String box = "From a@x Tue Nov 14 22:14:20 2023\n" + mail + "\n";
    assertThat(run("import", file("box", box + box)).out()).contains("new records: 2");
    assertThat(run("import", file("box", box + box + box)).out())
        .contains("new records: 1, already there: 2");
  }

  @Test
  void readsTablesOfEveryCharset() throws Exception {
    String table = "日時,端末名,ユーザー名,操作\n2024/01/05 10:00:00,PC01,田中,印刷\n";
    run("import", "--zone", "Asia/Tokyo", file("sjis.csv", table.getBytes(CP932)));
    JsonNode event = search("user.name:田中").getFirst();
    assertThat(event.path("@timestamp").asString()).isEqualTo("2024-01-05T01:00:00.000000Z");
    assertThat(event.path("host.name").asString()).isEqualTo("PC01");
    assertThat(event.path("event.action").asString()).isEqualTo("印刷");
    byte[] wide = ("\ufeff" + table.replace("田中", "佐藤")).getBytes(StandardCharsets.UTF_16LE);
    run("import", file("wide.csv", wide));
    assertThat(search("user.name:佐藤")).hasSize(1);
    String grown = table + "2024/01/06 10:00:00,PC01,鈴木,印刷\n";
    assertThat(run("import", file("sjis.csv", grown.getBytes(CP932))).out())
        .contains("new records: 1, already there: 1");
    run("import", "--map", "端末名=event.provider", "--type", "csv", file("map.csv", table));
    assertThat(search("event.provider:PC01")).hasSize(1);
    run("import", "--pattern", "^(?<user.name>\\w+) (?<時刻>.*)", file("p.log", "kato 12:00\n"));
    assertThat(search("user.name:kato")).hasSize(1);
  }

  @Test
  void triesBeforeAnythingIsStored() throws Exception {
    String table = "日時,端末名,ユーザー名,操作\n2024/01/05 10:00:00,PC01,田中,印刷\nx,y\n";
    Outcome tried =
        run("import", "--try", "--zone", "Asia/Tokyo", file("t.csv", table.getBytes(CP932)));
    assertThat(tried.err()).isEmpty();
    assertThat(tried.code()).isZero();
    assertThat(tried.out())
        .contains("read as: csv; charset: windows-31j; zone of times without one: Asia/Tokyo")
        .contains("records: 2, not of their format: 1, with damaged charset: 0")
        .contains("csv: 2 values (expected: 4")
        .contains("@timestamp: 2024-01-05T10:00:00+09:00")
        .contains("user.name: 田中");
    assertThat(data()).doesNotExist();
    assertThat(run("import", "--try", file("a.log", SYSLOG)).out())
        .contains("read as: syslog; charset: UTF-8");
    assertThat(run("import", "--map", "x", file("a.log", SYSLOG)).err()).contains("--map: \"x\"");
    assertThat(run("import", "--pattern", "(", file("a.log", SYSLOG)).code()).isEqualTo(2);
    assertThat(run("import", "--type", "pattern", file("a.log", SYSLOG)).code()).isEqualTo(2);
  }

  @Test
  void readsLinesByHowTheFileLooks() throws Exception {
    String app = "2023-05-06 07:08:09 ERROR pool: exhausted\n";
    run("import", "--host", "app1", "--zone", "Asia/Tokyo", file("app.log", app));
    JsonNode event = search("message:exhausted").getFirst();
    assertThat(event.path("message").asString()).isEqualTo(app.strip());
    assertThat(event.path("host.name").asString()).isEqualTo("app1");
    assertThat(event.path("@timestamp").asString()).isEqualTo("2023-05-05T22:08:09.000000Z");
    run("import", file("wire.log", "<34>1 2023-10-11T22:14:15.003Z fw1 su - ID47 - failed\n"));
    JsonNode wire = search("host:fw1").getFirst();
    assertThat(wire.path("log.syslog.facility.code").asInt()).isEqualTo(4);
    assertThat(wire.path("log.syslog.severity.code").asInt()).isEqualTo(2);
    assertThat(wire.path("message").asString()).isEqualTo("failed");
  }

  @Test
  void marksLongLines() throws Exception {
    run("import", "--type", "lines", file("long.log", "x".repeat(300_000) + "\n"));
    assertThat(search("transport:import").getFirst().path("event.truncated_from").asLong())
        .isEqualTo(300_000);
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    String log = file("a.log", "one\n");
    assertThat(run("import", "--type", "etl", log).code()).isEqualTo(2);
    assertThat(run("import", "--zone", "Tokyo", log).err())
        .isEqualTo(
            "hinomi import: --zone: Tokyo (expected: a zone such as Asia/Tokyo or +09:00)\n");
    assertThat(run("import", "--charset", "klingon", log).code()).isEqualTo(2);
    assertThat(run("import", "--host", "a b", log).code()).isEqualTo(2);
    assertThat(run("import").code()).isEqualTo(2);
    language = Language.JA;
    Outcome some = run("import", dir.toString(), log);
    assertThat(some.code()).isEqualTo(1);
    assertThat(some.err()).contains("a directory");
    assertThat(some.out()).startsWith("ファイル: 1、新しい記録: 1、");
  }
}
