package org.hinomi.core.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigmaReaderTest {
  private final SigmaReader reader = new SigmaReader();

  @Test
  void readsWhatARuleSaysOfItself() {
    SigmaRule rule =
        only(
            """
            title: Failed logon
            id: 7a6f0b52-0000-4000-8000-000000000001
            status: test
            level: High
            tags:
              - attack.t1110
            falsepositives: Typing errors
            logsource:
              product: linux
              service: sshd
            detection:
              selection:
                message|startswith: 'Failed password'
              condition: selection
            """);
    assertThat(rule.key()).isEqualTo("7a6f0b52-0000-4000-8000-000000000001");
    assertThat(rule.title()).isEqualTo("Failed logon");
    assertThat(rule.status()).isEqualTo("test");
    assertThat(rule.level()).isEqualTo(Level.HIGH);
    assertThat(rule.logSource()).isEqualTo(new LogSource("linux", null, "sshd"));
    assertThat(rule.tags()).containsExactly("attack.t1110");
    assertThat(rule.falsePositives()).containsExactly("Typing errors");
    assertThat(rule.matches(Events.of("message", "FAILED PASSWORD for root"))).isTrue();
    assertThat(rule.matches(Events.of("message", "so a failed password"))).isFalse();
  }

  @Test
  void readsSeveralDocumentsAndTellsTheirLines() {
    SigmaReader.Reading reading =
        reader.read("two.yml", rule("a: 1", "s") + "---\n" + rule("a: 2", "s"));
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.rules()).extracting(SigmaRule::line).containsExactly(1, 8);
  }

  @Test
  void takesScalarsAsTheyAreWritten() {
    assertThat(matches("a: 0514", "s", "a", "0514")).isTrue();
    assertThat(matches("a: 9:00", "s", "a", "9:00")).isTrue();
    assertThat(matches("a: yes", "s", "a", "Yes")).isTrue();
    assertThat(matches("a: 2026-11-23", "s", "a", "2026-11-23")).isTrue();
  }

  @Test
  void nullMatchesWhatIsAbsentOrEmpty() {
    assertThat(matches("a: null", "s", "b", "x")).isTrue();
    assertThat(matches("a:", "s", "a", "")).isTrue();
    assertThat(matches("a: null", "s", "a", "x")).isFalse();
    assertThat(matches("a: ''", "s", "b", "x")).isFalse();
  }

  @Test
  void allAsksForEveryValue() {
    assertThat(matches("a|all|contains: [one, two]", "s", "a", "two one")).isTrue();
    assertThat(matches("a|contains|all: [one, two]", "s", "a", "two")).isFalse();
    assertThat(matches("'|all': [one, two]", "s", "a", "x two y one z")).isTrue();
    assertThat(matches("'|all': [one, two]", "s", "a", "x two")).isFalse();
  }

  @Test
  void keywordsAreLookedForAnywhereInTheTexts() {
    SigmaRule rule =
        only(
            """
            title: t
            logsource: {product: linux}
            detection:
              keywords:
                - 'out of ?emory'
                - user: root
              condition: keywords
            """);
    assertThat(rule.matches(Events.of("a", "kernel: Out of Memory: killed"))).isTrue();
    assertThat(rule.matches(Events.of("user", "root"))).isTrue();
    assertThat(rule.matches(Events.of("a", "root"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "s1 and s2 or s3, 3, true",
    "s1 and (s2 or s3), 3, false",
    "s1 and (s2 or s3), 13, true",
    "not s1 and s2, 2, true",
    "not (s1 and s2), 12, false",
    "not not s1, 1, true",
    "NOT s1 AND s2, 2, true",
    "1 of s*, 2, true",
    "any of s*, 2, true",
    "all of s*, 12, false",
    "all of s*, 123, true",
    "1 of them, 4, false",
    "1 of _h*, 4, true",
    "s1 and not 1 of s2*, 1, true",
    "s1 and not 1 of s2*, 12, false",
  })
  void conditionsBindAsTheSpecificationOrders(String condition, String digits, boolean expected) {
    SigmaRule rule =
        only(
            """
            title: t
            logsource: {product: linux}
            detection:
              s1: {a|contains: '1'}
              s2: {a|contains: '2'}
              s3: {a|contains: '3'}
              _hidden: {a|contains: '4'}
              condition: %s
            """
                .formatted(condition));
    assertThat(rule.matches(Events.of("a", digits))).isEqualTo(expected);
  }

  @Test
  void aListOfConditionsIsAnOr() {
    assertThat(matches("a: 1", "[s, not s]", "a", "2")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'a|re: (', s, VALUE, 'r.yml:5: detection.s.a|re: not a regular expression'",
    "a|cidr: 10.0.0.0/33, s, VALUE, 'r.yml:5: detection.s.a|cidr: 10.0.0.0/33: not a network'",
    "a|gt: many, s, VALUE, 'many: not a number'",
    "a|exists: maybe, s, VALUE, 'maybe (expected: true or false)'",
    "a|i: x, s, VALUE, 'modifier i stands after re only'",
    "a|re|cidr: x, s, VALUE, 'modifier cidr cannot follow re'",
    "a|re|contains: x, s, VALUE, 'modifier contains needs texts'",
    "a|contains|base64: x, s, VALUE, 'modifier base64 comes too late'",
    "a|base64|wide: x, s, VALUE, 'modifier wide comes too late'",
    "a|base64: x*, s, VALUE, 'modifier base64 needs literals'",
    "a|base64offset|contains: x, s, VALUE, 'too short for base64offset'",
    "a|all|all: [x], s, VALUE, 'modifier all is there twice'",
    "a|neq|gt: 5, s, VALUE, 'modifier neq stands with none of'",
    "a|expand: plain, s, VALUE, 'no placeholder in the value'",
    "a|expand: '%Servers%', s, VALUE, '%Servers%: there is no list of this name'",
    "'''|cidr'': 10.0.0.0/8', s, VALUE, 'keywords are texts'",
    "a|lt|gt: 5, s, VALUE, 'modifier gt cannot follow lt'",
    "a|contians: x, s, VALUE, 'r.yml:5: detection.s.a|contians: modifier contians is unknown'",
    "a|contains|endswith: x, s, VALUE, 'only one of contains'",
    "'a: [x, null]', s, STRUCTURE, 'r.yml:5: detection.s.a: null stands alone'",
    "'a: []', s, STRUCTURE, 'no value'",
    "'a: {b: c}', s, STRUCTURE, 'no value'",
    "'a: [[b]]', s, STRUCTURE, 'not a value'",
    "a: x, selection, CONDITION, 'r.yml:6: detection.condition: selection: no such search'",
    "a: x, s and, CONDITION, 'r.yml:6: detection.condition: it ends too early'",
    "a: x, (s, CONDITION, 'closing bracket'",
    "a: x, s s, CONDITION, 's is not expected here'",
    "a: x, 2 of s*, CONDITION, '2 of: not a quantity'",
    "a: x, 1 of filter*, CONDITION, 'no search identifier is of this pattern'",
    "a: x, s | count() > 5, UNSUPPORTED_DOCUMENT, 'aggregation after | is of Sigma 1'",
  })
  void refusesWithLineAndReason(String item, String condition, String reason, String message) {
    SigmaReader.Reading reading = reader.read("r.yml", rule(item, condition));
    assertThat(reading.rules()).isEmpty();
    assertThat(reading.problems()).hasSize(1);
    assertThat(reading.problems().getFirst().reason().name()).isEqualTo(reason);
    assertThat(reading.problems().getFirst().toString()).contains(message);
  }

  @Test
  void reportsAllProblemsOfARuleAtOnce() {
    SigmaReader.Reading reading =
        reader.read(
            "r.yml",
            """
            status: ready
            level: severe
            logsource: linux
            detection:
              one:
                a|re: (
              two:
                b|gt: five
              condition: one or two
            """);
    assertThat(reading.rules()).isEmpty();
    assertThat(reading.problems())
        .extracting(SigmaProblem::toString)
        .containsExactly(
            "r.yml:1: title: is missing",
            "r.yml:1: status: ready (expected: deprecated, experimental, stable, test,"
                + " unsupported)",
            "r.yml:2: level: severe (expected: critical, high, informational, low, medium)",
            "r.yml:3: logsource: not a map (expected: product, category, service)",
            "r.yml:6: detection.one.a|re: not a regular expression: Unclosed group: (",
            "r.yml:8: detection.two.b|gt: five: not a number (expected: e.g. 100)");
  }

  @ParameterizedTest
  @CsvSource({
    "'correlation: {type: event_count}', STRUCTURE",
    "'filter: {rules: any}', STRUCTURE",
    "'action: again', VALUE",
    "'status: unsupported', VALUE",
    "'taxonomy: acme', VALUE",
    "'title: u', STRUCTURE",
    "'x: [', SYNTAX",
    "'x: !!python/object:a b', SYNTAX",
    "'anything: our own', NONE",
  })
  void refusesDocumentsItCannotApply(String entry, String reason) {
    SigmaReader.Reading reading = reader.read("r.yml", rule("a: 1", "s") + entry + "\n");
    assertThat(reading.problems())
        .extracting(p -> p.reason().name())
        .isEqualTo(reason.equals("NONE") ? List.of() : List.of(reason));
    assertThat(reading.rules()).hasSize(reason.equals("NONE") ? 1 : 0);
  }

  @Test
  void aBrokenDocumentDoesNotHideTheOnesBeforeIt() {
    SigmaReader.Reading reading = reader.read("r.yml", rule("a: 1", "s") + "---\na: [\n");
    assertThat(reading.rules()).hasSize(1);
    assertThat(reading.problems()).hasSize(1);
  }

  @Test
  void refusesBytesThatAreNotText() {
    assertThat(reader.read("r.yml", new byte[] {(byte) 0xFF}).problems().getFirst())
        .hasToString("r.yml:1: not valid UTF-8 (save the file as UTF-8)");
    assertThat(reader.read("r.yml", new byte[SigmaReader.SIZE_LIMIT + 1]).problems()).hasSize(1);
    assertThat(reader.read("r.yml", "title: \u0001").problems().getFirst().reason())
        .isEqualTo(SigmaProblem.Reason.SYNTAX);
    assertThat(reader.read("r.yml", "\n").problems().getFirst())
        .hasToString("r.yml:1: no rule in this file");
  }

  @Test
  void refusesNestingThatWouldFillTheStack() {
    String deep = rule("a: 1", "(".repeat(5_000) + "s" + ")".repeat(5_000));
    assertThat(reader.read("r.yml", deep).problems().getFirst().reason())
        .isEqualTo(SigmaProblem.Reason.CONDITION);
    assertThat(reader.read("r.yml", "a: " + "[".repeat(5_000)).problems().getFirst().reason())
        .isEqualTo(SigmaProblem.Reason.SYNTAX);
  }

  private SigmaRule only(String text) {
    SigmaReader.Reading reading = reader.read("r.yml", text.getBytes(StandardCharsets.UTF_8));
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.rules()).hasSize(1);
    return reading.rules().getFirst();
  }

  private boolean matches(String item, String condition, String field, String value) {
    return only(rule(item, condition)).matches(Events.of(field, value));
  }

  private static String rule(String item, String condition) {
    return """
        title: t
        logsource: {product: linux}
        detection:
          s:
            %s
          condition: %s
        """
        .formatted(item, condition);
  }
}
