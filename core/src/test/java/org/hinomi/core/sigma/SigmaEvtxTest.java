package org.hinomi.core.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hinomi.core.windows.WindowsEvent;
import org.hinomi.core.windows.evtx.EvtxFile;
import org.hinomi.core.windows.evtx.EvtxRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Public rules on recordings of Windows: they match the records that they are published with. */
class SigmaEvtxTest {
  /**
   * Its JSON holds all three records of the recording; icacls and findstr "(M)" are not what the
   * rule describes, and its match_count is 1.
   */
  private static final Map<String, List<Long>> LISTED_BUT_NOT_MEANT =
      Map.of("47e4bab7-c626-47dc-967b-255608c9a920", List.of(12249325L, 12249342L));

  private final JsonMapper json = new JsonMapper();

  @Test
  void everyRuleMatchesTheRecordsItWasPublishedWith() throws IOException {
    Path folder = SharedData.find("sigma-regression");
    List<String> wrong = new ArrayList<>();
    Map<String, List<Long>> more = new TreeMap<>();
    int read = 0;
    for (String line : Files.readAllLines(folder.resolve("manifest.jsonl"))) {
      JsonNode manifest = json.readTree(line);
      String id = manifest.path("rule_id").asString();
      RuleSet rules = rules(id, Files.readAllBytes(folder.resolve("rules").resolve(id + ".yml")));
      List<Long> matched = new ArrayList<>();
      for (WindowsEvent event : events(folder.resolve("evtx").resolve(id + ".evtx"))) {
        if (!rules.match(new WindowsFields(event), EventSource.of(event)).isEmpty()) {
          matched.add(event.system().eventRecordId());
        }
      }
      List<Long> listed = new ArrayList<>();
      for (JsonNode each : events(folder, id)) {
        long record = each.path("Event").path("System").path("EventRecordID").asLong();
        if (LISTED_BUT_NOT_MEANT.getOrDefault(id, List.of()).contains(record)) {
          continue;
        }
        listed.add(record);
        if (rules.rules().stream().noneMatch(rule -> rule.matches(JsonEvent.of(each)))) {
          wrong.add(id + ": not the JSON of " + record);
        }
      }
      // Upstream takes match_count for a minimum; some recordings hold events around the one meant.
      int least = Math.max(1, manifest.path("match_count").asInt(1));
      if (!matched.containsAll(listed) || matched.size() < least) {
        wrong.add(id + ": " + matched + ", listed " + listed + ", at least " + least);
      }
      matched.removeAll(listed);
      if (!matched.isEmpty()) {
        more.put(id, matched);
      }
      read++;
    }
    assertThat(wrong).isEmpty();
    assertThat(read).isEqualTo(101);
    assertThat(more).isEmpty();
  }

  @Test
  void rulesOnEventIdsAloneMatchAsOftenAsOtherReadersFindThem() throws IOException {
    Map<String, RuleSet> rules = new TreeMap<>();
    for (SigmaRule rule : PublicRules.read().rules()) {
      if (rule.id() != null) {
        rules.put(rule.id(), new RuleSet(List.of(rule)));
      }
    }
    Map<String, Map<String, Integer>> expected = new TreeMap<>();
    for (String line : Files.readAllLines(SharedData.find("sigma/eid-only-rule-counts.jsonl"))) {
      JsonNode count = json.readTree(line);
      expected
          .computeIfAbsent(count.path("rule_id").asString(), r -> new TreeMap<>())
          .put(count.path("file").asString(), count.path("expected_matches").asInt());
    }
    assertThat(rules).containsKeys(expected.keySet().toArray(String[]::new));
    Map<String, Map<String, Integer>> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(SharedData.find("evtx"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".evtx")).toList()) {
        for (WindowsEvent event : events(file)) {
          for (String id : expected.keySet()) {
            RuleSet rule = rules.getOrDefault(id, new RuleSet(List.of()));
            if (!rule.match(new WindowsFields(event), EventSource.of(event)).isEmpty()) {
              found
                  .computeIfAbsent(id, r -> new TreeMap<>())
                  .merge(String.valueOf(file.getFileName()), 1, Integer::sum);
            }
          }
        }
      }
    }
    assertThat(found).isEqualTo(expected);
  }

  private static RuleSet rules(String file, byte[] contents) {
    SigmaReader.Reading reading = new SigmaReader().read(file, contents);
    assertThat(reading.problems()).isEmpty();
    return new RuleSet(reading.rules());
  }

  private List<JsonNode> events(Path folder, String id) throws IOException {
    return json.readerFor(JsonNode.class)
        .<JsonNode>readValues(folder.resolve("json").resolve(id + ".json").toFile())
        .readAll();
  }

  /** The events of a recording. */
  static List<WindowsEvent> events(Path file) throws IOException {
    List<WindowsEvent> events = new ArrayList<>();
    try (EvtxFile evtx = EvtxFile.open(file, damage -> {})) {
      for (EvtxRecord record = evtx.next(); record != null; record = evtx.next()) {
        events.add(record.event());
      }
    }
    return events;
  }
}
