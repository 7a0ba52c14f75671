package org.hinomi.collector.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.hinomi.collector.app.command.AlertActCommands;
import org.hinomi.collector.app.command.BackupCommand;
import org.hinomi.collector.app.command.Caller;
import org.hinomi.collector.app.command.CollectorCommand;
import org.hinomi.collector.app.command.DemoCommand;
import org.hinomi.collector.app.command.EnrollCommand;
import org.hinomi.collector.app.command.ExportCommand;
import org.hinomi.collector.app.command.HoldCommand;
import org.hinomi.collector.app.command.ImportCommand;
import org.hinomi.collector.app.command.MetricsCommand;
import org.hinomi.collector.app.command.MibCommand;
import org.hinomi.collector.app.command.NotifyCommand;
import org.hinomi.collector.app.command.RestoreCommand;
import org.hinomi.collector.app.command.RetentionCommand;
import org.hinomi.collector.app.command.ReviewCommand;
import org.hinomi.collector.app.command.RulesCommand;
import org.hinomi.collector.app.command.RulesReplayCommand;
import org.hinomi.collector.app.command.RulesTestCommand;
import org.hinomi.collector.app.command.SearchCommand;
import org.hinomi.collector.app.command.SqlCommand;
import org.hinomi.collector.app.command.StatusCommand;
import org.hinomi.collector.app.command.ThresholdsCommand;
import org.hinomi.collector.app.command.ThresholdsSuggestCommand;
import org.hinomi.collector.app.command.TimelineCommand;
import org.hinomi.collector.app.command.TokenCommand;
import org.hinomi.collector.app.command.UpCommand;
import org.hinomi.collector.app.command.UserCommand;
import org.hinomi.collector.app.command.VerifyCommand;
import org.hinomi.core.evntcmd.TranslateCommand;
import org.hinomi.core.lifecycle.CommandErrors;
import org.hinomi.core.lifecycle.CommandTexts;
import org.hinomi.core.settings.CheckCommand;
import org.hinomi.core.settings.ExitCode;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(name = "hinomi", mixinStandardHelpOptions = true)
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // Numbers in records, settings and protocols have the digits 0 to 9, whatever the machine's
    // language.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    // Helidon logs through java.util.logging; its lines come where all others come.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    CommandLine line =
        commandLine(
            new Caller(
                System.getenv(),
                CommandTexts.language(List.of(args), System.getenv()),
                InstantSource.system(),
                ZoneId.systemDefault(),
                new StandardOutput(
                    new FileOutputStream(FileDescriptor.out), () -> System.exit(ExitCode.UNREAD)),
                new FileOutputStream(FileDescriptor.err)));
    int exit = args.length == 0 ? usage(line) : line.execute(args);
    System.exit(exit);
  }

  static CommandLine commandLine(Caller caller) {
    CommandLine line =
        CommandErrors.commandLine(new Main())
            .addSubcommand(new UpCommand(caller.language()))
            .addSubcommand(new CollectorCommand())
            .addSubcommand(new CheckCommand())
            .addSubcommand(new SearchCommand(caller))
            .addSubcommand(new SqlCommand(caller))
            .addSubcommand(new MetricsCommand(caller))
            .addSubcommand(new TimelineCommand(caller))
            .addSubcommand(AlertActCommands.of(caller))
            .addSubcommand(new StatusCommand(caller))
            .addSubcommand(
                new CommandLine(new RulesCommand())
                    .addSubcommand(new RulesTestCommand(caller))
                    .addSubcommand(new RulesReplayCommand(caller)))
            .addSubcommand(
                new CommandLine(new ThresholdsCommand())
                    .addSubcommand(new ThresholdsSuggestCommand(caller)))
            .addSubcommand(new ImportCommand(caller, Boolean.getBoolean("hinomi.terminal")))
            .addSubcommand(new DemoCommand(caller))
            .addSubcommand(EnrollCommand.of(caller))
            .addSubcommand(UserCommand.of(caller))
            .addSubcommand(TokenCommand.of(caller))
            .addSubcommand(RetentionCommand.of(caller))
            .addSubcommand(HoldCommand.of(caller))
            .addSubcommand(ReviewCommand.of(caller))
            .addSubcommand(NotifyCommand.of(caller))
            .addSubcommand(new ExportCommand(caller))
            .addSubcommand(new BackupCommand(caller))
            .addSubcommand(new RestoreCommand(caller))
            .addSubcommand(new VerifyCommand(caller, Boolean.getBoolean("hinomi.terminal")))
            .addSubcommand(new MibCommand())
            .addSubcommand(new TranslateCommand())
            .addSubcommand(new CommandLine.HelpCommand());
    CommandTexts.speak(line, caller.language());
    return line;
  }

  private static int usage(CommandLine line) {
    line.usage(line.getErr());
    return line.getCommandSpec().exitCodeOnInvalidInput();
  }
}
