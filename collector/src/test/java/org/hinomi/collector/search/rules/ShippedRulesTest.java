package org.hinomi.collector.search.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hinomi.collector.app.TrialRules;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.collector.detect.ThresholdSet;
import org.hinomi.core.settings.SettingsLoader;
import org.hinomi.core.sigma.LogSource;
import org.hinomi.core.sigma.SigmaReader;
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
  void everyRuleIsTestedOnEventsThatItMustAndMustNotMatch() throws Exception {
    RuleTests tests = tests();
    Calendars calendars = TrialRules.calendars(tests.calendars().orElseThrow());
    EventRules rules = TrialRules.of(tests.rules().orElseThrow(), List.of());
    TreeSet<String> untested = new TreeSet<>();
    for (SigmaRule rule : rules.rules()) {
      int matched = 0;
      int spared = 0;
      for (RuleTests.Case test : tests.cases()) {
        RuleTrial trial = alone(rule, calendars);
        RuleTrial source = alone(anythingOf(rule), calendars);
        for (Event event : test.events()) {
          boolean ofSource = !source.observe(event).isEmpty();
          boolean matches = !trial.observe(event).isEmpty();
          matched += matches ? 1 : 0;
          spared += ofSource && !matches ? 1 : 0;
        }
      }
      if (matched == 0 || spared == 0) {
        untested.add(rule.title() + ": matches " + matched + ", spares " + spared);
      }
    }
    assertThat(untested).isEmpty();
  }

  @Test
  void everyCorrelationIsExpectedByATest() throws Exception {
    RuleTests tests = tests();
    TreeSet<String> titles = new TreeSet<>();
    TrialRules.of(tests.rules().orElseThrow(), List.of())
        .correlations()
        .forEach(rule -> titles.add(rule.title()));
    tests.cases().forEach(test -> test.alerts().forEach(alert -> titles.remove(alert.rule())));
    assertThat(titles).isEmpty();
  }

  private static RuleTrial alone(SigmaRule rule, Calendars calendars) {
    return new RuleTrial(
        new EventRules(List.of(rule), List.of(), EventRules.Settings.DEFAULT).with(calendars));
  }

  /** A rule that every event of its log source matches. */
  private static SigmaRule anythingOf(SigmaRule rule) {
    LogSource of = rule.logSource();
    StringBuilder text = new StringBuilder("title: any\nlogsource:\n");
    if (of.product() != null) {
      text.append("  product: ").append(of.product()).append('\n');
    }
    if (of.category() != null) {
      text.append("  category: ").append(of.category()).append('\n');
    }
    if (of.service() != null) {
      text.append("  service: ").append(of.service()).append('\n');
    }
    text.append("detection:\n  all:\n    host.name: '*'\n  condition: all\n");
    return new SigmaReader().read("any.yml", text.toString()).rules().getFirst();
  }

  private static RuleTests tests() throws Exception {
    return tests(FILE);
  }

  private static RuleTests tests(Path file) throws Exception {
    return new SettingsLoader(Map.of()).load(file, List.of(), RuleTests::read);
  }
}
