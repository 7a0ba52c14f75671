package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hinomi.collector.calendar.CalendarFolder;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.collector.detect.SourceRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedSourcesTest {
  @TempDir Path folder;

  @Test
  void anEntryThatIsWrongLeavesOutItselfAlone() throws IOException {
    LoadedRules read =
        read(
            """
            learn: false
            sources:
              - {hosts: [fw1], every: 5m}
              - {hosts: [fw2], every: 5}
              - {hosts: [fw3], every: 10m}
            """);
    assertThat(read.refused())
        .singleElement()
        .asString()
        .contains("sources.yaml:4: sources[1].every: 5 (expected a time with its unit");
    List<SourceRule> rules = read.rules().sources().orElseThrow();
    assertThat(rules).extracting(rule -> rule.hosts().contains("fw1")).startsWith(true, false);
    assertThat(rules.get(1).hosts().contains("fw3")).isTrue();
    assertThat(rules).hasSize(3).last().extracting(SourceRule::off).isEqualTo(true);
  }

  @Test
  void whatIsNoYamlLeavesWhatIsLearned() throws IOException {
    LoadedRules read = read("sources: [");
    assertThat(read.refused()).hasSize(1);
    assertThat(read.rules().sources()).hasValue(List.of());
  }

  private LoadedRules read(String text) throws IOException {
    Files.writeString(folder.resolve("sources.yaml"), text);
    return LoadedRules.read(Optional.of(folder), EventRules.Settings.DEFAULT, CalendarFolder.NONE);
  }
}
