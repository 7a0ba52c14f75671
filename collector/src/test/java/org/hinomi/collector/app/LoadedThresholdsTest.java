package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hinomi.collector.calendar.CalendarFolder;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.collector.detect.Threshold;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedThresholdsTest {
  @TempDir Path folder;

  @Test
  void oneThatIsWrongIsLeftOutAndSaysWhy() throws IOException {
    LoadedThresholds read =
        read(
            """
            thresholds:
              - {name: a, metric: x, warning: 1}
              - {name: b, metric: x, warning: 1, fro: 5m}
              - {name: c, metric: x, warning: one}
              - {name: a, metric: y, warning: 1}
              - {name: d, metric: x, warning: 1, groups: [nobody]}
              - {name: e, metric: x, baseline: true, warning: 4}
            """);
    assertThat(names(read)).containsExactly("a", "e");
    assertThat(read.set().thresholds().getFirst().metric()).isEqualTo("x");
    assertThat(read.refused())
        .hasSize(4)
        .first()
        .asString()
        .contains("thresholds.yaml:3: thresholds[1].fro: unknown key");
  }

  @Test
  void whatIsWrongWithGroupsLeavesOutThoseThatUseThem() throws IOException {
    LoadedThresholds read =
        read(
            """
            groups: {db: []}
            thresholds:
              - {name: a, metric: x, warning: 1, groups: [db]}
              - {name: b, metric: x, warning: 1}
            """);
    assertThat(names(read)).containsExactly("b");
    assertThat(read.refused()).isNotEmpty();
  }

  @Test
  void whatIsNoYamlIsRefusedAsAWhole() throws IOException {
    LoadedThresholds read = read("thresholds: [");
    assertThat(read.set().thresholds()).isEmpty();
    assertThat(read.refused()).hasSize(1);
  }

  @Test
  void withoutAFileThereAreNone() {
    assertThat(LoadedThresholds.read(Optional.of(folder)).refused()).isEmpty();
    assertThat(LoadedThresholds.read(Optional.empty()).set().thresholds()).isEmpty();
  }

  @Test
  void aThresholdOnTheEventsOfARuleThatIsNotThereSaysSo() throws IOException {
    LoadedThresholds read =
        read(
            """
            thresholds:
              - {name: few, events: {rule: Odd, every: 1h}, warning: 1}
              - {name: many, events: {rule: Even}, warning: 1}
              - {name: query, events: {query: "event.code:1"}, baseline: true, warning: 6}
            """);
    Files.writeString(
        folder.resolve("r.yml"),
        """
        title: Odd
        logsource: {product: linux}
        detection: {s: {a: b}, condition: s}
        """);
    LoadedRules rules =
        LoadedRules.read(Optional.of(folder), EventRules.Settings.DEFAULT, CalendarFolder.NONE);
    assertThat(read.refused()).isEmpty();
    assertThat(rules.with(read).refused())
        .containsExactly("thresholds: many: no rule on single events is called Even");
    assertThat(new ThresholdsChecker().check(folder.resolve("thresholds.yaml")))
        .singleElement()
        .asString()
        .contains("thresholds: many: events.rule: Even (expected title, id or name");
  }

  @Test
  void whatACountIsOfIsCheckedWithItsLine() throws IOException {
    Files.writeString(
        folder.resolve("thresholds.yaml"),
        """
        thresholds:
          - {name: a, events: {query: "((("}, warning: 1}
          - {name: b, events: {query: "a:b", rule: c}, warning: 1}
          - {name: c, events: {query: "a:b", every: 7m}, warning: 1}
          - {name: d, events: {query: "a:b"}, metric: x, warning: 1}
          - {name: e, events: {}, warning: 1}
        """);
    List<String> problems =
        new ThresholdsChecker()
            .check(folder.resolve("thresholds.yaml")).stream().map(String::valueOf).toList();
    assertThat(problems).hasSize(5);
    for (int i = 0; i < 5; i++) {
      assertThat(problems.get(i)).contains("thresholds.yaml:" + (i + 2) + ": thresholds[" + i);
    }
  }

  private LoadedThresholds read(String yaml) throws IOException {
    Files.writeString(folder.resolve("thresholds.yaml"), yaml);
    return LoadedThresholds.read(Optional.of(folder));
  }

  private static List<String> names(LoadedThresholds read) {
    return read.set().thresholds().stream().map(Threshold::name).toList();
  }
}
