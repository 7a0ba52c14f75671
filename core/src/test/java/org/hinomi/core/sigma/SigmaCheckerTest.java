package org.hinomi.core.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.Set;
import org.hinomi.core.settings.FileChecker;
import org.hinomi.core.settings.FileChecker.Recognition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigmaCheckerTest {
  @TempDir Path folder;

  @Test
  void isFoundByTheCheckCommand() {
    assertThat(ServiceLoader.load(FileChecker.class))
        .anyMatch(checker -> checker instanceof SigmaChecker);
  }

  @Test
  void knowsARuleByItsNameAndItsKeys() {
    SigmaChecker checker = new SigmaChecker();
    assertThat(checker.recognises(Path.of("a.yml"), Set.of("title", "detection")))
        .isEqualTo(Recognition.BY_NAME_AND_CONTENT);
    assertThat(checker.recognises(Path.of("agent.yaml"), Set.of("watch")))
        .isEqualTo(Recognition.NO);
  }

  @Test
  void printsFileLineKeyAndWhatIsExpected() throws IOException {
    Path file = folder.resolve("r.yml");
    Files.writeString(
        file,
        """
        title: t
        level: severe
        logsource: {product: linux}
        detection:
          s: {a|gt: x}
          condition: s
        """);
    assertThat(new SigmaChecker().check(file))
        .extracting(problem -> problem.toString().substring(file.toString().length()))
        .containsExactly(
            ":2: level: severe (expected critical, high, informational, low, medium)",
            ":5: detection.s.a|gt: x: not a number (expected e.g. 100)");
  }

  @Test
  void loadsAFolderAndReportsIdsThatTwoRulesClaim() throws IOException {
    String rule =
        "title: t\nid: same\nlogsource: {product: linux}\ndetection: {s: {a: 1}, condition: s}\n";
    Files.writeString(folder.resolve("a.yml"), rule);
    Files.createDirectory(folder.resolve("below"));
    Files.writeString(folder.resolve("below/b.yml"), rule);
    Files.writeString(folder.resolve("thresholds.yaml"), "not: a rule");
    SigmaReader.Reading reading = new SigmaRules().load(folder);
    assertThat(reading.rules()).hasSize(1);
    assertThat(reading.problems()).hasSize(1);
    assertThat(reading.problems().getFirst().message()).contains("is also the id of");
  }

  @Test
  void acceptsCorrelationRulesWhoseReferencesAreThere() throws IOException {
    Files.writeString(folder.resolve("thresholds.yaml"), "not: a rule");
    Files.createDirectory(folder.resolve("below"));
    Files.writeString(
        folder.resolve("a.yml"),
        "title: t\nname: base\nlogsource: {product: linux}\ndetection: {s: {a: 1}, condition: s}\n");
    String correlation =
        "title: c\ncorrelation: {type: event_count, rules: [%s], timespan: 1m, condition: {gte: 2}}\n";
    Path good = folder.resolve("below/good.yml");
    Files.writeString(good, correlation.formatted("base"));
    assertThat(new SigmaChecker().check(good)).isEmpty();
    Path bad = folder.resolve("below/bad.yml");
    Files.writeString(bad, correlation.formatted("gone"));
    assertThat(new SigmaChecker().check(bad))
        .singleElement()
        .asString()
        .contains("gone: no rule has this id or name");
  }

  @Test
  void keepsCorrelationRulesOutWhoseRulesWereRefused() throws IOException {
    Files.writeString(
        folder.resolve("a.yml"),
        """
        title: bad
        name: base
        logsource: {product: linux}
        detection: {s: {a|nonsense: 1}, condition: s}
        ---
        title: c
        correlation: {type: event_count, rules: [base], timespan: 1m, condition: {gte: 2}}
        """);
    SigmaReader.Reading reading = new SigmaRules().load(folder);
    assertThat(reading.correlations()).hasSize(1);
    assertThat(reading.soundCorrelations()).isEmpty();
  }
}
