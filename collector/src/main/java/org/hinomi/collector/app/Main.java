package org.hinomi.collector.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import org.hinomi.collector.app.command.AlertsCommand;
import org.hinomi.collector.app.command.CollectorCommand;
import org.hinomi.collector.app.command.MetricsCommand;
import org.hinomi.collector.app.command.MibCommand;
import org.hinomi.collector.app.command.SearchCommand;
import org.hinomi.collector.app.command.StatusCommand;
import org.hinomi.collector.app.command.UpCommand;
import org.hinomi.core.lifecycle.CommandErrors;
import org.hinomi.core.settings.CheckCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "hinomi",
    mixinStandardHelpOptions = true,
    description = "Watches servers, keeps their logs, and helps to prove that they are read.",
    subcommands = {
      UpCommand.class,
      CollectorCommand.class,
      CheckCommand.class,
      MibCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    InstantSource clock = InstantSource.system();
    ZoneId zone = ZoneId.systemDefault();
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    OutputStream err = new FileOutputStream(FileDescriptor.err);
    CommandLine line =
        CommandErrors.commandLine(new Main())
            .addSubcommand(new SearchCommand(environment, clock, zone, out, err))
            .addSubcommand(new MetricsCommand(environment, clock, zone, out, err))
            .addSubcommand(new StatusCommand(environment, clock, zone, out, err))
            .addSubcommand(new AlertsCommand());
    int exit = args.length == 0 ? usage(line) : line.execute(args);
    System.exit(exit);
  }

  private static int usage(CommandLine line) {
    line.usage(line.getErr());
    return line.getCommandSpec().exitCodeOnInvalidInput();
  }
}
