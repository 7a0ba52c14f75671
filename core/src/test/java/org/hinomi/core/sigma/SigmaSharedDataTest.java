package org.hinomi.core.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Public rules and match cases: all are read and match as published. */
class SigmaSharedDataTest {
  /**
   * The detection holds nothing but {@code _filter}, so {@code all of them} chooses nothing. The
   * case expects a rule that is loaded and never matches; we refuse it, since nobody wants one.
   */
  private static final Set<String> REFUSED_AS_MISTAKEN =
      Set.of("sigma_engine:test_matcher_all_of_them_empty_non_underscore:146");

  /**
   * The event has no CommandLine at all, and the case expects {@code CommandLine: null} not to
   * match. pySigma's backends write null as "the field is not there", and events made of text have
   * no other null; public rules filter by it in that sense.
   */
  private static final Set<String> HELD_TO_BE_WRONG =
      Set.of("sigma-rust:test_match_null_fields:168");

  private final JsonMapper json = new JsonMapper();
  private final SigmaReader reader = new SigmaReader();

  @Test
  void everyCaseMatchesAsPublished() throws IOException {
    List<String> wrong = new ArrayList<>();
    int matched = 0;
    for (String line : Files.readAllLines(SharedData.find("sigma/sigma-match-cases.jsonl"))) {
      JsonNode testCase = json.readTree(line);
      String id = testCase.path("id").asString();
      SigmaReader.Reading reading = reader.read(id, testCase.path("rule").asString());
      if (!reading.problems().isEmpty()) {
        if (!REFUSED_AS_MISTAKEN.contains(id)) {
          wrong.add(id + " refused: " + reading.problems());
        }
        continue;
      }
      matched++;
      JsonEvent event = JsonEvent.of(testCase.path("event"));
      boolean matches = reading.rules().stream().anyMatch(rule -> rule.matches(event));
      if (matches != testCase.path("expected_match").asBoolean()
          && !HELD_TO_BE_WRONG.contains(id)) {
        wrong.add(id + " matches: " + matches);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(matched).isGreaterThan(100);
  }

  @Test
  void everyCorrelationCaseHoldsWhenItMust() throws IOException {
    for (String line : Files.readAllLines(SharedData.find("sigma/sigma-correlation-cases.jsonl"))) {
      JsonNode testCase = json.readTree(line);
      String id = testCase.path("id").asString();
      SigmaReader.Reading reading = reader.read(id, testCase.path("rules").asString());
      assertThat(reading.problems()).isEmpty();
      assertThat(CorrelationLinks.problems(reading.rules(), reading.correlations())).isEmpty();
      CorrelationEngine engine = new CorrelationEngine(reading.correlations(), 100, 0);
      for (JsonNode step : testCase.path("steps")) {
        JsonEvent event = JsonEvent.of(step.path("event"));
        List<SigmaRule> matched = reading.rules().stream().filter(r -> r.matches(event)).toList();
        int found = engine.accept(step.path("t").asLong() * 1_000, event, matched).size();
        if (step.has("expect_detections")) {
          assertThat(matched).as(id + step).hasSize(step.path("expect_detections").asInt());
        }
        if (step.has("expect_correlations")) {
          assertThat(found).as(id + step).isEqualTo(step.path("expect_correlations").asInt());
        }
      }
    }
  }

  @Test
  void everyPublicRuleIsRead() throws IOException {
    SigmaReader.Reading reading = PublicRules.read();
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.rules()).hasSize(3_141);
  }
}
