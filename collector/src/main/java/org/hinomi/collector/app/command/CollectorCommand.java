package org.hinomi.collector.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.hinomi.collector.app.CollectorProgram;
import org.hinomi.collector.app.CollectorSettings;
import org.hinomi.core.lifecycle.StopSignal;
import org.hinomi.core.lifecycle.Stops;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.settings.SettingsLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hinomi collector --config FILE}: the collector in the foreground. */
@Command(name = "collector", mixinStandardHelpOptions = true)
public final class CollectorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--config", required = true, paramLabel = "FILE")
  private Path config = Path.of("");

  @Option(names = "--set", paramLabel = "KEY=VALUE")
  private List<String> overrides = List.of();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    CollectorSettings settings;
    try {
      settings =
          new SettingsLoader(System.getenv()).load(config, overrides, CollectorSettings::read);
    } catch (SettingsException e) {
      e.problems().forEach(err::println);
      return ExitCode.SETTINGS;
    }
    Stops stops = new Stops();
    StopSignal signal = new StopSignal();
    CollectorProgram program;
    try {
      program = CollectorProgram.start(settings, stops);
    } catch (SettingsException e) {
      signal.abandon(stops);
      e.problems().forEach(err::println);
      return ExitCode.SETTINGS;
    } catch (Exception e) {
      signal.abandon(stops);
      throw e;
    }
    out.println("ready " + json(program));
    out.flush();
    signal.await(stops);
    return ExitCode.OK;
  }

  private static String json(CollectorProgram program) {
    return program.addresses().entrySet().stream()
        .map(entry -> "\"" + entry.getKey() + "\":\"" + entry.getValue() + "\"")
        .collect(Collectors.joining(",", "{", "}"));
  }
}
