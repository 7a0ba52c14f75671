package org.hinomi.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterpolationTest {
  @TempDir private Path folder;

  private Written written(String value) {
    return Written.in(folder, "k: '" + value + "'");
  }

  private static String read(Section s) {
    return s.text("k").required();
  }

  @Test
  void putsInTheEnvironment() {
    assertThat(written("${env:NAME}").with("NAME", "rin").read(InterpolationTest::read))
        .isEqualTo("rin");
    assertThat(written("a-${env:NAME}-${env:NAME}").with("NAME", "x").read(InterpolationTest::read))
        .isEqualTo("a-x-x");
    assertThat(written("${env:NONE:-else}").read(InterpolationTest::read)).isEqualTo("else");
    assertThat(written("${env:NAME:-else}").with("NAME", "x").read(InterpolationTest::read))
        .isEqualTo("x");
  }

  @Test
  void putsInASecretFileFromTheFolderOfTheSettings() throws IOException {
    Files.writeString(folder.resolve("token"), "  s3cret\n");
    assertThat(written("Bearer ${secret-file:token}").read(InterpolationTest::read))
        .isEqualTo("Bearer s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${file:UTF-8:/etc/hostname}",
        "${sys:user.home}",
        "${script:javascript:1+1}",
        "${const:java.lang.Integer.MAX_VALUE}",
        "${java:version}",
        "${localhost:name}",
        "${date:yyyy}",
        "${base64Encoder:x}",
        "${properties:/etc/os-release::ID}",
        "${xml:x:y}",
        "${url:UTF-8:http://127.0.0.1/}",
        "${dns:localhost}",
        "${resourceBundle:a:b}",
        "${file:x:-otherwise}",
        "${env.NAME}",
        "${NAME}",
        "${k}",
        "${}",
        "${ENV:HOME}"
      })
  void looksUpNothingElse(String value) {
    assertThat(written(value).problems(InterpolationTest::read))
        .containsExactly(
            "s.yaml:1: k: "
                + value
                + " (expected ${env:NAME} or ${secret-file:PATH}; $${ for a plain ${)");
  }

  @Test
  void saysWhatIsNotThere() {
    assertThat(written("${env:NONE}").problems(InterpolationTest::read))
        .containsExactly(
            "s.yaml:1: k: ${env:NONE} (expected the environment variable NONE to be set)");
    assertThat(written("${secret-file:none}").problems(InterpolationTest::read))
        .containsExactly(
            "s.yaml:1: k: ${secret-file:none} (expected a readable file that holds the secret; it"
                + " does not exist)");
  }

  @Test
  void whatIsPutInIsNotLookedAtAgain() throws IOException {
    String wild = "a${env:HOME}b$${c}${secret-file:token}";
    assertThat(written("${env:NAME}").with("NAME", wild).read(InterpolationTest::read))
        .isEqualTo(wild);
    Files.writeString(folder.resolve("token"), wild);
    assertThat(written("${secret-file:token}").read(InterpolationTest::read)).isEqualTo(wild);
    assertThat(written("<${secret-file:token}>").read(InterpolationTest::read))
        .isEqualTo("<" + wild + ">");
  }

  @Test
  void twoDollarsEscape() {
    assertThat(written("$${env:HOME} costs $5 or {5}").read(InterpolationTest::read))
        .isEqualTo("${env:HOME} costs $5 or {5}");
  }

  @Test
  void aProblemShowsTheSourceAndNotTheSecret() throws IOException {
    Files.writeString(folder.resolve("token"), "s3cret");
    assertThat(written("${secret-file:token}").problems(s -> s.integer("k").required()))
        .containsExactly("s.yaml:1: k: ${secret-file:token} (expected a whole number)");
  }
}
