package org.hinomi.collector.app.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hinomi.collector.app.KeepFolder;
import org.hinomi.collector.keep.Backup;
import org.hinomi.collector.keep.BackupSource;
import org.hinomi.collector.keep.FolderSource;
import org.hinomi.collector.keep.KeepRequests.Action;
import org.hinomi.core.file.OwnerFiles;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.text.Messages;
import org.hinomi.core.text.Reason;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code backup}: a copy of a history, of which each next one copies only what is new. */
@Command(name = "backup", mixinStandardHelpOptions = true)
public final class BackupCommand implements Callable<Integer> {
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
    try {
      if (where.collector != null) {
        try (Ask.Session session = new Ask(where, caller).session()) {
          return run(new RemoteSource(session));
        }
      }
      Path data = where.folder(caller.environment());
      if (!Files.isDirectory(data.resolve("history"))) {
        return say(texts.get("ask.no-folder", data), ExitCode.FAILED);
      }
      OwnerFiles.folder(to);
      if (to.toRealPath().startsWith(data.toRealPath())) {
        return say(texts.get("backup.inside", to, data), ExitCode.USAGE);
      }
      return run(new FolderSource(data));
    } catch (Ask.Refused e) {
      return say(String.valueOf(e.getMessage()), e.usage() ? ExitCode.USAGE : ExitCode.FAILED);
    } catch (IOException e) {
      return say(Reason.of(e), ExitCode.FAILED);
    }
  }

  private int run(BackupSource source) throws Exception {
    Path snapshot = Path.of(snapshot()).getFileName();
    Backup.Result result = new Backup(source, to).run("history/" + snapshot);
    if (where.collector == null) {
      Path data = where.folder(caller.environment());
      Files.deleteIfExists(data.resolve("history").resolve(snapshot));
    }
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
  }

  /** The samples as they are at one moment, made by whoever has them open. */
  private String snapshot() throws Exception {
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    Caller quiet = caller.to(name);
    new Ask(where, quiet)
        .ask(
            "keep/snapshot",
            Map.of("by", System.getProperty("user.name", "")),
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

  private int say(String problem, int code) {
    err.println("hinomi backup: " + problem);
    return code;
  }
}
