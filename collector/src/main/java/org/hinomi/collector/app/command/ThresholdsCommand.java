package org.hinomi.collector.app.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code thresholds}: does nothing without a subcommand. */
@Command(name = "thresholds", mixinStandardHelpOptions = true)
public final class ThresholdsCommand implements Runnable {
  @CommandLine.Spec CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "suggest");
  }
}
