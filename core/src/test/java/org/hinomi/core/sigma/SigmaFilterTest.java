package org.hinomi.core.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigmaFilterTest {
  private static final String RULE =
      """
      title: A process
      id: 6f3e2987-db24-4c78-a860-b4f4095a7095
      name: a_process
      logsource: {product: windows, category: process_creation}
      detection:
        selection: {Image: rar.exe}
        condition: selection
      """;

  @TempDir private Path folder;

  private static String filter(String rules, String condition) {
    return """
    title: Administrators
    logsource: {product: windows}
    filter:
      rules: %s
      selection: {User|startswith: adm_}
      condition: %s
    """
        .formatted(rules, condition);
  }

  private static boolean matches(SigmaRule rule, String user) {
    return rule.matches(Events.of("Image", "rar.exe", "User", user));
  }

  @Test
  void takesMatchesAwayFromARuleOfTheSameFile() {
    SigmaReader.Reading reading =
        new SigmaReader().read("r.yml", RULE + "---\n" + filter("[a_process]", "not selection"));
    assertThat(reading.problems()).isEmpty();
    SigmaRule rule = reading.rules().getFirst();
    assertThat(matches(rule, "sato")).isTrue();
    assertThat(matches(rule, "adm_sato")).isFalse();
    assertThat(rule.matches(Events.of("Image", "other.exe", "User", "sato"))).isFalse();
  }

  @Test
  void aConditionWithoutNotSaysWhatIsSuppressed() {
    SigmaRule rule =
        new SigmaReader()
            .read("r.yml", RULE + "---\n" + filter("any", "selection"))
            .rules()
            .getFirst();
    assertThat(matches(rule, "sato")).isTrue();
    assertThat(matches(rule, "adm_sato")).isFalse();
  }

  @Test
  void worksAcrossFilesWhicheverIsReadFirst() throws IOException {
    String filter = filter("[6f3e2987-db24-4c78-a860-b4f4095a7095]", "not selection");
    for (String name : new String[] {"a.yml", "z.yml"}) {
      Path rules = Files.createDirectories(folder.resolve(name + ".d"));
      Files.writeString(rules.resolve("m.yml"), RULE);
      Files.writeString(rules.resolve(name), filter);
      SigmaReader.Reading reading = new SigmaRules().load(rules);
      assertThat(reading.problems()).isEmpty();
      assertThat(matches(reading.rules().getFirst(), "adm_sato")).as(name).isFalse();
      assertThat(matches(reading.rules().getFirst(), "sato")).as(name).isTrue();
    }
  }

  @Test
  void leavesRulesOfOtherLogSourcesAlone() {
    SigmaReader.Reading reading =
        new SigmaReader()
            .read(
                "r.yml",
                RULE + "---\n" + filter("any", "not selection").replace("windows", "linux"));
    assertThat(matches(reading.rules().getFirst(), "adm_sato")).isTrue();
  }

  @Test
  void saysWhatItRefersToInVain() throws IOException {
    Files.writeString(folder.resolve("r.yml"), RULE);
    Files.writeString(folder.resolve("f.yml"), filter("[no_such]", "not selection"));
    Files.writeString(
        folder.resolve("g.yml"),
        filter("[a_process]", "not selection").replace("windows", "linux"));
    SigmaReader.Reading reading = new SigmaRules().load(folder);
    assertThat(reading.problems())
        .extracting(SigmaProblem::toString)
        .satisfiesExactly(
            one -> assertThat(one).contains("f.yml:1: filter.rules: no_such: no rule"),
            two -> assertThat(two).contains("g.yml:1: filter.rules: a_process: its log source"));
    assertThat(matches(reading.rules().getFirst(), "adm_sato")).as("the rule stands").isTrue();
  }

  @Test
  void aWrongFilterIsRefusedWithItsLine() {
    SigmaReader.Reading reading =
        new SigmaReader()
            .read(
                "f.yml",
                """
                title: x
                logsource: {product: windows}
                filter:
                  selection: {User: a}
                  condition: not selection
                ---
                title: y
                logsource: {product: windows}
                filter:
                  rules: any
                  selection: {User|re: (}
                  condition: not other
                """);
    assertThat(reading.filters()).isEmpty();
    assertThat(reading.problems()).extracting(SigmaProblem::line).containsExactly(4, 11);
  }
}
