package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.core.settings.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --config} of the commands that work on a history. */
class SettingsNameTheHistoryTest {
  @TempDir private Path dir;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alerts",
        "alerts silences",
        "search disk",
        "status",
        "verify",
        "review list",
        "review tables",
        "hold list",
        "retention plan",
        "user list",
        "token list",
        "enroll list",
        "import none.log",
        "restore --from .",
        "rules replay"
      })
  void settingsThatAreWrongAreSaidWithTheirOwnExitCode(String command) throws Exception {
    Path settings = dir.resolve("collector.yaml");
    Files.writeString(settings, "dato: .\n");
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.addAll(List.of("--config", settings.toString()));
    Typed.Said said = Typed.hinomi(dir.resolve("other"), words.toArray(String[]::new));
    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.SETTINGS);
    assertThat(said.err())
        .contains("collector.yaml:1: dato: unknown key")
        .doesNotContain("run the same command again");
  }

  /** Others may reach its console, and whoever may log in there is not known yet. */
  @Test
  void theFirstUserComesBeforeAConsoleForOthers() throws Exception {
    Path settings = dir.resolve("collector.yaml");
    Files.writeString(settings, "data: made\nlisten: {console: '0.0.0.0:0'}\n");
    Files.createDirectory(dir.resolve("made"));
    Path password = Files.writeString(dir.resolve("password"), "correct horse battery\n");
    Typed.Said added =
        Typed.hinomi(
            dir.resolve("other"),
            "user",
            "add",
            "hanako",
            "--password-file",
            password.toString(),
            "--config",
            settings.toString());
    assertThat(added.err()).doesNotContain("listen.console");
    assertThat(dir.resolve("made/access/users")).isRegularFile();
  }

  /** "None in force" of a folder that was mistyped would have somebody delete what is held. */
  @Test
  void holdsOfAFolderThatIsNoneAreNotNone() {
    Typed.Said said = Typed.hinomi(dir.resolve("other"), "hold", "list");
    assertThat(said.code()).isEqualTo(ExitCode.FAILED);
    assertThat(said.err()).contains("no history here (expected: the data folder of a collector");
  }
}
