package org.hinomi.collector.keep;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.hinomi.collector.record.TestRecords;
import org.hinomi.core.settings.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionSettingsTest {
  @TempDir Path folder;

  private RetentionPolicy read(String yaml) throws Exception {
    return RetentionSettings.load(
        Files.writeString(folder.resolve("retention.yaml"), yaml), TestHistory.CLOCK);
  }

  @Test
  void theShippedPolicyGivesEachEventItsClass() throws Exception {
    Path shipped = Path.of("").toAbsolutePath();
    while (!Files.exists(shipped.resolve("conf/retention.yaml"))) {
      shipped = requireNonNull(shipped.getParent(), "no checkout above");
    }
    RetentionPolicy policy =
        RetentionSettings.load(shipped.resolve("conf/retention.yaml"), TestHistory.CLOCK);
    assertThat(policy.classes().keySet())
        .containsExactly("30d", "90d", "1y", "3y", "5y", "7y", "10y");
    // TestRecords' events have facility 4.
    assertThat(policy.apply(TestRecords.event(1, "fs01", "x", Map.of()))).isEqualTo("3y");
    LocalDate day = LocalDate.of(2024, 2, 28);
    assertThat(policy.retentionClass("30d").due(day)).contains(LocalDate.of(2024, 3, 30));
    assertThat(policy.retentionClass("1y").due(day)).contains(LocalDate.of(2025, 2, 28));
    assertThat(policy.retentionClass("default").due(day)).isEmpty();
    assertThat(policy.retentionClass("90d").dueInNeed(day)).contains(LocalDate.of(2024, 3, 30));
    assertThat(policy.retentionClass("1y").dueInNeed(day)).contains(LocalDate.of(2025, 2, 28));
  }

  @Test
  void theFirstRuleThatFitsCounts() throws Exception {
    RetentionPolicy policy =
        read(
            """
            classes:
              short: {keep: 30d, ground: a}
              long: {keep: forever, ground: b}
            rules:
              - {query: "host:fs*", class: long}
              - {query: "disk", class: short}
            default: long
            """);
    assertThat(policy.apply(TestRecords.event(1, "fs01", "disk", Map.of()))).isEqualTo("long");
    assertThat(policy.apply(TestRecords.event(1, "web", "disk", Map.of()))).isEqualTo("short");
    assertThat(policy.apply(TestRecords.event(1, "web", "x", Map.of()))).isEqualTo("long");
  }

  @Test
  void saysEverythingThatIsWrongAndWhere() {
    SettingsException problems =
        catchThrowableOfType(
            SettingsException.class,
            () ->
                read(
                    """
                    classes:
                      a: {keep: 3w, ground: x}
                      b: {keep: 30d, at-least: 90d, ground: x}
                      c: {keep: 1y}
                    rules:
                      - {query: "host:(", class: a}
                      - {query: "message:/x+/", class: a}
                      - {query: "event.template:x", class: d}
                    default: e
                    """));
    assertThat(problems.problems())
        .extracting(problem -> problem.toString().replace(folder + "/", ""))
        .hasSize(8)
        .anySatisfy(text -> assertThat(text).contains("retention.yaml:2: ", "3w"))
        .anySatisfy(text -> assertThat(text).contains("retention.yaml:3: ", "at-least"))
        .anySatisfy(text -> assertThat(text).contains("ground"))
        .anySatisfy(text -> assertThat(text).contains("retention.yaml:6: ", "column"))
        .anySatisfy(text -> assertThat(text).contains("retention.yaml:7: ", "wildcards"))
        .anySatisfy(text -> assertThat(text).contains("event.template"))
        .anySatisfy(text -> assertThat(text).contains("class: d", "a, b, c"))
        .anySatisfy(text -> assertThat(text).contains("default: e"));
  }
}
