package org.hinomi.collector.search.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hinomi.collector.app.TrialRules;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.collector.detect.ThresholdSet;
import org.hinomi.core.settings.SettingsLoader;
import org.hinomi.core.sigma.SigmaRule;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules that ship match what they should, and only that. */
class ShippedRulesTest {
  private static final Path FILE = Path.of("../conf/rules/shipped.test.yaml");
  private static final Path THRESHOLDS = Path.of("../conf/rules/thresholds.test.yaml");

  @TestFactory
  Stream<DynamicTest> raisesWhatTheTestsSay() throws Exception {
    RuleTests tests = tests();
    EventRules rules =
        TrialRules.of(tests.rules().orElseThrow(), List.of())
            .with(TrialRules.calendars(tests.calendars().orElseThrow()));
    return tests.cases().stream()
        .map(
            test ->
                DynamicTest.dynamicTest(
                    test.name(),
                    () -> {
                      RuleTests.Outcome outcome = RuleTests.run(test, new RuleTrial(rules));
                      assertThat(outcome.missing()).isEmpty();
                      assertThat(outcome.unexpected()).isEmpty();
                    }));
  }

  @TestFactory
  Stream<DynamicTest> shippedThresholdsRaiseWhatTheTestsSay() throws Exception {
    RuleTests tests = tests(THRESHOLDS);
    ThresholdSet thresholds = TrialRules.thresholds(tests.thresholds().orElseThrow(), List.of());
    return tests.cases().stream()
        .map(
            test ->
                DynamicTest.dynamicTest(
                    test.name(),
                    () -> {
                      RuleTests.Outcome outcome =
                          RuleTests.run(
                              test,
                              new RuleTrial(EventRules.NONE),
                              new ThresholdTrial(thresholds, Calendars.NONE));
                      assertThat(outcome.missing()).isEmpty();
                      assertThat(outcome.unexpected()).isEmpty();
                    }));
  }

  @Test
  void everyThresholdIsTested() throws Exception {
    RuleTests tests = tests(THRESHOLDS);
    TreeSet<String> names = new TreeSet<>();
    TrialRules.thresholds(tests.thresholds().orElseThrow(), List.of())
        .thresholds()
        .forEach(threshold -> names.add(threshold.name()));
    tests.cases().forEach(test -> test.alerts().forEach(alert -> names.remove(alert.rule())));
    assertThat(names).isEmpty();
  }

  @Test
  void everyRuleForWindowsIsTested() throws Exception {
    RuleTests tests = tests();
    EventRules rules = TrialRules.of(tests.rules().orElseThrow(), List.of());
    TreeSet<String> titles = new TreeSet<>();
    rules.rules().stream()
        .filter(rule -> "windows".equals(rule.logSource().product()))
        .map(SigmaRule::title)
        .forEach(titles::add);
    rules.correlations().forEach(rule -> titles.add(rule.title()));
    tests.cases().forEach(test -> test.alerts().forEach(alert -> titles.remove(alert.rule())));
    assertThat(titles)
        .as("the rule that correlations count")
        .containsExactly("Windows Logon Failed");
  }

  private static RuleTests tests() throws Exception {
    return tests(FILE);
  }

  private static RuleTests tests(Path file) throws Exception {
    return new SettingsLoader(Map.of()).load(file, List.of(), RuleTests::read);
  }
}
