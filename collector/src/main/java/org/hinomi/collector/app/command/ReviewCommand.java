package org.hinomi.collector.app.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hinomi.collector.review.policy.PolicySettings;
import org.hinomi.collector.review.report.ReviewRequests.Action;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code review init|start|status|show|finding|step|sign|explain|tables|list}: the log review. */
public final class ReviewCommand {
  private static final Path POLICY = Path.of("conf", "review", "policy.yaml");

  private ReviewCommand() {}

  /** The command with its subcommands. */
  public static CommandLine of(Caller caller) {
    return new CommandLine(new Group())
        .addSubcommand(new Init(caller))
        .addSubcommand(new Start(caller))
        .addSubcommand(new Status(caller))
        .addSubcommand(new Show(caller))
        .addSubcommand(new Finding(caller))
        .addSubcommand(new Step(caller))
        .addSubcommand(new Sign(caller))
        .addSubcommand(new Explain(caller))
        .addSubcommand(new ReviewTablesCommand(caller))
        .addSubcommand(new ListThem(caller));
  }

  /** Does nothing without a subcommand. */
  @Command(name = "review", mixinStandardHelpOptions = true)
  static final class Group extends GroupCommand {}

  /** What they share: where the history is, and how it is asked. */
  abstract static class Asking implements Callable<Integer> {
    final Caller caller;
    final ReviewCall call;
    final Map<String, String> values = new LinkedHashMap<>();

    @Mixin HistoryOptions where = new HistoryOptions();

    Asking(Caller caller, String name) {
      this.caller = caller;
      this.call = new ReviewCall(caller, "review " + name);
    }

    void put(String name, @Nullable String value) {
      if (value != null) {
        values.put(name, value);
      }
    }
  }

  @Command(name = "init", mixinStandardHelpOptions = true)
  static final class Init extends Asking {
    @Option(names = "--company", paramLabel = "NAME", descriptionKey = "review-company")
    @Nullable String company;

    @Option(names = "--zone", paramLabel = "Z", descriptionKey = "review-zone")
    @Nullable String zone;

    @Option(names = "--owner", paramLabel = "WHO", descriptionKey = "review-owner")
    @Nullable String owner;

    @Option(names = "--operator", paramLabel = "WHO", descriptionKey = "review-operator")
    @Nullable String operator;

    @Option(names = "--reviewer", paramLabel = "WHO", descriptionKey = "review-reviewer")
    @Nullable String reviewer;

    @Option(names = "--out", paramLabel = "FILE", descriptionKey = "review-out")
    @Nullable Path out;

    Init(Caller caller) {
      super(caller, "init");
    }

    @Override
    public Integer call() throws Exception {
      put("company", company);
      put("zone", zone != null ? zone : caller.zone().getId());
      put("owner", owner);
      put("operator", operator);
      put("reviewer", reviewer);
      if (out != null && Files.exists(out)) {
        return call.say(caller.texts().get("review.exists", out), ExitCode.FAILED);
      }
      return call.run(where, Action.INIT, values, "", out);
    }
  }

  @Command(name = "start", mixinStandardHelpOptions = true)
  static final class Start extends Asking {
    @Parameters(paramLabel = "PERIOD", descriptionKey = "review-period")
    String period = "";

    @Option(names = "--policy", paramLabel = "FILE", descriptionKey = "review-policy")
    @Nullable Path policy;

    @Option(names = "--by", paramLabel = "WHO", descriptionKey = "who")
    @Nullable String by;

    Start(Caller caller) {
      super(caller, "start");
    }

    @Override
    public Integer call() throws Exception {
      put("period", period);
      put("by", by);
      Path file = policy != null ? policy : POLICY;
      String body = "";
      try {
        if (policy != null || Files.exists(file)) {
          PolicySettings.load(file);
          body = Files.readString(file, StandardCharsets.UTF_8);
        }
      } catch (SettingsException e) {
        return call.say(String.valueOf(e.getMessage()), ExitCode.SETTINGS);
      } catch (IOException e) {
        return call.say(file + ": " + e.getMessage(), ExitCode.FAILED);
      }
      return call.run(where, Action.START, values, body, null);
    }
  }

  @Command(name = "status", mixinStandardHelpOptions = true)
  static final class Status extends Asking {
    Status(Caller caller) {
      super(caller, "status");
    }

    @Override
    public Integer call() throws Exception {
      return call.run(where, Action.STATUS, values, "", null);
    }
  }

  @Command(name = "list", mixinStandardHelpOptions = true)
  static final class ListThem extends Asking {
    ListThem(Caller caller) {
      super(caller, "list");
    }

    @Override
    public Integer call() throws Exception {
      return call.run(where, Action.LIST, values, "", null);
    }
  }

  @Command(name = "show", mixinStandardHelpOptions = true)
  static final class Show extends Asking {
    @Parameters(paramLabel = "REVIEW", arity = "0..1", descriptionKey = "review-name")
    @Nullable String review;

    @Option(names = "--format", paramLabel = "F", descriptionKey = "review-format")
    @Nullable String format;

    @Option(names = "--period", paramLabel = "PERIOD", descriptionKey = "review-draft")
    @Nullable String period;

    @Option(names = "--table", paramLabel = "ID", descriptionKey = "review-table")
    @Nullable String table;

    @Option(names = "--out", paramLabel = "FILE", descriptionKey = "review-out")
    @Nullable Path out;

    Show(Caller caller) {
      super(caller, "show");
    }

    @Override
    public Integer call() throws Exception {
      put("review", review);
      put("period", period);
      put("table", table);
      put("format", format != null ? format : byName());
      return call.run(where, Action.SHOW, values, "", out);
    }

    /** What the file's name says; HTML where it says nothing. */
    private String byName() {
      String name = String.valueOf(out);
      String end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
      return List.of("json", "csv", "xlsx", "pdf").contains(end) ? end : "html";
    }
  }

  @Command(name = "finding", mixinStandardHelpOptions = true)
  static final class Finding extends Asking {
    @Parameters(paramLabel = "FINDING", arity = "0..1", descriptionKey = "review-finding")
    @Nullable String id;

    @Option(names = "--state", paramLabel = "S", descriptionKey = "review-state")
    @Nullable String state;

    @Option(names = "--owner", paramLabel = "WHO", descriptionKey = "review-owner")
    @Nullable String owner;

    @Option(names = "--due", paramLabel = "DAY", descriptionKey = "review-due")
    @Nullable String due;

    @Option(names = "--comment", paramLabel = "TEXT", descriptionKey = "review-comment")
    @Nullable String comment;

    @Option(names = "--evidence", paramLabel = "WHAT", descriptionKey = "review-evidence")
    @Nullable String evidence;

    @Option(names = "--date", paramLabel = "DAY", descriptionKey = "review-evidence-date")
    @Nullable String date;

    @Option(names = "--place", paramLabel = "WHERE", descriptionKey = "review-evidence-place")
    @Nullable String place;

    @Option(names = "--keeper", paramLabel = "WHO", descriptionKey = "review-evidence-keeper")
    @Nullable String keeper;

    @Option(names = "--by", paramLabel = "WHO", descriptionKey = "who")
    @Nullable String by;

    @Option(names = "--review", paramLabel = "REVIEW", descriptionKey = "review-name")
    @Nullable String review;

    @Option(names = "--format", paramLabel = "F")
    @Nullable String format;

    Finding(Caller caller) {
      super(caller, "finding");
    }

    @Override
    public Integer call() throws Exception {
      put("state", state);
      if (id == null) {
        put("review", review);
        put("format", format);
        return call.run(where, Action.FINDINGS, values, "", null);
      }
      put("id", id);
      put("owner", owner);
      put("due", due);
      put("comment", comment);
      put("what", evidence);
      put("date", date);
      put("place", place);
      put("keeper", keeper);
      put("by", by);
      return call.run(where, Action.FINDING, values, "", null);
    }
  }

  @Command(name = "step", mixinStandardHelpOptions = true)
  static final class Step extends Asking {
    @Parameters(index = "0", paramLabel = "NUMBER", descriptionKey = "review-step-number")
    String number = "";

    @Option(names = "--review", paramLabel = "REVIEW", descriptionKey = "review-name")
    @Nullable String review;

    @Option(names = "--not-applicable", descriptionKey = "review-not-applicable")
    boolean notApplicable;

    @Option(names = "--note", paramLabel = "TEXT", descriptionKey = "review-note")
    @Nullable String note;

    @Option(names = "--by", paramLabel = "WHO", descriptionKey = "who")
    @Nullable String by;

    Step(Caller caller) {
      super(caller, "step");
    }

    @Override
    public Integer call() throws Exception {
      put("number", number);
      put("review", review);
      put("done", notApplicable ? "false" : "true");
      put("note", note);
      put("by", by);
      return call.run(where, Action.STEP, values, "", null);
    }
  }

  @Command(name = "explain", mixinStandardHelpOptions = true)
  static final class Explain extends Asking {
    @Parameters(paramLabel = "REVIEW", arity = "0..1", descriptionKey = "review-name")
    @Nullable String review;

    @Option(names = "--show", descriptionKey = "review-explain-show")
    boolean show;

    @Option(names = "--by", paramLabel = "WHO", descriptionKey = "who")
    @Nullable String by;

    Explain(Caller caller) {
      super(caller, "explain");
    }

    @Override
    public Integer call() throws Exception {
      put("review", review);
      put("show", Boolean.toString(show));
      put("by", by);
      return call.run(where, Action.EXPLAIN, values, "", null);
    }
  }

  @Command(name = "sign", mixinStandardHelpOptions = true)
  static final class Sign extends Asking {
    @Parameters(paramLabel = "REVIEW", arity = "0..1", descriptionKey = "review-name")
    @Nullable String review;

    @Option(names = "--by", paramLabel = "WHO", descriptionKey = "who")
    @Nullable String by;

    Sign(Caller caller) {
      super(caller, "sign");
    }

    @Override
    public Integer call() throws Exception {
      put("review", review);
      put("by", by);
      return call.run(where, Action.SIGN, values, "", null);
    }
  }
}
