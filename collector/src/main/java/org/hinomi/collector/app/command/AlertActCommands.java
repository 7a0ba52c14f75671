package org.hinomi.collector.app.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hinomi.core.settings.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code alerts} with what can be done about them: {@code list show ack unack close silence
 * silences unsilence}.
 */
public final class AlertActCommands {
  private AlertActCommands() {}

  /** The command {@code alerts} with its subcommands. */
  public static CommandLine of(Caller caller) {
    return new CommandLine(new AlertsCommand(caller))
        .addSubcommand(new AlertsCommand.Listing(caller))
        .addSubcommand(new AlertShowCommand(caller))
        .addSubcommand(new Ack(caller))
        .addSubcommand(new Unack(caller))
        .addSubcommand(new Close(caller))
        .addSubcommand(new SilenceThem(caller))
        .addSubcommand(new SilencesCommand(caller))
        .addSubcommand(new Unsilence(caller));
  }

  /** What all of them say. */
  private abstract static class Act implements Callable<Integer> {
    final Caller caller;

    @Mixin HistoryOptions where = new HistoryOptions();

    @Option(names = "--by", paramLabel = "WHO", descriptionKey = "act-by", defaultValue = "")
    String by = "";

    Act(Caller caller) {
      this.caller = caller;
    }

    /** Does it for each alert; the worst exit code counts. */
    int each(String act, List<String> alerts, Map<String, String> values) throws Exception {
      int worst = ExitCode.OK;
      for (String alert : alerts) {
        Map<String, String> all = new LinkedHashMap<>(values);
        all.put("id", alert);
        all.put("by", by);
        worst = Math.max(worst, new AlertCall(caller, "alerts " + act).run(where, act, all));
      }
      return worst;
    }
  }

  @Command(name = "ack", mixinStandardHelpOptions = true)
  static final class Ack extends Act {
    @Option(names = "--until", paramLabel = "T", defaultValue = "", descriptionKey = "ack-until")
    String until = "";

    @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", descriptionKey = "act-note")
    String note = "";

    @Parameters(paramLabel = "ALERT", arity = "1..*", descriptionKey = "which-alert")
    List<String> alerts = List.of();

    Ack(Caller caller) {
      super(caller);
    }

    @Override
    public Integer call() throws Exception {
      return each("ack", alerts, Map.of("until", until, "note", note));
    }
  }

  @Command(name = "unack", mixinStandardHelpOptions = true)
  static final class Unack extends Act {
    @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", descriptionKey = "act-note")
    String note = "";

    @Parameters(paramLabel = "ALERT", arity = "1..*", descriptionKey = "which-alert")
    List<String> alerts = List.of();

    Unack(Caller caller) {
      super(caller);
    }

    @Override
    public Integer call() throws Exception {
      return each("unack", alerts, Map.of("note", note));
    }
  }

  @Command(name = "close", mixinStandardHelpOptions = true)
  static final class Close extends Act {
    @Option(names = "--note", paramLabel = "TEXT", required = true, descriptionKey = "act-note")
    String note = "";

    @Parameters(paramLabel = "ALERT", arity = "1..*", descriptionKey = "which-alert")
    List<String> alerts = List.of();

    Close(Caller caller) {
      super(caller);
    }

    @Override
    public Integer call() throws Exception {
      return each("close", alerts, Map.of("note", note));
    }
  }

  @Command(name = "silence", mixinStandardHelpOptions = true)
  static final class SilenceThem extends Act {
    @Option(names = "--from", paramLabel = "T", defaultValue = "", descriptionKey = "silence-from")
    String from = "";

    @Option(names = "--until", paramLabel = "T", required = true, descriptionKey = "silence-until")
    String until = "";

    @Option(names = "--note", paramLabel = "TEXT", required = true, descriptionKey = "act-note")
    String note = "";

    @Parameters(paramLabel = "MATCH", arity = "1..*", descriptionKey = "silence-match")
    List<String> matchers = List.of();

    SilenceThem(Caller caller) {
      super(caller);
    }

    @Override
    public Integer call() throws Exception {
      return new AlertCall(caller, "alerts silence")
          .run(
              where,
              "silence",
              Map.of(
                  "match",
                  String.join("\n", matchers),
                  "from",
                  from,
                  "until",
                  until,
                  "by",
                  by,
                  "note",
                  note));
    }
  }

  @Command(name = "unsilence", mixinStandardHelpOptions = true)
  static final class Unsilence extends Act {
    @Parameters(paramLabel = "SILENCE", arity = "1..*", descriptionKey = "which-silence")
    List<String> silences = List.of();

    Unsilence(Caller caller) {
      super(caller);
    }

    @Override
    public Integer call() throws Exception {
      return each("unsilence", silences, Map.of());
    }
  }
}
