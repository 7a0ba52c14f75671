package org.hinomi.agent.app;

import org.hinomi.core.lifecycle.CommandErrors;
import org.hinomi.core.settings.CheckCommand;
import picocli.CommandLine.Command;

/** The command line of the agent's own distribution. */
@Command(
    name = "hinomi",
    mixinStandardHelpOptions = true,
    description =
        "Hinomi agent: samples this machine, watches its logs, sends both to a collector.",
    subcommands = {AgentCommand.class, CheckCommand.class})
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(CommandErrors.commandLine(new Main()).execute(args));
  }
}
