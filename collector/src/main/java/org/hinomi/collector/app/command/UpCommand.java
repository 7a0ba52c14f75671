package org.hinomi.collector.app.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.app.CollectorProgram;
import org.hinomi.collector.app.CollectorSettings;
import org.hinomi.core.file.OwnerFiles;
import org.hinomi.core.lifecycle.StopSignal;
import org.hinomi.core.lifecycle.Stops;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.settings.SettingsLoader;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hinomi up}: a collector and one agent on this machine, on loopback, to look round. */
@Command(name = "up", mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
  private static final Duration AGENT_PATIENCE = Duration.ofSeconds(10);
  private static final Duration SAMPLES_PATIENCE = Duration.ofSeconds(15);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--data", paramLabel = "DIR")
  private Path data = DataFolder.byDefault(System.getenv());

  @Option(names = "--set", paramLabel = "KEY=VALUE")
  private List<String> overrides = List.of();

  @Option(names = "--set-agent", paramLabel = "KEY=VALUE")
  private List<String> agentOverrides = List.of();

  private final Messages texts;

  public UpCommand(Language language) {
    texts = Messages.of(UpCommand.class, language);
  }

  @Override
  public Integer call() throws Exception {
    Path home = Path.of(System.getProperty("hinomi.home", "."));
    PrintWriter err = spec.commandLine().getErr();
    Stops stops = new Stops();
    StopSignal signal = new StopSignal();
    try {
      CollectorProgram collector = startCollector(home, stops);
      Process agent = startAgent(home, collector, stops);
      agent.onExit().thenRun(signal::stop);
      tell(collector);
    } catch (SettingsException e) {
      signal.abandon(stops);
      e.problems().forEach(err::println);
      return ExitCode.SETTINGS;
    } catch (Exception e) {
      signal.abandon(stops);
      throw e;
    }
    signal.await(stops);
    return ExitCode.OK;
  }

  private CollectorProgram startCollector(Path home, Stops stops) throws Exception {
    List<String> all = new ArrayList<>(List.of("data=" + data.toAbsolutePath()));
    all.addAll(overrides);
    CollectorSettings settings =
        new SettingsLoader(System.getenv())
            .load(home.resolve("conf").resolve("collector.yaml"), all, CollectorSettings::read);
    return CollectorProgram.start(settings, stops);
  }

  /** The agent is a process of its own, as on a server; it ends when this one does. */
  private Process startAgent(Path home, CollectorProgram collector, Stops stops)
      throws IOException, InterruptedException {
    Path state = data.toAbsolutePath().resolve("agent");
    OwnerFiles.folder(state);
    List<String> command =
        new ArrayList<>(
            List.of(
                home.resolve("hinomi").toString(),
                "agent",
                "--until-stdin-closes",
                "--config",
                home.resolve("conf").resolve("agent.yaml").toString(),
                "--set",
                "state=" + state,
                "--set",
                "collector=" + collector.addresses().get("relp")));
    for (String override : agentOverrides) {
      command.addAll(List.of("--set", override));
    }
    Process agent =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    stops.add("agent", () -> stop(agent));
    BufferedReader out =
        new BufferedReader(new InputStreamReader(agent.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null || !line.startsWith("ready")) {
      throw new IOException(
          "the agent did not start"
              + (agent.waitFor(AGENT_PATIENCE.toSeconds(), TimeUnit.SECONDS)
                  ? " (exit code " + agent.exitValue() + ")"
                  : ""));
    }
    return agent;
  }

  private static void stop(Process agent) throws InterruptedException {
    agent.destroy();
    if (!agent.waitFor(AGENT_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      agent.destroyForcibly();
    }
  }

  private void tell(CollectorProgram collector) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, String> at = collector.addresses();
    String syslog = at.getOrDefault("syslog-udp", "127.0.0.1:5514");
    String port = syslog.substring(syslog.lastIndexOf(':') + 1);
    out.println(texts.get("up.running"));
    at.forEach((name, address) -> out.printf("  %-12s %s%n", name, address));
    out.printf("  %-12s %s%n", "data", data.toAbsolutePath().normalize());
    out.println();
    out.println(texts.get("up.try"));
    String where =
        data.equals(DataFolder.byDefault(Map.of())) ? "" : " --data " + data.toAbsolutePath();
    out.println("  logger -n 127.0.0.1 -P " + port + " --rfc5424 \"hello from $(hostname)\"");
    out.println("  ./hinomi search" + where + " hello");
    out.println("  ./hinomi metrics" + where + " --from -10m --metric 'system.cpu.*'");
    out.println("  ./hinomi status" + where);
    out.println();
    out.flush();
    List<String> samples = collector.firstSamples(SAMPLES_PATIENCE);
    if (samples.isEmpty()) {
      out.println(texts.get("up.no-samples", SAMPLES_PATIENCE.toSeconds()));
    } else {
      out.println(texts.get("up.samples"));
      samples.forEach(line -> out.println("  " + line));
    }
    out.println(texts.get("up.stop"));
    out.flush();
  }
}
