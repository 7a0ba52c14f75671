package org.hinomi.collector.search.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hinomi.collector.app.TrialRules;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.core.settings.SettingsLoader;
import org.hinomi.core.sigma.SigmaRule;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules that ship match what they should, and only that. */
class ShippedRulesTest {
  private static final Path FILE = Path.of("../conf/rules/shipped.test.yaml");

  @TestFactory
  Stream<DynamicTest> raisesWhatTheTestsSay() throws Exception {
    RuleTests tests = tests();
    EventRules rules =
        TrialRules.of(tests.rules(), List.of())
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

  @Test
  void everyRuleForWindowsIsTested() throws Exception {
    RuleTests tests = tests();
    EventRules rules = TrialRules.of(tests.rules(), List.of());
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
    return new SettingsLoader(Map.of()).load(FILE, List.of(), RuleTests::read);
  }
}
