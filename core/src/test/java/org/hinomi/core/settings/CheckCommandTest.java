package org.hinomi.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();

  /** Files with one key, which is a number. */
  private record OneNumber(String key) implements FileChecker {
    @Override
    public String kind() {
      return key + " settings (" + key + ")";
    }

    @Override
    public Recognition recognises(Path file, Set<String> topKeys) {
      return Recognition.of(file.endsWith(key + ".yaml"), topKeys.contains(key));
    }

    @Override
    public List<ConfigProblem> check(Path file) {
      return new SettingsLoader(Map.of()).check(file, s -> s.integer(key).required());
    }
  }

  private int check(Path... files) {
    CommandLine command =
        new CommandLine(new CheckCommand(List.of(new OneNumber("oak"), new OneNumber("elm"))));
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(out));
    return command.execute(List.of(files).stream().map(Path::toString).toArray(String[]::new));
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private List<String> printed() {
    return out.toString().replace(folder + "/", "").lines().toList();
  }

  @Test
  void saysOk() throws IOException {
    assertThat(check(write("elm.yaml", "elm: 1"), write("any.yaml", "oak: 1")))
        .isEqualTo(ExitCode.OK);
    assertThat(printed()).containsExactly("elm.yaml: ok", "any.yaml: ok");
  }

  @Test
  void printsAllProblemsOfAllFiles() throws IOException {
    assertThat(
            check(
                write("a.yaml", "elm: x\nemm: 1"),
                write("b.yaml", "oak: y"),
                write("c.yaml", "elm: 1")))
        .isEqualTo(ExitCode.SETTINGS);
    assertThat(printed())
        .containsExactly(
            "a.yaml:1: elm: x (expected a whole number)",
            "a.yaml:2: emm: unknown key (expected one of elm; did you mean elm?)",
            "b.yaml:1: oak: y (expected a whole number)",
            "c.yaml: ok");
  }

  @Test
  void looksThroughAFolder() throws IOException {
    write("rules/b.yml", "elm: 1");
    write("rules/deep/a.yaml", "oak: 1");
    write("rules/README.md", "no settings");
    assertThat(check(folder)).isEqualTo(ExitCode.OK);
    assertThat(printed()).containsExactly("rules/b.yml: ok", "rules/deep/a.yaml: ok");
  }

  @Test
  void anEmptyFolderIsAProblem() {
    assertThat(check(folder)).isEqualTo(ExitCode.SETTINGS);
    assertThat(printed())
        .containsExactly(folder + ":1: an empty folder (expected *.yaml files in it)");
  }

  @Test
  void contentGoesBeforeTheName() throws IOException {
    assertThat(check(write("elm.yaml", "oak: x"))).isEqualTo(ExitCode.SETTINGS);
    assertThat(printed()).containsExactly("elm.yaml:1: oak: x (expected a whole number)");
  }

  @Test
  void theNameTellsWhereTheContentDoesNot() throws IOException {
    assertThat(check(write("elm.yaml", "ell: 1"), write("oak.yaml", "oak: [\n")))
        .isEqualTo(ExitCode.SETTINGS);
    assertThat(printed())
        .containsExactly(
            "elm.yaml:1: elm: missing (expected a whole number)",
            "elm.yaml:1: ell: unknown key (expected one of elm; did you mean elm?)",
            "oak.yaml:2: bad YAML: expected the node content, but found '<stream end>' (expected"
                + " plain YAML)");
  }

  @Test
  void unknownKindsSayWhichThereAre() throws IOException {
    assertThat(
            check(
                write("ash.yaml", "ash: 1"),
                write("bad.yaml", "a: [\n"),
                folder.resolve("gone.yaml")))
        .isEqualTo(ExitCode.SETTINGS);
    assertThat(printed())
        .containsExactly(
            "ash.yaml:1: a file of an unknown kind (expected elm settings (elm), or oak settings"
                + " (oak))",
            "bad.yaml:2: bad YAML: expected the node content, but found '<stream end>' (expected"
                + " plain YAML)",
            "gone.yaml:1: no such file (expected a settings file)");
  }

  @Test
  void wantsAFile() {
    assertThat(check()).isEqualTo(ExitCode.USAGE);
    assertThat(out.toString()).contains("Missing required parameter: 'FILE'");
  }
}
