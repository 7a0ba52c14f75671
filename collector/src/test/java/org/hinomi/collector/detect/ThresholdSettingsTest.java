package org.hinomi.collector.detect;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hinomi.core.settings.ConfigProblem;
import org.hinomi.core.settings.Section;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.settings.SettingsLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThresholdSettingsTest {
  @TempDir private Path folder;

  @Test
  void readsEveryKey() throws Exception {
    ThresholdSet set =
        read(
            """
            groups: {db: [db-*, "*-db"], lab: "lab?"}
            thresholds:
              - name: filesystem-full
                metric: system.filesystem.utilization
                attributes: {system.filesystem.mountpoint: [/, /srv*]}
                except: {system.filesystem.type: iso9660}
                without: [x.y]
                groups: [db]
                direction: above
                warning: 80%
                critical: 0.9
                clear: 75%
                clear-critical: 88%
                for: 5m
                clear-for: 30s
                overrides:
                  - {group: lab, off: true}
                  - {group: db, warning: 70%, for: 1m}
              - name: load
                metric: system.cpu.load_average.5m
                per: system.cpu.logical.count
                critical: 4
              - name: free
                metric: system.linux.memory.available
                direction: below
                warning: 1000
                critical: 500
                clear: 1200
            """);
    Threshold first = set.thresholds().getFirst();
    assertThat(first.levels())
        .isEqualTo(
            new Levels(
                Direction.ABOVE,
                new Level(0.8, 0.75),
                new Level(0.9, 0.88),
                Duration.ofMinutes(5),
                Duration.ofSeconds(30)));
    assertThat(first.levelsFor("web-1", Map.of("system.filesystem.mountpoint", "/"))).isEmpty();
    Levels db =
        first.levelsFor("DB-7", Map.of("system.filesystem.mountpoint", "/srv/a")).orElseThrow();
    assertThat(requireNonNull(db.warning()).raise()).isEqualTo(0.7);
    assertThat(requireNonNull(db.warning()).clear())
        .as("keeps its distance")
        .isCloseTo(0.65, within(1e-9));
    assertThat(db.critical()).isEqualTo(new Level(0.9, 0.88));
    assertThat(db.holdFor()).isEqualTo(Duration.ofMinutes(1));
    Threshold load = set.thresholds().get(1);
    assertThat(load.per()).isEqualTo("system.cpu.logical.count");
    assertThat(load.levels().warning()).isNull();
    assertThat(requireNonNull(load.levels().critical()).clear()).isCloseTo(3.8, within(1e-9));
    Threshold free = set.thresholds().get(2);
    assertThat(requireNonNull(free.levels().critical()).clear())
        .as("as far inside as the warning")
        .isEqualTo(700);
  }

  @Test
  void reportsEveryProblemWithItsLine() throws Exception {
    assertThat(
            problems(
                """
                groups: {db: [db-*]}
                thresholds:
                  - name: a
                    metric: system.cpu.utilization
                    warning: 80
                  - name: a
                    metric: m
                    warning: 80
                    critical: 70
                  - name: c
                    metric: m
                    warning: 80
                    clear: 85
                  - name: d
                    metric: m
                    groups: [web]
                    for: 5
                  - name: e
                    metric: m
                    direction: below
                    critical: 5
                    clear-critical: 6
                    waring: 4
                    overrides:
                      - {group: nobody, critical: 7, clear: 6}
                      - {group: db, off: true, warning: 9}
                """))
        .containsExactly(
            "5: thresholds[0].warning: 80 (expected a share, as 90% or 0.9)",
            "6: thresholds[1].name: a (expected a name that no other threshold has)",
            "9: thresholds[1].critical: 70.0 (expected at least 80.0, the warning level)",
            "13: thresholds[2].clear: 85.0 (expected at most 80.0, the level that it clears)",
            "14: thresholds[3].warning: missing (expected warning, critical, or both)",
            "16: thresholds[3].groups: web (expected one of the groups db)",
            "17: thresholds[3].for: 5 (expected a time with its unit, as 30s, 5m, 1h, 2d;"
                + " 0s..36500d)",
            "22: thresholds[4].clear-critical: 6.0 (expected clear, where there is only one"
                + " level)",
            "23: thresholds[4].waring: unknown key (expected one of attributes, baseline,"
                + " change-over, cia, clear, clear-critical, clear-for, critical, direction, events, except,"
                + " for, forecast, groups, in, metric, name, overrides, per, purposes, warning, without;"
                + " did you mean warning?)",
            "25: thresholds[4].overrides[0].group: nobody (expected one of the groups db)",
            "25: thresholds[4].overrides[0].clear: 6.0 (expected at least 7.0, the level that it"
                + " clears)",
            "26: thresholds[4].overrides[1].off: true, beside levels (expected off: true alone,"
                + " or levels)");
  }

  @Test
  void theFileThatShipsIsRight() throws Exception {
    Path shipped = Path.of("").toAbsolutePath();
    while (!Files.exists(shipped.resolve("conf/rules/thresholds.yaml"))) {
      shipped = requireNonNull(shipped.getParent(), "conf/rules/thresholds.yaml above here");
    }
    ThresholdSet set =
        new SettingsLoader(Map.of())
            .load(
                shipped.resolve("conf/rules/thresholds.yaml"),
                List.of(),
                ThresholdSettingsTest::read);
    assertThat(set.thresholds())
        .extracting(Threshold::name)
        .containsExactly(
            "cpu-busy",
            "load-high",
            "memory-short",
            "swap-short",
            "filesystem-full",
            "filesystem-full-soon",
            "memory-full-soon",
            "inodes-short",
            "temperature-high");
    Threshold cpu = set.thresholds().getFirst();
    assertThat(cpu.levelsFor("web-1", Map.of("cpu.mode", "user"))).isEmpty();
    assertThat(cpu.levelsFor("web-1", Map.of())).isPresent();
    assertThat(cpu.levelsFor("lab-1", Map.of())).isEmpty();
  }

  private ThresholdSet read(String yaml) throws IOException, SettingsException {
    return new SettingsLoader(Map.of()).load(file(yaml), List.of(), ThresholdSettingsTest::read);
  }

  private List<String> problems(String yaml) throws IOException {
    return new SettingsLoader(Map.of())
        .check(file(yaml), ThresholdSettingsTest::read).stream()
            .map(ConfigProblem::toString)
            .map(text -> text.substring(text.indexOf(".yaml:") + 6))
            .toList();
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("thresholds.yaml"), yaml);
  }

  @Test
  void readsWhatIsJudgedInPlaceOfTheValue() throws Exception {
    ThresholdSet set =
        read(
            """
            thresholds:
              - name: soon
                metric: system.filesystem.utilization
                forecast: {level: 95%, window: 6h, warning: 48h, critical: 12h}
                in: working
              - name: jump
                metric: system.memory.usage
                change-over: 1h
                warning: 1000000
              - name: odd
                metric: system.cpu.utilization
                baseline: true
                warning: 4
            """);
    assertThat(set.thresholds())
        .extracting(Threshold::derivation)
        .containsExactly(
            new Derivation.Forecast(java.time.Duration.ofHours(6), 0.95),
            new Derivation.Change(java.time.Duration.ofHours(1)),
            new Derivation.Baseline());
    assertThat(set.thresholds().getFirst().in()).isEqualTo(Threshold.In.WORKING);
    assertThat(set.metricOf("soon")).isEqualTo("hours(system.filesystem.utilization)");
  }

  private static ThresholdSet read(Section top) {
    return ThresholdSettings.read(top, (s, key, query) -> event -> query.equals("yes"));
  }
}
