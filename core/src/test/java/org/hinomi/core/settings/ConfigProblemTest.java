package org.hinomi.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigProblemTest {
  @Test
  void printsForEditorsAndPeople() {
    assertThat(
            new ConfigProblem(
                Path.of("conf/collector.yaml"),
                3,
                "listen.syslog-udp",
                "0.0.0.0:70000",
                "host:port"))
        .hasToString(
            "conf/collector.yaml:3: listen.syslog-udp: 0.0.0.0:70000 (expected host:port)");
  }

  @Test
  void isOneLineWhateverTheValue() {
    assertThat(new ConfigProblem(Path.of("a"), 1, "k", "x\ny\tz\u001b[31m\u202e", "b"))
        .hasToString("a:1: k: x\\ny\\tz\\u001b[31m\\u202e (expected b)");
    assertThat(new ConfigProblem(Path.of("a"), 1, "k", "x".repeat(300), "b").toString())
        .isEqualTo("a:1: k: " + "x".repeat(200) + "… (expected b)");
  }

  @Test
  void linesAreCountedFromOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConfigProblem(Path.of("a"), 0, "k", "v", "e"));
    assertThatIllegalArgumentException().isThrownBy(() -> new SettingsException(List.of()));
  }
}
