package org.hinomi.core.sigma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorrelationTest {
  private static final String RULES =
      """
      title: A
      name: a
      logsource: {product: linux}
      detection: {s: {t: a}, condition: s}
      ---
      title: B
      name: b
      logsource: {product: linux}
      detection: {s: {t: b}, condition: s}
      ---
      title: C
      name: c
      correlation: {rules: [a, b], group-by: [u], timespan: 10s, %s}
      """;

  /** Events are SECONDS:RULE:VALUE; the last field says at which of them, from 0, it holds. */
  @ParameterizedTest
  @CsvSource({
    "'type: event_count, condition: {gte: 2}', 0:a:1 10:b:1 21:a:1 31:a:1, 1 3",
    "'type: event_count, condition: {gt: 1, lte: 2}', 0:a:1 1:a:1 2:a:1, 1",
    "'type: event_count, condition: {eq: 1}', 0:a:1 1:a:1, 0",
    "'type: event_count, condition: {neq: 1}', 0:a:1 1:a:1, 1",
    "'type: value_count, condition: {field: v, gte: 2}', 0:a:1 1:a:1 2:a:2, 2",
    "'type: value_sum, condition: {field: v, gt: 9.5}', 0:a:4 1:a:5 2:a:1, 2",
    "'type: value_avg, condition: {field: v, lt: 5}', 0:a:6 1:a:5 2:a:3, 2",
    "'type: value_percentile, condition: {field: v, percentile: 50, gt: 3}', 0:a:1 1:a:9, 1",
    "'type: value_percentile, condition: {field: v, lte: 34}', 0:a:x 1:a:x 2:a:y, 2",
    "'type: temporal', 0:b:1 9:a:1 30:b:1, 1",
    "'type: temporal, condition: {eq: 1}', 0:b:1 1:a:1, 0",
    "'type: temporal, condition: a and not b', 0:a:1 1:b:1, 0",
    "'type: temporal_ordered', 0:b:1 1:a:1 2:b:1, 2",
    "'type: event_count, condition: {gte: 2}', 5:a:1 3:a:1, 1",
    "'type: event_count, condition: {gte: 2}', 50:a:1 3:a:1 4:a:1, ''",
  })
  void holdsWhenTheSpecificationSays(String correlation, String events, String expected) {
    CorrelationEngine engine = engine(correlation, 10);
    StringBuilder held = new StringBuilder();
    int number = 0;
    for (String event : events.split(" ", -1)) {
      String[] parts = event.split(":", -1);
      if (!accept(engine, Long.parseLong(parts[0]), parts[1], parts[2], "u1").isEmpty()) {
        held.append(held.isEmpty() ? "" : " ").append(number);
      }
      number++;
    }
    assertThat(held.toString()).isEqualTo(expected);
  }

  @Test
  void keepsGroupsApartAndBounded() {
    CorrelationEngine engine = engine("type: event_count, condition: {gte: 2}", 2);
    accept(engine, 0, "a", "", "u1");
    accept(engine, 1, "a", "", "u2");
    accept(engine, 2, "a", "", "u3");
    assertThat(engine.evictedGroups()).isEqualTo(1);
    assertThat(accept(engine, 3, "a", "", "u1")).isEmpty();
    List<CorrelationEngine.Match> matches = accept(engine, 4, "a", "", "u3");
    assertThat(matches).hasSize(1);
    assertThat(matches.getFirst().group()).containsExactly("u3");
    assertThat(matches.getFirst().firstTime()).isEqualTo(2_000);
    accept(engine, 100, "a", "", "u1");
    accept(engine, 5, "a", "", "u1");
    assertThat(engine.late()).isEqualTo(1);
  }

  @Test
  void goesOnAfterARestart() throws IOException {
    CorrelationEngine first = engine("type: temporal_ordered", 10);
    accept(first, 0, "a", "", "u1");
    CorrelationEngine second = engine("type: temporal_ordered", 10);
    second.restore(first.save());
    assertThat(accept(second, 1, "b", "", "u1")).hasSize(1);
    assertThatThrownBy(() -> second.restore(new byte[] {1, 2})).isInstanceOf(IOException.class);
    assertThat(accept(second, 2, "b", "", "u1")).hasSize(1);
  }

  @Test
  void goesOnFromItsGroupsPieceByPiece() throws IOException {
    CorrelationEngine first = engine("type: temporal_ordered", 1);
    accept(first, 0, "a", "", "u1");
    assertThat(first.changes()).hasSize(1);
    assertThat(first.changes()).isEmpty();
    accept(first, 1, "a", "", "u2");
    List<CorrelationEngine.GroupState> changes = first.changes();
    assertThat(changes).hasSize(2).filteredOn(change -> change.state() == null).hasSize(1);
    CorrelationEngine second = engine("type: temporal_ordered", 1);
    second.reset(first.newest());
    for (CorrelationEngine.GroupState change : changes) {
      if (change.state() != null) {
        second.restore(change.name(), change.state());
      }
    }
    assertThat(accept(second, 2, "b", "", "u2")).hasSize(1);
  }

  @Test
  void aFloodOfOneValueHidesNoOthersAndKeepsTheStateSmall() throws IOException {
    CorrelationEngine engine = engine("type: value_count, condition: {field: v, gte: 3}", 10);
    accept(engine, 0, "a", "x", "u1");
    accept(engine, 1, "a", "y", "u1");
    Events flood = Events.of("t", "a", "v", "y", "u", "u1");
    List<SigmaRule> matched =
        read("type: temporal", "").rules().stream().filter(r -> r.matches(flood)).toList();
    for (int i = 0; i < 20_000; i++) {
      assertThat(engine.accept(2_000 + i / 10, flood, matched)).isEmpty();
    }
    assertThat(engine.save()).hasSizeLessThan(40_000);
    assertThat(engine.evictedEvents()).isZero();
    assertThat(accept(engine, 5, "a", "z", "u1")).hasSize(1);
  }

  @Test
  void chainsCorrelations() {
    String outer =
        "---\ntitle: D\ncorrelation: {type: temporal_ordered, rules: [c, b], group-by: [u],"
            + " timespan: 1m}\n";
    SigmaReader.Reading reading = read("type: event_count, condition: {gte: 2}", outer);
    CorrelationEngine engine = new CorrelationEngine(reading.correlations(), 10, 0);
    assertThat(accept(engine, 0, "a", "", "u1")).isEmpty();
    assertThat(accept(engine, 1, "a", "", "u1")).hasSize(1);
    assertThat(accept(engine, 30, "b", "", "u1"))
        .extracting(match -> match.rule().title())
        .containsExactly("D");
  }

  @ParameterizedTest
  @CsvSource({
    "'type: count, condition: {gte: 2}', 'correlation.type: count (expected: event_count'",
    "'type: event_count', 'correlation.condition: is missing'",
    "'type: event_count, condition: {about: 2}', 'correlation.condition.about: has no place'",
    "'type: event_count, condition: {gte: 10000}', 'counts further than is kept'",
    "'type: value_count, condition: {gte: 2}', 'correlation.condition.field: is missing'",
    "'type: temporal, condition: a and d', 'd: no such search identifier'",
    "'type: temporal, window: sliding', 'correlation.window: is unknown'",
    "'type: temporal, aliases: {x: {d: y}}', 'correlation.aliases.x: d: none of the rules'",
  })
  void refusesWithLineAndReason(String correlation, String message) {
    assertThat(problems(correlation, "")).startsWith("[r.yml:1").contains(message);
  }

  @Test
  void refusesReferencesThatLeadNowhereOrInACircle() {
    String other =
        "---\ntitle: D\nname: %s\ncorrelation: {type: temporal, rules: [%s]," + " timespan: 1s}\n";
    assertThat(problems("type: temporal", other.formatted("d", "gone")))
        .contains("gone: no rule has this id or name");
    assertThat(problems("type: temporal", other.formatted("d", "d"))).contains("in a circle");
    assertThat(problems("type: temporal", other.formatted("a", "c")))
        .contains("several rules have this name");
  }

  private static String problems(String correlation, String more) {
    SigmaReader.Reading reading =
        new SigmaReader().read("r.yml", RULES.formatted(correlation) + more);
    return (reading.problems().isEmpty()
            ? CorrelationLinks.problems(reading.rules(), reading.correlations())
            : reading.problems())
        .toString();
  }

  private static List<CorrelationEngine.Match> accept(
      CorrelationEngine engine, long seconds, String type, String value, String user) {
    Events event = Events.of("t", type, "v", value, "u", user);
    List<SigmaRule> matched =
        read("type: temporal", "").rules().stream().filter(r -> r.matches(event)).toList();
    return engine.accept(seconds * 1_000, event, matched);
  }

  private static CorrelationEngine engine(String correlation, int groups) {
    return new CorrelationEngine(read(correlation, "").correlations(), groups, 20_000);
  }

  private static SigmaReader.Reading read(String correlation, String more) {
    SigmaReader.Reading reading =
        new SigmaReader().read("r.yml", RULES.formatted(correlation) + more);
    assertThat(reading.problems()).isEmpty();
    return reading;
  }
}
