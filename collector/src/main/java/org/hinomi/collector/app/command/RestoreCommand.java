package org.hinomi.collector.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.hinomi.collector.keep.Backup;
import org.hinomi.collector.keep.HistoryVerifier;
import org.hinomi.collector.keep.VerifyReport;
import org.hinomi.core.file.OwnerFiles;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.text.Messages;
import org.hinomi.core.text.Reason;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code restore}: a history from a backup, checked. */
@Command(name = "restore", mixinStandardHelpOptions = true)
public final class RestoreCommand implements Callable<Integer> {
  private final Caller caller;
  private final Messages texts;
  private final PrintStream err;

  @Option(names = "--from", paramLabel = "DIR", required = true, descriptionKey = "restore-from")
  Path from = Path.of("");

  @Mixin FolderOptions where = new FolderOptions();

  public RestoreCommand(Caller caller) {
    this.caller = caller;
    this.texts = caller.texts();
    this.err = new PrintStream(caller.err(), true, StandardCharsets.UTF_8);
  }

  @Override
  public Integer call() throws Exception {
    Path folder = where.folder(caller.environment());
    try {
      if (!Files.isDirectory(from.resolve("history"))) {
        return say(texts.get("restore.none", from), ExitCode.USAGE);
      }
      if (!empty(folder)) {
        return say(texts.get("restore.not-empty", folder), ExitCode.USAGE);
      }
      OwnerFiles.folder(folder);
      try (Stream<Path> all = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
        List<Path> files = all.filter(Files::isRegularFile).toList();
        for (Path file : files) {
          String name = from.relativize(file).toString().replace('\\', '/');
          try (InputStream in = Files.newInputStream(file)) {
            String unused = Backup.copy(in, name, folder.resolve(name));
          }
        }
      }
      HistoryVerifier.Report report =
          new HistoryVerifier(
                  folder,
                  caller.clock(),
                  () -> false,
                  Runtime.getRuntime().availableProcessors(),
                  bytes -> {})
              .run(List.of());
      new VerifyReport(report, caller.language()).table(caller.out());
      caller.out().flush();
      return report.intact() ? ExitCode.OK : ExitCode.FAILED;
    } catch (IOException e) {
      return say(Reason.of(e), ExitCode.FAILED);
    }
  }

  private static boolean empty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return true;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private int say(String problem, int code) {
    err.println("hinomi restore: " + problem);
    return code;
  }
}
