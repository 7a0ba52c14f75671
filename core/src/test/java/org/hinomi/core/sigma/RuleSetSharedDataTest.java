package org.hinomi.core.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.hinomi.core.windows.WindowsEvent;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The index over all public rules answers as each rule in turn. */
class RuleSetSharedDataTest {

  @Test
  void answersAsEachRuleInTurnOnRecordings() throws IOException {
    List<SigmaRule> rules = PublicRules.read().rules();
    RuleSet index = new RuleSet(rules);
    RuleSet anySource = new RuleSet(rules.stream().map(RuleSetSharedDataTest::unbound).toList());
    int matches = 0;
    int number = 0;
    for (WindowsEvent event : recordings()) {
      FieldView fields = new WindowsFields(event);
      EventSource source = EventSource.of(event);
      List<SigmaRule> expected =
          rules.stream()
              .filter(r -> LogSources.TABLE.concerns(r.logSource(), source) && r.matches(fields))
              .toList();
      assertThat(index.match(fields, source)).isEqualTo(expected);
      matches += expected.size();
      // One rule after the other is slow; every few events are enough to see the index wrong.
      if (number++ % 40 == 0) {
        assertSame(anySource, fields);
      }
    }
    assertThat(matches).isGreaterThan(200);
  }

  @Test
  void answersAsEachRuleInTurnOnPublishedCases() throws IOException {
    JsonMapper json = new JsonMapper();
    List<SigmaRule> rules = new ArrayList<>();
    List<FieldView> events = new ArrayList<>();
    for (String line : Files.readAllLines(SharedData.find("sigma/sigma-match-cases.jsonl"))) {
      JsonNode testCase = json.readTree(line);
      new SigmaReader()
          .read("case", testCase.path("rule").asString())
          .rules()
          .forEach(rule -> rules.add(unbound(rule)));
      events.add(JsonEvent.of(testCase.path("event")));
    }
    RuleSet index = new RuleSet(rules);
    for (FieldView event : events) {
      assertSame(index, event);
    }
  }

  /** Events that are put together from the texts of the rules, so that many are nearly matched. */
  @Test
  void answersAsEachRuleInTurnOnEventsMadeOfTheirTexts() throws IOException {
    List<SigmaRule> rules =
        PublicRules.read().rules().stream().map(RuleSetSharedDataTest::unbound).toList();
    RuleSet index = new RuleSet(rules);
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      Map<String, String> fields = new LinkedHashMap<>();
      for (int n = 0; n < 2; n++) {
        fill(rules.get(random.nextInt(rules.size())).detection(), random, fields);
      }
      assertSame(index, new Events(fields));
    }
  }

  private static void fill(Detection detection, Random random, Map<String, String> fields) {
    switch (detection) {
      case Detection.And and -> and.parts().forEach(part -> fill(part, random, fields));
      case Detection.Or or ->
          fill(or.parts().get(random.nextInt(or.parts().size())), random, fields);
      case Detection.Field field when field.test() instanceof Pattern ->
          fields.merge(field.name(), text(field.test(), random), (a, b) -> join(a, b, random));
      case Detection.Keyword word when word.test() instanceof Pattern ->
          fields.merge("message", text(word.test(), random), (a, b) -> join(a, b, random));
      case Detection.Not not when random.nextInt(4) == 0 -> fill(not.part(), random, fields);
      default -> {}
    }
  }

  private static String join(String a, String b, Random random) {
    return random.nextBoolean() ? a + " " + b : b + a;
  }

  private static String text(ValueTest test, Random random) {
    StringBuilder text = new StringBuilder();
    String written = test.toString();
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == '\\' && i + 1 < written.length()) {
        text.append(written.charAt(++i));
      } else if (c == '*') {
        text.append(random.nextBoolean() ? "" : "xé");
      } else {
        text.append(random.nextBoolean() ? c : Character.toUpperCase(c));
      }
    }
    return random.nextInt(8) == 0 && !text.isEmpty() ? text.substring(1) : text.toString();
  }

  private static void assertSame(RuleSet index, FieldView event) {
    assertThat(index.match(event, EventSource.linux(null, LogSource.ANY)))
        .isEqualTo(index.rules().stream().filter(rule -> rule.matches(event)).toList());
  }

  private static SigmaRule unbound(SigmaRule rule) {
    return new SigmaRule(
        rule.file(),
        rule.line(),
        rule.id(),
        rule.name(),
        rule.title(),
        rule.status(),
        rule.level(),
        LogSource.ANY,
        rule.detection(),
        rule.tags(),
        rule.falsePositives(),
        rule.fields(),
        rule.repetition());
  }

  private static List<WindowsEvent> recordings() throws IOException {
    List<WindowsEvent> events = new ArrayList<>();
    for (String folder : List.of("sigma-regression/evtx", "evtx")) {
      try (Stream<Path> files = Files.list(SharedData.find(folder))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".evtx")).sorted().toList()) {
          List<WindowsEvent> all = SigmaEvtxTest.events(file);
          for (int i = 0; i < all.size(); i += Math.max(1, all.size() / 100)) {
            events.add(all.get(i));
          }
        }
      }
    }
    return events;
  }
}
