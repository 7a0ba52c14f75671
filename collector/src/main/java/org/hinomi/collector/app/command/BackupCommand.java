package org.hinomi.collector.app.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.alert.AlertStore;
import org.hinomi.collector.app.KeepFolder;
import org.hinomi.collector.keep.Backup;
import org.hinomi.collector.keep.KeepRequests.Action;
import org.hinomi.collector.keep.ReviewLog;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.text.Messages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code backup}: a copy of a history, of which each next one copies only what is new. */
@Command(name = "backup", mixinStandardHelpOptions = true)
public final class BackupCommand implements Callable<Integer> {
  private static final String HOT = "hot.duckdb";

  private final Caller caller;
  private final Messages texts;
  private final PrintStream err;

  @Mixin HistoryOptions where = new HistoryOptions();

  @Option(names = "--to", paramLabel = "DIR", required = true, descriptionKey = "backup-to")
  Path to = Path.of("");

  public BackupCommand(Caller caller) {
    this.caller = caller;
    this.texts = caller.texts();
    this.err = new PrintStream(caller.err(), true, StandardCharsets.UTF_8);
  }

  @Override
  public Integer call() throws Exception {
    Path data = where.data != null ? where.data : DataFolder.byDefault(caller.environment());
    if (where.collector != null) {
      return say(texts.get("backup.folder"), ExitCode.USAGE);
    }
    if (!Files.isDirectory(data.resolve("history"))) {
      return say(texts.get("ask.no-folder", data), ExitCode.FAILED);
    }
    try {
      String snapshot = snapshot(data);
      Backup.Result result =
          new Backup(data, to)
              .run(target -> rest(data, target, data.resolve("history").resolve(snapshot)));
      new PrintStream(caller.out(), true, StandardCharsets.UTF_8)
          .println(
              texts.get(
                  "backup.done",
                  to,
                  result.parts(),
                  result.copied(),
                  result.bytes() >> 20,
                  result.segments()));
      return ExitCode.OK;
    } catch (Ask.Refused e) {
      return say(String.valueOf(e.getMessage()), ExitCode.FAILED);
    } catch (IOException e) {
      return say(e.getMessage() == null ? e.toString() : e.getMessage(), ExitCode.FAILED);
    }
  }

  /** The samples as they are at one moment, made by whoever has them open. */
  private String snapshot(Path data) throws Exception {
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    Caller quiet =
        new Caller(
            caller.environment(),
            caller.language(),
            caller.clock(),
            caller.zone(),
            name,
            caller.err());
    new Ask(where, quiet)
        .ask(
            "keep/snapshot",
            Map.of(),
            "",
            (folder, out) -> {
              try (KeepFolder open = new KeepFolder(folder, caller.clock())) {
                out.write(
                    open.requests()
                        .answer(Action.SNAPSHOT, Map.of(), caller.language())
                        .getBytes(StandardCharsets.UTF_8));
              }
            },
            next -> {});
    return name.toString(StandardCharsets.UTF_8).strip();
  }

  private static void rest(Path data, Path target, Path snapshot) throws IOException {
    Backup.copy(snapshot, target.resolve("history").resolve(HOT));
    Files.deleteIfExists(snapshot);
    Path reviews = ReviewLog.folder(data);
    if (Files.isDirectory(reviews)) {
      try (Stream<Path> files = Files.list(reviews)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Backup.copy(file, ReviewLog.folder(target).resolve(file.getFileName()));
        }
      }
    }
    Path state = Files.createDirectories(target.resolve("state"));
    if (!Files.isDirectory(data.resolve("state"))) {
      return;
    }
    new AlertReader(data.resolve("state")).snapshot(state.resolve(AlertStore.FILE));
    try (Stream<Path> files = Files.list(data.resolve("state"))) {
      List<Path> others =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !file.getFileName().toString().startsWith(AlertStore.FILE))
              .toList();
      for (Path file : others) {
        Backup.copy(file, state.resolve(file.getFileName()));
      }
    }
  }

  private int say(String problem, int code) {
    err.println("hinomi backup: " + problem);
    return code;
  }
}
