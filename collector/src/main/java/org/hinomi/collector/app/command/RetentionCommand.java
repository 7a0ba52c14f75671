package org.hinomi.collector.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hinomi.collector.keep.KeepRequests.Action;
import org.hinomi.collector.keep.PlanReport;
import org.hinomi.collector.keep.PolicyCopy;
import org.hinomi.collector.keep.RetentionPlan;
import org.hinomi.collector.keep.RetentionPolicy;
import org.hinomi.collector.keep.RetentionSettings;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code retention plan}, {@code retention apply}: how long what is kept. */
public final class RetentionCommand {
  private RetentionCommand() {}

  /** The command with its subcommands. */
  public static CommandLine of(Caller caller) {
    return new CommandLine(new Group())
        .addSubcommand(new Plan(caller))
        .addSubcommand(new Apply(caller));
  }

  /** Does nothing without a subcommand. */
  @Command(name = "retention", mixinStandardHelpOptions = true)
  static final class Group extends GroupCommand {}

  @Command(name = "plan", mixinStandardHelpOptions = true)
  static final class Plan implements Callable<Integer> {
    private final Caller caller;

    @Mixin FolderOptions where = new FolderOptions();

    @Option(names = "--policy", paramLabel = "FILE")
    @Nullable Path policy;

    @Option(names = "--format", paramLabel = "F", descriptionKey = "verify-format")
    String format = "table";

    Plan(Caller caller) {
      this.caller = caller;
    }

    @Override
    public Integer call() throws Exception {
      KeepCall call = new KeepCall(caller, "retention plan");
      Path folder = where.folder(caller.environment());
      if (!format.equals("table") && !format.equals("json")) {
        return call.say("--format: " + format + " (expected: table, json)", ExitCode.USAGE);
      }
      if (!Files.isDirectory(folder.resolve("history"))) {
        return call.say(caller.texts().get("ask.no-folder", folder), ExitCode.FAILED);
      }
      Optional<RetentionPolicy> other = Optional.empty();
      try {
        if (policy != null) {
          other = Optional.of(RetentionSettings.load(policy, caller.clock()));
        }
      } catch (SettingsException e) {
        e.problems().forEach(problem -> call.say(problem.toString(), ExitCode.SETTINGS));
        return ExitCode.SETTINGS;
      }
      try {
        PlanReport report =
            new PlanReport(
                RetentionPlan.of(
                    folder, PolicyCopy.read(folder, caller.clock()), other, caller.clock()),
                caller.language());
        if (format.equals("json")) {
          report.json(caller.out());
        } else {
          report.table(caller.out());
        }
        caller.out().flush();
        return ExitCode.OK;
      } catch (IOException e) {
        return call.say(String.valueOf(e.getMessage()), ExitCode.FAILED);
      }
    }
  }

  @Command(name = "apply", mixinStandardHelpOptions = true)
  static final class Apply implements Callable<Integer> {
    private final Caller caller;

    @Mixin HistoryOptions where = new HistoryOptions();

    @Option(
        names = "--class",
        paramLabel = "CLASS",
        required = true,
        descriptionKey = "apply-class")
    String from = "";

    @Option(names = "--to", paramLabel = "CLASS", required = true, descriptionKey = "apply-to")
    String to = "";

    @Option(names = "--since", paramLabel = "DAY")
    @Nullable String since;

    @Option(names = "--until", paramLabel = "DAY")
    @Nullable String until;

    @Option(names = "--reason", paramLabel = "TEXT", required = true)
    String reason = "";

    @Option(names = "--by", paramLabel = "WHO", descriptionKey = "who")
    String by = "";

    Apply(Caller caller) {
      this.caller = caller;
    }

    @Override
    public Integer call() throws Exception {
      Map<String, String> values = new LinkedHashMap<>();
      values.put("from", from);
      values.put("to", to);
      values.put("by", by);
      values.put("reason", reason);
      ReadingCommand.put(values, "since", since);
      ReadingCommand.put(values, "until", until);
      return new KeepCall(caller, "retention apply").run(where, Action.MOVE, values);
    }
  }
}
