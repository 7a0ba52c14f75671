package org.hinomi.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverridesTest {
  @TempDir private Path folder;

  private static final Function<Section, List<String>> READER =
      s ->
          List.of(
              s.text("host").orElse("-"),
              s.section("listen").text("relp").orElse("-"),
              s.section("listen").text("snmp").orElse("-"),
              String.join(",", s.text("to").list()));

  private Written written(String... set) {
    return Written.in(folder, "host: file\nlisten:\n  relp: file\n  snmp: file\nto: [a, b]\n")
        .set(set);
  }

  @Test
  void layOverTheFileKeyByKey() {
    assertThat(written().read(READER)).containsExactly("file", "file", "file", "a,b");
    assertThat(written("listen.relp=set", "host=9:00=x").read(READER))
        .containsExactly("9:00=x", "set", "file", "a,b");
  }

  @Test
  void theLaterWins() {
    assertThat(
            written("host=1", "listen={relp: 1, snmp: 1}", "host=2", "listen.snmp=2").read(READER))
        .containsExactly("2", "1", "2", "a,b");
  }

  @Test
  void listsAreReplaced() {
    assertThat(written("to=[c]").read(READER)).containsExactly("file", "file", "file", "c");
    assertThat(written("to=[]").read(READER)).containsExactly("file", "file", "file", "");
  }

  @Test
  void makeKeysThatTheFileHasNot() {
    assertThat(Written.in(folder, "").set("listen.relp=x").read(READER))
        .containsExactly("-", "x", "-", "");
  }

  @Test
  void problemsNameTheOverrideByItsNumber() {
    assertThat(
            written(
                    "host=ok",
                    "listen=x",
                    "nonsense",
                    "=secret",
                    "hots=1",
                    "to=[",
                    "a..b=1",
                    "host=")
                .problems(READER))
        .containsExactly(
            "--set:2: listen: a text (expected a mapping: key: value, one a line)",
            "--set:3: (expected KEY=VALUE)",
            "--set:4: (expected KEY=VALUE)",
            "--set:5: hots: unknown key (expected one of host, listen, to; did you mean host?)",
            "--set:6: bad YAML: expected the node content, but found '<stream end>' (expected plain"
                + " YAML)",
            "--set:7: a..b (expected KEY=VALUE)",
            "--set:8: host: empty (expected a text)");
  }

  @Test
  void pathsOnTheCommandLineStartFromTheWorkingFolder() {
    assertThat(
            written("host=a/../b")
                .<Path>read(
                    s -> {
                      List<String> _ = READER.apply(s);
                      return s.path("host").required();
                    }))
        .isEqualTo(Path.of("b"));
  }
}
