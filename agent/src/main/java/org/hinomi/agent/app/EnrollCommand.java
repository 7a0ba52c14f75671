package org.hinomi.agent.app;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import org.hinomi.agent.enroll.Enrolment;
import org.hinomi.agent.spool.AgentId;
import org.hinomi.core.file.OwnerFiles;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.settings.SettingsLoader;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;
import org.hinomi.core.tls.EnrolmentToken;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hinomi enroll --collector HOST --token T}: gets this agent a certificate. */
@Command(name = "enroll", mixinStandardHelpOptions = true)
final class EnrollCommand implements Callable<Integer> {
  private static final Path INSTALLED = Path.of("/etc/hinomi/agent.yaml");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--collector", paramLabel = "HOST[:PORT]")
  private @Nullable String collector;

  @Option(names = "--token", paramLabel = "T")
  private @Nullable String token;

  @Option(names = "--token-file", paramLabel = "F")
  private @Nullable Path tokenFile;

  @Option(names = "--config", paramLabel = "FILE")
  private @Nullable Path config;

  @Option(names = "--set", paramLabel = "KEY=VALUE")
  private List<String> overrides = List.of();

  private final Messages texts;

  EnrollCommand(Language language) {
    texts = Messages.of(EnrollCommand.class, language);
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    EnrolmentToken given = token();
    HostPort at = address(given);
    AgentSettings settings;
    try {
      settings = new SettingsLoader(System.getenv()).load(config(), overrides, AgentSettings::read);
    } catch (SettingsException e) {
      e.problems().forEach(err::println);
      return ExitCode.SETTINGS;
    }
    Path state = OwnerFiles.folder(settings.state());
    String host = AgentProgram.host(settings);
    String until =
        new Enrolment(state)
            .enroll(given, at, host, AgentId.of(state, new SecureRandom()))
            .toString();
    PrintWriter out = spec.commandLine().getOut();
    out.println(texts.get("enroll.done", host, at, until));
    if (!settings.collectors().isEmpty() && !settings.collectors().contains(at)) {
      out.println(texts.get("enroll.elsewhere", settings.collectors().getFirst(), at));
    }
    return ExitCode.OK;
  }

  private EnrolmentToken token() throws Exception {
    if ((token == null) == (tokenFile == null)) {
      throw new CommandLine.ParameterException(spec.commandLine(), texts.get("enroll.one-token"));
    }
    try {
      return EnrolmentToken.parse(token != null ? token : Files.readString(tokenFile));
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), "--token: " + e.getMessage(), e);
    }
  }

  /** Where to ask: what was typed goes before what the token says. */
  private HostPort address(EnrolmentToken given) {
    if (collector == null) {
      return given.collector();
    }
    try {
      return collector.matches("(?s).*:\\d+") && !collector.matches("[^\\[]*:[^\\]]*:.*")
          ? HostPort.parse(collector)
          : new HostPort(collector.replaceAll("[\\[\\]]", ""), given.collector().port());
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--collector: " + e.getMessage(), e);
    }
  }

  private Path config() {
    if (config != null) {
      return config;
    }
    return Files.exists(INSTALLED)
        ? INSTALLED
        : Path.of(System.getProperty("hinomi.home", "."), "conf", "agent.yaml");
  }
}
