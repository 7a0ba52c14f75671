package org.hinomi.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Whatever stands in a file: a value or problems, never another exception, and in good time. */
class SettingsFuzzTest {

  @FuzzTest
  void anyFileIsReadOrHasProblems(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("settings", ".yaml");
    try {
      Files.write(file, bytes);
      try {
        new SettingsLoader(Map.of("HOME", "/home/rin"))
            .load(file, List.of("set.over=x"), SettingsFuzzTest::readEveryKind);
      } catch (SettingsException e) {
        assertThat(e.problems()).isNotEmpty();
        for (ConfigProblem problem : e.problems()) {
          assertThat(problem.toString()).contains(": ").endsWith(")").doesNotContain("\n");
        }
      }
    } finally {
      Files.delete(file);
    }
  }

  private static Object readEveryKind(Section s) {
    return List.of(
        s.text("text").optional(),
        s.integer("integer").optional(),
        s.number("number").optional(),
        s.bool("bool").optional(),
        s.duration("duration").orElse(Duration.ZERO),
        s.size("size").optional(),
        s.share("share").optional(),
        s.address("address").oneOrMore(),
        s.ip("ip").optional(),
        s.cidr("cidr").list(),
        s.oid("oid").optional(),
        s.path("path").optional(),
        s.existingFolder("folder").optional(),
        s.ownFolder("own").optional(),
        s.zone("zone").optional(),
        s.charset("charset").optional(),
        s.oneOf("one-of", Place.Kind.class).optional(),
        s.optionalSecret("secret"),
        s.section("set").text("over").required(),
        s.sections("sections").stream().map(e -> e.text("name").optional()).toList(),
        s.named("named").values().stream().map(e -> e.text("name").optional()).toList(),
        s.map("map"));
  }
}
