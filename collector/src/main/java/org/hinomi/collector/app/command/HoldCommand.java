package org.hinomi.collector.app.command;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.hinomi.collector.keep.Holds;
import org.hinomi.collector.keep.KeepRequests.Action;
import org.hinomi.collector.record.ManifestEntry.Hold;
import org.hinomi.collector.record.ManifestEntry.Release;
import org.hinomi.collector.search.Terminal;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.text.Messages;
import org.hinomi.core.text.TextTable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hold add}, {@code hold list}, {@code hold release}: legal holds. */
public final class HoldCommand {
  private HoldCommand() {}

  /** The command with its subcommands. */
  public static CommandLine of(Caller caller) {
    return new CommandLine(new Group())
        .addSubcommand(new Add(caller))
        .addSubcommand(new ListThem(caller))
        .addSubcommand(new ReleaseOne(caller));
  }

  /** Does nothing without a subcommand. */
  @Command(name = "hold", mixinStandardHelpOptions = true)
  static final class Group extends GroupCommand {}

  @Command(name = "add", mixinStandardHelpOptions = true)
  static final class Add implements Callable<Integer> {
    private final Caller caller;

    @Mixin HistoryOptions where = new HistoryOptions();

    @Option(names = "--reason", paramLabel = "TEXT", required = true)
    String reason = "";

    @Option(names = "--by", paramLabel = "WHO", descriptionKey = "who")
    String by = "";

    @Parameters(paramLabel = "QUERY", arity = "1..*", descriptionKey = "query")
    List<String> query = List.of();

    Add(Caller caller) {
      this.caller = caller;
    }

    @Override
    public Integer call() throws Exception {
      return new KeepCall(caller, "hold add")
          .run(
              where,
              Action.HOLD,
              Map.of("query", String.join(" ", query), "by", by, "reason", reason));
    }
  }

  @Command(name = "release", mixinStandardHelpOptions = true)
  static final class ReleaseOne implements Callable<Integer> {
    private final Caller caller;

    @Mixin HistoryOptions where = new HistoryOptions();

    @Option(names = "--reason", paramLabel = "TEXT", required = true)
    String reason = "";

    @Option(names = "--by", paramLabel = "WHO", descriptionKey = "who")
    String by = "";

    @Parameters(paramLabel = "NAME", descriptionKey = "hold-name")
    String name = "";

    ReleaseOne(Caller caller) {
      this.caller = caller;
    }

    @Override
    public Integer call() throws Exception {
      return new KeepCall(caller, "hold release")
          .run(where, Action.RELEASE, Map.of("id", name, "by", by, "reason", reason));
    }
  }

  @Command(name = "list", mixinStandardHelpOptions = true)
  static final class ListThem implements Callable<Integer> {
    private final Caller caller;

    @Mixin FolderOptions where = new FolderOptions();

    ListThem(Caller caller) {
      this.caller = caller;
    }

    @Override
    public Integer call() throws Exception {
      Path folder = where.folder(caller.environment());
      Messages texts = caller.texts();
      if (!Files.isDirectory(folder.resolve("history"))) {
        return new KeepCall(caller, "hold list")
            .say(texts.get("ask.no-folder", folder), ExitCode.FAILED);
      }
      Holds holds = Holds.of(folder);
      StringBuilder text = new StringBuilder();
      if (!holds.all().isEmpty()) {
        List<String> header =
            Stream.of("name", "query", "by", "reason", "at", "released")
                .map(column -> texts.get("hold." + column))
                .toList();
        TextTable table = new TextTable(text, header, Set.of());
        for (Hold hold : holds.all().values()) {
          Release release = holds.released().get(hold.id());
          table.row(
              Stream.of(
                      hold.id(),
                      hold.query(),
                      hold.by(),
                      hold.reason(),
                      hold.at(),
                      release == null
                          ? "-"
                          : release.at() + " " + release.by() + ": " + release.reason())
                  .map(Terminal::safe)
                  .toList());
        }
        table.end();
      }
      text.append(texts.get("hold.count", holds.present().size())).append('\n');
      caller.out().write(text.toString().getBytes(StandardCharsets.UTF_8));
      caller.out().flush();
      return ExitCode.OK;
    }
  }
}
