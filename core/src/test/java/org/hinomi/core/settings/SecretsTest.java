package org.hinomi.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final String SECRET = "hunter2";

  @TempDir private Path folder;

  private record Login(String user, Secret password) {
    static Login read(Section s) {
      return new Login(s.text("user").orElse("-"), s.requiredSecret("password"));
    }
  }

  private Written written(String text) {
    return Written.in(folder, text);
  }

  @Test
  void comesFromTheFileItselfAnotherFileOrTheEnvironment() throws IOException {
    Files.writeString(folder.resolve("pw"), SECRET + "\n");
    assertThat(written("password: hunter2").read(Login::read).password().reveal())
        .isEqualTo(SECRET);
    assertThat(written("password-file: pw").read(Login::read).password().reveal())
        .isEqualTo(SECRET);
    assertThat(written("password-env: PW").with("PW", SECRET).read(Login::read).password().reveal())
        .isEqualTo(SECRET);
    assertThat(
            written("password: ${env:PW}").with("PW", SECRET).read(Login::read).password().reveal())
        .isEqualTo(SECRET);
    assertThat(written("").<Optional<Secret>>read(s -> s.optionalSecret("password"))).isEmpty();
  }

  @Test
  void isNotPrinted() {
    assertThat(written("password: hunter2").read(Login::read))
        .hasToString("Login[user=-, password=<secret>]");
  }

  @Test
  void saysWhatIsWrongWithoutSayingIt() throws IOException {
    Files.writeString(folder.resolve("blank"), " \n");
    Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff});
    Files.write(folder.resolve("long"), new byte[100_000]);
    assertThat(written("user: x").problems(Login::read))
        .containsExactly(
            "s.yaml:1: password: missing (expected a secret: password-file, password-env or"
                + " password)");
    assertThat(written("password: hunter2\npassword-file: blank\n").problems(Login::read))
        .containsExactly("s.yaml:2: password-file: one too many (expected only password)");
    assertThat(written("password-env: hunter2").problems(Login::read))
        .containsExactly(
            "s.yaml:1: password-env: <secret> (expected the name of an environment variable that is"
                + " set)");
    assertThat(written("password: [hunter2]").problems(Login::read))
        .containsExactly("s.yaml:1: password: a list (expected a text)");
    assertThat(written("password: ''").problems(Login::read))
        .containsExactly("s.yaml:1: password: blank (expected a text)");
    assertThat(written("password: hunter2${x}").problems(Login::read))
        .containsExactly(
            "s.yaml:1: password: <secret> (expected ${env:NAME} or ${secret-file:PATH}; $${ for a"
                + " plain ${)");
    String file = " (expected a readable file that holds the secret; it ";
    assertThat(written("password-file: none").problems(Login::read))
        .containsExactly("s.yaml:1: password-file: none" + file + "does not exist)");
    assertThat(written("password-file: blank").problems(Login::read))
        .containsExactly("s.yaml:1: password-file: blank" + file + "is empty)");
    assertThat(written("password-file: bytes").problems(Login::read))
        .containsExactly("s.yaml:1: password-file: bytes" + file + "is not UTF-8)");
    assertThat(written("password-file: long").problems(Login::read))
        .containsExactly("s.yaml:1: password-file: long" + file + "is longer than 65536 bytes)");
    assertThat(written("password-file: .").problems(Login::read))
        .containsExactly(
            "s.yaml:1: password-file: ." + file + "is no regular file or cannot be read)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password: *hunter2",
        "password: &hunter2",
        "password: !hunter2 x",
        "password: !hunter2!x y",
        "password: @hunter2",
        "password: 'hunter2",
        "password: \"hunter2",
        "password: \"hunter2\\q\"",
        "password: %hunter2",
        "password: [hunter2",
        "password: {hunter2",
        "password: {hunter2: x}",
        "password:hunter2",
        "{password:hunter2}",
        "password: hunter2: x",
        "password: hunter2\npassword: hunter2",
        "pasword: hunter2",
        "password: |hunter2",
        "password: >-\n  hunter2\n bad",
        "password-env: hunter2",
        "password: \u0001hunter2",
        "%YAML hunter2\n---\npassword: x",
        "password: !!hunter2 x",
        "password: hunter2\n  x: y"
      })
  void noMistakeOfTheWriterPrintsIt(String text) {
    List<String> problems = written(text).problems(Login::read);
    assertThat(problems).isNotEmpty();
    assertThat(String.join("\n", problems)).doesNotContain("hunter2");
  }
}
