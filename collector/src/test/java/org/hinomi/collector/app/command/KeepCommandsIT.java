package org.hinomi.collector.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.console.ArchiveApi;
import org.hinomi.collector.console.Console;
import org.hinomi.collector.console.KeepApi;
import org.hinomi.collector.console.RunFile;
import org.hinomi.collector.console.TestDoors;
import org.hinomi.collector.keep.ArchiveRequests;
import org.hinomi.collector.keep.KeepRequests;
import org.hinomi.collector.keep.Keeper;
import org.hinomi.collector.keep.RetentionPolicy;
import org.hinomi.collector.keep.TestHistory;
import org.hinomi.collector.record.HotIndex;
import org.hinomi.collector.search.CollectorStatus;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Verify, hold, plan, export, backup and restore as an operator types them. */
class KeepCommandsIT {
  private static final InstantSource LATER =
      InstantSource.fixed(TestHistory.CLOCK.instant().plus(Duration.ofHours(2)));
  private static final Secret TOKEN = new Secret("local");

  @TempDir Path dir;

  private record Outcome(int code, String out, String err) {}

  private Path made() throws Exception {
    Path data = dir.resolve("data");
    TestHistory.make(data, 3);
    return data;
  }

  private Path backedUp(Path data, Path backup) {
    Outcome made = run("backup", "--data", data.toString(), "--to", backup.toString());
    assertThat(made.code()).as(made.out() + made.err()).isZero();
    return backup;
  }

  @Test
  void verifiesHoldsPlansAndExports() throws Exception {
    Path data = made();
    Outcome head = run("verify", "--data", data.toString(), "--print-head");
    assertThat(head.out()).startsWith("hinomi-head ");
    Outcome verified = run("verify", "--data", data.toString(), "--head", head.out().strip());
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
    assertThat(verified.out()).contains("verified", "default", "1y", "2026-11-23");
    assertThat(run("verify", "--data", data.toString(), "--head", "x").code()).isEqualTo(2);
    Outcome proof = run("verify", "--data", data.toString(), "--position", "3");
    assertThat(proof.code()).isZero();
    assertThat(proof.out())
        .contains("Record 3", "Row group 0", "WHERE position = 3")
        .containsPattern("tail -c \\+5 history/event/\\S+ \\| head -c \\d+ \\| sha256sum");
    assertThat(run("verify", "--data", data.toString(), "--position", "777").code()).isEqualTo(1);

    Outcome held = run("hold", "add", "--data", data.toString(), "--reason", "case 7", "host:fs01");
    assertThat(held.out()).as(held.err()).contains("hold-1", "It finds 33 events so far, in");
    assertThat(run("hold", "list", "--data", data.toString()).out())
        .contains("hold-1", "host:fs01", "case 7");
    assertThat(
            run("hold", "release", "--data", data.toString(), "--reason", "over", "hold-1").code())
        .isZero();
    assertThat(
            run("hold", "release", "--data", data.toString(), "--reason", "over", "hold-1").code())
        .isEqualTo(2);

    Path policy =
        Files.writeString(
            dir.resolve("policy.yaml"),
            "classes: {default: {keep: 1d, ground: x}, 1y: {keep: 1y, ground: y}}\n"
                + "rules: [{query: 'host:fs01', class: default}]\ndefault: 1y\n");
    Outcome plan =
        run("retention", "plan", "--data", data.toString(), "--policy", policy.toString());
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("default", "forever", "1y", "With the other policy default is kept 1d")
        .contains("what comes in from then on gets default where this finds it: host:fs01")
        .contains("all other events get 1y from then on (now default)")
        .contains("Events that are recorded keep their class");
    Outcome wrong =
        run(
            "retention",
            "apply",
            "--data",
            data.toString(),
            "--class",
            "default",
            "--to",
            "9y",
            "--reason",
            "x");
    assertThat(wrong.code()).isEqualTo(2);

    Path zip = dir.resolve("case.zip");
    Outcome export =
        run("export", "--data", data.toString(), "--query", "*", "--out", zip.toString());
    assertThat(export.code()).as(export.err()).isZero();
    // Two of them say what was done here.
    assertThat(export.out()).contains("35 records");
    assertThat(zip).exists();
    Outcome again =
        run("export", "--data", data.toString(), "--query", "*", "--out", zip.toString());
    assertThat(again.code()).isEqualTo(2);
    assertThat(
            run("hold", "add", "--data", data.toString(), "--reason", "case 8", "host:nobody")
                .out())
        .contains("hold-2", "It finds nothing so far");
    assertThat(run("verify", "--data", data.toString()).code()).isZero();
  }

  @Test
  void saysWhichLineOfTheManifestWasEditedAndChecksTheRest() throws Exception {
    Path data = dir.resolve("data");
    TestHistory.makeWithSamples(data, 3);
    Path manifest = data.resolve("history/manifest.jsonl");
    Files.writeString(
        manifest, Files.readString(manifest).replaceFirst("\"rows\":11", "\"rows\":10"));
    Outcome verified = run("verify", "--data", data.toString());
    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.err()).isEmpty();
    assertThat(verified.out())
        .contains("modified", "history/manifest.jsonl:1", "verified  1y", "samples-hour");
  }

  @Test
  void aDamagedListOfAnEarlierBackupHindersNoNewOne() throws Exception {
    Path data = made();
    Path backup = backedUp(data, dir.resolve("backup"));
    TestHistory.flip(backup.resolve("history/manifest.jsonl"), 30);
    Outcome second = run("backup", "--data", data.toString(), "--to", backup.toString());
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(run("verify", "--data", backup.toString()).code()).isZero();
  }

  @Test
  void backsUpOnlyWhatIsNewAndRestores() throws Exception {
    Path data = made();
    Path backup = backedUp(data, dir.resolve("backup"));
    try (TestHistory history = new TestHistory(data);
        Console console = console(data, history)) {
      new RunFile("http://" + console.start(), TOKEN, ProcessHandle.current().pid()).write(data);
      history.add(11, "default");
      history.index().seal();
      Outcome held =
          run("hold", "add", "--data", data.toString(), "--reason", "case 7", "host:fs01");
      assertThat(held.code()).as(held.err()).isZero();
      history.add(3, "default"); // in the journal only
      assertThat(run("verify", "--data", data.toString()).code()).isZero();
      Outcome second = run("backup", "--data", data.toString(), "--to", backup.toString());
      assertThat(second.code()).as(second.err()).isZero();
      assertThat(second.out()).contains("4 parts, 1 of them new");
    }
    Path restored = dir.resolve("restored");
    Outcome restore = run("restore", "--from", backup.toString(), "--data", restored.toString());
    assertThat(restore.code()).as(restore.out() + restore.err()).isZero();
    assertThat(run("hold", "list", "--data", restored.toString()).out()).contains("case 7");
    assertThat(
            run("search", "--data", restored.toString(), "--from", "2026-11-01", "--count").out())
        .contains("44");
    try (TestHistory history = new TestHistory(restored)) {
      // What was in the journal only is there for the pipeline to read again.
      assertThat(history.index().nextPosition()).isLessThanOrEqualTo(45);
    }
    assertThat(run("restore", "--from", backup.toString(), "--data", restored.toString()).code())
        .isEqualTo(2);
  }

  /** Users are in no backup, and without one nobody but this machine may reach the console. */
  @Test
  void restoresIntoTheFolderOfSettingsAlsoWhereTheConsoleIsForOthers() throws Exception {
    Path data = made();
    Path backup = backedUp(data, dir.resolve("backup"));
    Path settings =
        Files.writeString(
            dir.resolve("collector.yaml"), "data: again\nlisten: {console: '0.0.0.0:0'}\n");
    Outcome restore = run("restore", "--from", backup.toString(), "--config", settings.toString());
    assertThat(restore.code()).as(restore.out() + restore.err()).isZero();
    assertThat(dir.resolve("again/history")).isDirectory();
  }

  @Test
  void restoresFromALinkToABackup() throws Exception {
    Path backup = backedUp(made(), dir.resolve("backup"));
    Path latest = Files.createSymbolicLink(dir.resolve("latest"), backup);
    Path restored = dir.resolve("restored");
    Outcome restore = run("restore", "--from", latest.toString(), "--data", restored.toString());
    assertThat(restore.code()).as(restore.out() + restore.err()).isZero();
    assertThat(
            run("search", "--data", restored.toString(), "--from", "2026-11-01", "--count").out())
        .contains("33");
  }

  @Test
  void whatIsCopiedIsItsOwnersAloneAlsoInAFolderThatIsOpen() throws Exception {
    assumeTrue(
        dir.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "no POSIX permissions here");
    Path backup = backedUp(made(), open("backup"));
    Path restored = open("restored");
    assertThat(run("restore", "--from", backup.toString(), "--data", restored.toString()).code())
        .isZero();
    for (Path copy : List.of(backup, restored)) {
      try (Stream<Path> made = Files.walk(copy)) {
        assertThat(made.filter(path -> Files.isDirectory(path) && !path.equals(copy)))
            .hasSizeGreaterThan(2)
            .allSatisfy(
                folder ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                        .as(folder.toString())
                        .isEqualTo("rwx------"));
      }
    }
  }

  private Path open(String name) throws Exception {
    Path folder = Files.createDirectory(dir.resolve(name));
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void asksACollectorElsewhere() throws Exception {
    Path data = made();
    Path token = Files.writeString(dir.resolve("token"), "local\n");
    try (TestHistory history = new TestHistory(data);
        Console console = console(data, history)) {
      String[] there = {
        "--collector", "http://" + console.start(), "--token-file", token.toString()
      };
      Outcome head = run(there, "verify", "--print-head");
      assertThat(head.out()).startsWith("hinomi-head ");
      Outcome verified = run(there, "verify", "--head", head.out().strip());
      assertThat(verified.code()).as(verified.err()).isZero();
      assertThat(withoutHead(verified))
          .isEqualTo(withoutHead(run("verify", "--data", data.toString())));
      assertThat(run(there, "verify", "--format", "json").out()).contains("\"intact\"");
      assertThat(run(there, "verify", "--head", "x").code()).isEqualTo(2);
      Outcome proof = run(there, "verify", "--position", "3", "--head", head.out().strip());
      assertThat(proof.code()).as(proof.err()).isZero();
      assertThat(proof.out()).contains("Record 3", "hinomi-head ");
      assertThat(run(there, "verify", "--position", "777").err()).contains("777: no part");

      Path zip = dir.resolve("case.zip");
      Outcome export = run(there, "export", "--query", "*", "--out", zip.toString());
      assertThat(export.code()).as(export.err()).isZero();
      assertThat(export.out()).contains("33 records from");
      assertThat(run(there, "export", "--query", "a:(", "--out", dir + "/no.zip").code())
          .isEqualTo(2);
      assertThat(
              run(there, "export", "--query", "*", "--from", "soon", "--out", dir + "/no.zip")
                  .code())
          .isEqualTo(2);
      assertThat(dir.resolve("no.zip.unfinished")).doesNotExist();

      Files.createDirectories(data.resolve("ca"));
      Files.writeString(data.resolve("ca/ca.key"), "secret");
      Files.createDirectories(data.resolve("state"));
      Files.writeString(data.resolve("state/ack.key"), "secret");
      Path backup = dir.resolve("backup");
      Outcome first = run(there, "backup", "--to", backup.toString());
      assertThat(first.code()).as(first.err()).isZero();
      assertThat(first.out()).contains("3 parts, 3 of them new");
      history.add(11, "default");
      history.index().seal();
      assertThat(run(there, "backup", "--to", backup.toString()).out())
          .contains("4 parts, 1 of them new");
      assertThat(backup.resolve("state/ack.key")).hasContent("secret");
      assertThat(backup.resolve("ca")).as("keys stay on their machine").doesNotExist();
      assertThat(data.resolve("history/hot.snapshot.duckdb")).doesNotExist();
      assertThat(run("verify", "--data", backup.toString()).code()).isZero();

      TestHistory.flip(
          data.resolve("history").resolve(TestHistory.parts(data).getFirst().file()), 100);
      Outcome damaged = run(there, "verify");
      assertThat(damaged.code()).isEqualTo(1);
      assertThat(damaged.out()).contains("modified");
      String url = there[1];
      there[1] = "http://127.0.0.1:1";
      assertThat(run(there, "verify").code()).isEqualTo(1);
      there[1] = url;
      assertThat(backup.resolve("history/hot.duckdb")).exists();
    }
  }

  private static String withoutHead(Outcome outcome) {
    return outcome.out().replaceAll("hinomi-head \\S+", "");
  }

  private Outcome run(String[] there, String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of(there));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  @Test
  void aBackupHasTheAuthorityForItsOwnerAlone() throws Exception {
    Path data = dir.resolve("data");
    TestHistory.make(data, 1);
    Files.createDirectories(data.resolve("ca"));
    Files.writeString(data.resolve("ca/ca.key"), "secret");
    Path backup = backedUp(data, dir.resolve("backup"));
    Path restored = dir.resolve("restored");
    assertThat(run("restore", "--from", backup.toString(), "--data", restored.toString()).code())
        .isZero();
    for (Path key : List.of(backup.resolve("ca/ca.key"), restored.resolve("ca/ca.key"))) {
      assertThat(key).hasContent("secret");
      if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
            .isEqualTo("rw-------");
      }
    }
    assertThat(
            run("backup", "--data", data.toString(), "--to", data.resolve("b").toString()).code())
        .isEqualTo(2);
  }

  private Console console(Path data, TestHistory history) throws Exception {
    Keeper keeper = new Keeper(data, history.index().steps(), LATER);
    return new Console(
        new HostPort("127.0.0.1", 0),
        List.of(),
        TestDoors.of(data, TOKEN),
        history.index().history(),
        new AlertReader(data.resolve("state")),
        LATER,
        new PrometheusRegistry(),
        () -> new CollectorStatus("test", LATER.instant(), 1, new TreeMap<>(), Map.of(), List.of()),
        Map.of(
            "/api/v1/keep",
            new KeepApi(new KeepRequests(keeper, RetentionPolicy.NONE, history.index()::snapshot)),
            "/api/v1/archive",
            new ArchiveApi(
                new ArchiveRequests(data, LATER, history.index().comparison()),
                data.resolve("history").resolve(HotIndex.SNAPSHOT))));
  }

  private Outcome run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Caller caller = new Caller(Map.of(), Language.EN, LATER, ZoneOffset.UTC, out, err);
    CommandLine line =
        new CommandLine(new Group())
            .addSubcommand(new VerifyCommand(caller, false))
            .addSubcommand(HoldCommand.of(caller))
            .addSubcommand(RetentionCommand.of(caller))
            .addSubcommand(new ExportCommand(caller))
            .addSubcommand(new BackupCommand(caller))
            .addSubcommand(new RestoreCommand(caller))
            .addSubcommand(new SearchCommand(caller));
    int code = line.execute(arguments);
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @CommandLine.Command(name = "hinomi")
  private static final class Group {}
}
