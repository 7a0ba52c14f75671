package org.hinomi.collector.app.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.hinomi.collector.app.TrialRules;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.collector.detect.ThresholdSet;
import org.hinomi.collector.search.rules.RuleTests;
import org.hinomi.collector.search.rules.RuleTrial;
import org.hinomi.collector.search.rules.ThresholdTrial;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.settings.SettingsLoader;
import org.hinomi.core.text.Messages;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rules test}: runs the tests of rules that files hold. */
@Command(name = "test", mixinStandardHelpOptions = true)
public final class RulesTestCommand implements Callable<Integer> {
  private final Messages texts;
  private final PrintStream out;
  private final PrintStream err;

  @Option(names = "--rules", paramLabel = "PATH")
  @Nullable Path rules;

  @Parameters(paramLabel = "FILE", arity = "1..*", descriptionKey = "test-file")
  List<Path> files = List.of();

  public RulesTestCommand(Caller caller) {
    texts = caller.texts();
    out = new PrintStream(caller.out(), true, StandardCharsets.UTF_8);
    err = new PrintStream(caller.err(), true, StandardCharsets.UTF_8);
  }

  @Override
  public Integer call() throws Exception {
    long passed = 0;
    long failed = 0;
    try {
      for (Path file : files) {
        RuleTests tests = new SettingsLoader(Map.of()).load(file, List.of(), RuleTests::read);
        ThresholdSet thresholds =
            tests.thresholds().isPresent()
                ? TrialRules.thresholds(tests.thresholds().get(), tests.only())
                : new ThresholdSet(List.of());
        EventRules inForce = rules(tests, thresholds);
        for (RuleTests.Case test : tests.cases()) {
          RuleTests.Outcome outcome =
              RuleTests.run(
                  test,
                  new RuleTrial(inForce),
                  new ThresholdTrial(thresholds, inForce.calendars()));
          print(outcome);
          passed += outcome.passed() ? 1 : 0;
          failed += outcome.passed() ? 0 : 1;
        }
      }
    } catch (SettingsException e) {
      e.problems().forEach(err::println);
      return ExitCode.SETTINGS;
    }
    out.println(texts.get("rules.test-end", passed, failed));
    return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private EventRules rules(RuleTests tests, ThresholdSet thresholds)
      throws SettingsException, IOException {
    List<String> only = new ArrayList<>(tests.only());
    thresholds.thresholds().forEach(threshold -> only.remove(threshold.name()));
    Path path = rules == null ? tests.rules().orElse(null) : rules;
    boolean thresholdsOnly = only.isEmpty() && !tests.only().isEmpty();
    EventRules inForce =
        path == null || thresholdsOnly ? EventRules.NONE : TrialRules.of(path, only);
    return tests.calendars().isPresent()
        ? inForce.with(TrialRules.calendars(tests.calendars().get()))
        : inForce;
  }

  private void print(RuleTests.Outcome outcome) {
    if (outcome.passed()) {
      out.println(texts.get("rules.test-passed", outcome.name()));
      return;
    }
    out.println(texts.get("rules.test-failed", outcome.name()));
    for (RuleTests.Expected alert : outcome.missing()) {
      out.println(
          "  "
              + texts.get(
                  "rules.test-missing",
                  alert.rule(),
                  labels(alert.labels()),
                  alert
                      .severity()
                      .map(severity -> severity.name().toLowerCase(Locale.ROOT))
                      .or(() -> alert.count().map(String::valueOf))
                      .orElse("*")));
    }
    for (RuleTests.Found alert : outcome.unexpected()) {
      out.println(
          "  "
              + texts.get(
                  "rules.test-unexpected",
                  alert.title(),
                  labels(alert.labels()),
                  alert.count() == 0
                      ? alert.severity().toLowerCase(Locale.ROOT)
                      : Long.toString(alert.count())));
    }
  }

  private static String labels(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
