package org.hinomi.agent.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.hinomi.core.lifecycle.StopSignal;
import org.hinomi.core.lifecycle.Stops;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.settings.SettingsLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hinomi agent --config FILE}: the agent in the foreground. */
@Command(name = "agent", mixinStandardHelpOptions = true)
final class AgentCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--config", required = true, paramLabel = "FILE")
  private Path config = Path.of("");

  @Option(names = "--set", paramLabel = "KEY=VALUE")
  private List<String> overrides = List.of();

  @Option(names = "--until-stdin-closes", hidden = true)
  private boolean untilStdinCloses;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Stops stops = new Stops();
    StopSignal signal = new StopSignal();
    try {
      AgentSettings settings =
          new SettingsLoader(System.getenv()).load(config, overrides, AgentSettings::read);
      AgentProgram.start(settings, stops, signal);
    } catch (SettingsException e) {
      signal.abandon(stops);
      e.problems().forEach(err::println);
      return ExitCode.SETTINGS;
    } catch (Exception e) {
      signal.abandon(stops);
      throw e;
    }
    out.println("ready");
    out.flush();
    if (untilStdinCloses) {
      // Not a virtual one: to read a pipe holds its carrier, of which there are as few as cores.
      Thread.ofPlatform().daemon().name("stdin").start(() -> awaitEndOfInput(signal));
    }
    return signal.await(stops) ? ExitCode.OK : ExitCode.FAILED;
  }

  private static void awaitEndOfInput(StopSignal signal) {
    try {
      while (System.in.read() >= 0) {
        // Nobody has anything to say here; only the end matters.
      }
    } catch (IOException e) {
      // A broken pipe is an end too.
    }
    signal.stop();
  }
}
