package org.hinomi.core.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AimsTest {
  private static final String RULE =
      """
      title: T
      logsource: {product: linux}
      tags: [%s]
      detection:
        s: {a: b}
        condition: s
      """;

  @Test
  void tagsSayWhatAnAlertIsFor() {
    assertThat(Aims.ofTags(List.of("cia.integrity", "purpose.prevention", "purpose.cause", "x.y")))
        .isEqualTo(new Aims(List.of("cause", "prevention"), List.of("integrity")));
  }

  @Test
  void whatTagsDoNotSayFollowsFromTheTactics() {
    assertThat(Aims.ofTags(List.of("attack.credential-access", "attack.t1110", "attack.impact")))
        .isEqualTo(new Aims(List.of("discovery"), List.of("confidentiality", "availability")));
    assertThat(Aims.ofTags(List.of("attack.defense_evasion")).properties())
        .containsExactly("integrity");
    assertThat(Aims.ofTags(List.of())).isEqualTo(new Aims(List.of("discovery"), List.of()));
  }

  @Test
  void anUnknownPurposeIsRefused() {
    SigmaReader reader = new SigmaReader();
    assertThat(reader.read("r.yml", RULE.formatted("purpose.discovery, cia.integrity")).problems())
        .isEmpty();
    SigmaReader.Reading wrong = reader.read("r.yml", RULE.formatted("purpose.discover"));
    assertThat(wrong.rules()).isEmpty();
    assertThat(wrong.problems())
        .singleElement()
        .hasToString(
            "r.yml:3: tags: purpose.discover (expected: purpose.cause, purpose.discovery,"
                + " purpose.prevention)");
    assertThat(reader.read("r.yml", RULE.formatted("cia.secrecy")).problems())
        .singleElement()
        .asString()
        .contains("cia.confidentiality");
  }

  @Test
  void anUnknownPurposeOfACorrelationRuleIsRefused() {
    SigmaReader.Reading reading =
        new SigmaReader()
            .read(
                "c.yml",
                """
                title: C
                tags: [cia.all]
                correlation:
                  type: event_count
                  rules: a
                  timespan: 1m
                  condition: {gte: 2}
                """);
    assertThat(reading.correlations()).isEmpty();
    assertThat(reading.problems()).singleElement().asString().startsWith("c.yml:2: tags: cia.all");
  }
}
