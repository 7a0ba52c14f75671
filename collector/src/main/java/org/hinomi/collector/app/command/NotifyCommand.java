package org.hinomi.collector.app.command;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.hinomi.collector.app.ChannelTrial;
import org.hinomi.collector.app.CollectorSettings;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.settings.SettingsLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code notify test} and {@code notify on-call}: whether people can be told, and who would be. */
public final class NotifyCommand {
  private NotifyCommand() {}

  /** The command with its subcommands. */
  public static CommandLine of(Caller caller) {
    return new CommandLine(new Group())
        .addSubcommand(new Test(caller))
        .addSubcommand(new OnCall(caller));
  }

  /** Does nothing without a subcommand. */
  @Command(name = "notify", mixinStandardHelpOptions = true)
  static final class Group extends GroupCommand {}

  /** Which settings. */
  static final class Settings {
    @Option(names = "--config", required = true, paramLabel = "FILE")
    Path config = Path.of("");

    @Option(names = "--set", paramLabel = "KEY=VALUE")
    List<String> overrides = List.of();

    CollectorSettings read() throws SettingsException {
      return new SettingsLoader(System.getenv()).load(config, overrides, CollectorSettings::read);
    }
  }

  @Command(name = "test", mixinStandardHelpOptions = true)
  static final class Test implements Callable<Integer> {
    private final Caller caller;

    @Mixin Settings settings = new Settings();

    @Parameters(paramLabel = "CHANNEL", descriptionKey = "channel")
    String channel = "";

    Test(Caller caller) {
      this.caller = caller;
    }

    @Override
    public Integer call() throws Exception {
      return run(caller, settings, trial -> trial.send(channel));
    }
  }

  @Command(name = "on-call", mixinStandardHelpOptions = true)
  static final class OnCall implements Callable<Integer> {
    private final Caller caller;

    @Mixin Settings settings = new Settings();

    OnCall(Caller caller) {
      this.caller = caller;
    }

    @Override
    public Integer call() throws Exception {
      return run(caller, settings, ChannelTrial::onCall);
    }
  }

  /** One of the things that can be asked. */
  private interface Question {
    ChannelTrial.Answer ask(ChannelTrial trial) throws Exception;
  }

  private static int run(Caller caller, Settings settings, Question question) throws Exception {
    PrintStream err = new PrintStream(caller.err(), true, StandardCharsets.UTF_8);
    CollectorSettings read;
    try {
      read = settings.read();
    } catch (SettingsException e) {
      e.problems().forEach(err::println);
      return ExitCode.SETTINGS;
    }
    ChannelTrial.Answer answer =
        question.ask(new ChannelTrial(read, caller.language(), caller.clock()));
    PrintStream out = new PrintStream(caller.out(), true, StandardCharsets.UTF_8);
    answer.lines().forEach(answer.well() ? out::println : err::println);
    return answer.well() ? ExitCode.OK : ExitCode.FAILED;
  }
}
