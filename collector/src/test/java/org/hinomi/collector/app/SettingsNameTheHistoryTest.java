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

  /** "None in force" of a folder that was mistyped would have somebody delete what is held. */
  @Test
  void holdsOfAFolderThatIsNoneAreNotNone() {
    Typed.Said said = Typed.hinomi(dir.resolve("other"), "hold", "list");
    assertThat(said.code()).isEqualTo(ExitCode.FAILED);
    assertThat(said.err()).contains("no history here (expected: the data folder of a collector");
  }
}
