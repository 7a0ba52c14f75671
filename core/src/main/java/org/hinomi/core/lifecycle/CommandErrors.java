package org.hinomi.core.lifecycle;

import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.settings.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * How a command that fails says so: one line for its user, the stack trace for the log at DEBUG.
 */
public final class CommandErrors {
  private static final Logger LOG = LoggerFactory.getLogger(CommandErrors.class);
  private static final String PROGRAM = "hinomi";

  private CommandErrors() {}

  /** The command line of a program, with our exit codes and error lines. */
  public static CommandLine commandLine(Object program) {
    return new CommandLine(program)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((problem, arguments) -> wrongUsage(problem))
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              String reason = failure.getMessage();
              command
                  .getErr()
                  .println(
                      name(command.getCommandSpec())
                          + ": "
                          + (reason == null ? failure.getClass().getSimpleName() : reason));
              LOG.atDebug().setCause(failure).log("The command failed");
              return failure instanceof SettingsException ? ExitCode.SETTINGS : ExitCode.FAILED;
            });
  }

  /** What was typed to call a command, as {@code hinomi alerts show}. */
  public static String name(CommandLine.Model.CommandSpec command) {
    String name = command.qualifiedName();
    return command.root() == command && !name.startsWith(PROGRAM) ? PROGRAM + " " + name : name;
  }

  /** What is wrong, and where the help is: all of it would push the reason off the screen. */
  private static int wrongUsage(CommandLine.ParameterException problem) {
    CommandLine command = problem.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + problem.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(problem, command.getErr());
    command.getErr().println(CommandTexts.seeHelp(command.getCommandSpec(), name + " --help"));
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }
}
