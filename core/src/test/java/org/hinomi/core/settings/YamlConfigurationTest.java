package org.hinomi.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlConfigurationTest {
  @TempDir private Path folder;

  private List<String> problems(String text) {
    return Written.in(folder, text).problems(YamlConfigurationTest::readAll);
  }

  /** Asks for every key, as deep as they go. */
  private static Object readAll(Section s) {
    List<Object> all = new ArrayList<>();
    for (String key : s.keys()) {
      all.add(s.has(key));
    }
    return all;
  }

  @Test
  void theFirstOfTwoEqualKeysCountsAndTheSecondIsAProblem() {
    assertThat(problems("a: 1\nb: {c: 1, c: 2}\na: 2\n"))
        .containsExactly(
            "s.yaml:2: b.c: second of its name (expected one; the first is in line 2)",
            "s.yaml:3: a: second of its name (expected one; the first is in line 1)");
  }

  @Test
  void badYamlHasItsLine() {
    assertThat(problems("a: 1\nb: [1, 2\nc: 3\n"))
        .containsExactly(
            "s.yaml:3: bad YAML: expected ',' or ']', but got : (expected plain YAML)");
    assertThat(problems("a:\n\t- 1\n"))
        .containsExactly(
            "s.yaml:2: bad YAML: found character '\\t(TAB)' that cannot start any token. (Do not use"
                + " \\t(TAB) for indentation) (expected plain YAML)");
    assertThat(problems("a: b: c\n"))
        .containsExactly(
            "s.yaml:1: bad YAML: mapping values are not allowed here (expected plain YAML)");
    assertThat(problems("a: 1\n---\nb: 2\n"))
        .containsExactly("s.yaml:2: bad YAML: but found another document (expected plain YAML)");
  }

  @Test
  void keysAreTexts() {
    assertThat(problems("a: 1\n[b]: 2\n{c: d}: 3\n"))
        .containsExactly(
            "s.yaml:2: a key that is no text (expected key: value)",
            "s.yaml:3: a key that is no text (expected key: value)");
  }

  @Test
  void nothingIsMadeFromATag() {
    assertThat(problems("a: !!javax.script.ScriptEngineManager [x]\nb: !mine x\n"))
        .containsExactly(
            "s.yaml:1: a: a tag (expected plain YAML; quote a text that begins with !)",
            "s.yaml:2: b: a tag (expected plain YAML; quote a text that begins with !)");
  }

  @Test
  void followsAliases() {
    assertThat(
            Written.in(folder, "a: &x {v: 1}\nb: *x\n")
                .<String>read(
                    s -> s.section("a").text("v").required() + s.section("b").text("v").required()))
        .isEqualTo("11");
  }

  @Test
  void aBillionLaughsAreRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n");
    for (int i = 1; i < 10; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(5)));
    }
    assertThat(problems(bomb.toString()))
        .singleElement()
        .asString()
        .matches("s\\.yaml:\\d+: more than 50000 values \\(expected a smaller file\\)");
  }

  @Test
  void manyAliasesAreRefused() {
    assertThat(problems("a: &a [1]\nb: [" + "*a, ".repeat(60) + "]\n"))
        .containsExactly("s.yaml:1: bad YAML: too many aliases (expected plain YAML)");
  }

  @Test
  void aNodeThatHoldsItselfIsRefused() {
    assertThat(problems("a: &a [*a]\n"))
        .containsExactly("s.yaml:1: nested deeper than 32 (expected a smaller file)");
  }

  @Test
  void deepNestingIsRefused() {
    assertThat(problems("a: " + "[".repeat(5000) + "]".repeat(5000) + "\n"))
        .singleElement()
        .asString()
        .isEqualTo("s.yaml:1: bad YAML: nested deeper than 32 (expected plain YAML)");
  }

  @Test
  void longFilesAreRefused() {
    assertThat(problems("a: " + "x".repeat(YamlConfiguration.LONGEST) + "\n"))
        .containsExactly("s.yaml:1: longer than 1048576 characters (expected a smaller file)");
    assertThat(problems("a: " + "x".repeat(5 * YamlConfiguration.LONGEST) + "\n"))
        .containsExactly("s.yaml:1: longer than 1048576 characters (expected a smaller file)");
  }

  @Test
  void unprintableCharactersHaveTheirLine() {
    assertThat(problems("a: 1\n# 火の見\nb: \u0001\n"))
        .containsExactly(
            "s.yaml:3: the character U+0001 (expected printable text; in quotes it can be written"
                + " as an escape)");
  }

  @Test
  void bytesThatAreNotUtf8HaveTheirLine() throws IOException {
    Written file = Written.in(folder, "");
    Files.write(file.file(), "a: 1\nb: \u30a2\n".getBytes("Shift_JIS"));
    assertThat(file.problems(YamlConfigurationTest::readAll))
        .containsExactly("s.yaml:2: bytes that are not UTF-8 (expected UTF-8)");
  }

  @Test
  void aByteOrderMarkAndCrLfAreFine() throws IOException {
    Written file = Written.in(folder, "");
    Files.write(file.file(), "\ufeffa: 火\r\nb: 2\r\n".getBytes(StandardCharsets.UTF_8));
    assertThat(file.<String>read(s -> s.text("a").required() + s.text("b").required()))
        .isEqualTo("火2");
  }

  @Test
  void filesThatCannotBeReadAreProblems() {
    Written file = Written.in(folder, "");
    assertThat(
            new Written(folder.resolve("none.yaml"), file.environment(), List.of())
                .problems(YamlConfigurationTest::readAll))
        .containsExactly("none.yaml:1: no such file (expected a settings file)");
    Written directory = new Written(folder, file.environment(), List.of());
    assertThat(directory.problems(YamlConfigurationTest::readAll))
        .singleElement()
        .asString()
        .contains(":1: cannot be read: ");
  }

  @Test
  void isNotWritten() {
    YamlConfiguration yaml = new YamlConfiguration(folder, folder, 1, new Problems());
    assertThatThrownBy(() -> yaml.write(new StringWriter()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("only read");
  }
}
