package org.hinomi.collector.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.hinomi.collector.keep.RetentionPolicy.Rule;
import org.hinomi.collector.keep.RuleChange.Kind;
import org.junit.jupiter.api.Test;

class RuleChangeTest {

  /** Rules as {@code QUERY=CLASS}. */
  private static RetentionPolicy policy(String otherwise, String... rules) {
    return new RetentionPolicy(
        "policy.yaml",
        Map.of(),
        Stream.of(rules)
            .map(rule -> rule.split("=", 2))
            .map(rule -> new Rule(rule[0], event -> true, rule[1]))
            .toList(),
        otherwise);
  }

  @Test
  void saysWhichRulesComeAndGo() {
    assertThat(RuleChange.of(policy("1y", "a=3y", "b=30d"), policy("1y", "a=3y", "b=90d")))
        .containsExactly(
            new RuleChange(Kind.ADDED, "b", "", "90d"), new RuleChange(Kind.GONE, "b", "30d", ""));
    assertThat(RuleChange.of(policy("1y", "a=3y"), policy("3y", "a=3y")))
        .containsExactly(new RuleChange(Kind.DEFAULT, "", "1y", "3y"));
  }

  @Test
  void theSameRulesInAnotherOrderGiveOtherClasses() {
    assertThat(RuleChange.of(policy("1y", "a=3y", "b=30d"), policy("1y", "b=30d", "a=3y")))
        .containsExactly(new RuleChange(Kind.ORDER, "", "", ""));
    assertThat(RuleChange.of(policy("1y", "a=3y", "b=30d"), policy("1y", "a=3y", "b=30d")))
        .isEmpty();
  }
}
