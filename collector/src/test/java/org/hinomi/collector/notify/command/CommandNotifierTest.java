package org.hinomi.collector.notify.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.hinomi.collector.alert.AlertFixtures;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.collector.notify.GroupMessage;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandNotifierTest {
  @TempDir private Path folder;

  @BeforeEach
  void needsAShellForTheTestItself() {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "/bin/sh is missing");
  }

  @Test
  void nothingThatAHostCallsItselfIsACommand() throws Exception {
    Path program = script("printf '%s|' \"$@\" > " + folder + "/args; cat > " + folder + "/stdin");
    Transition evil =
        new Transition(
            "id",
            Transition.Kind.RAISED,
            "rule",
            new TreeMap<>(Map.of("host.name", "$(touch " + folder + "/evil); `id` | rm -rf /")),
            Transition.Severity.CRITICAL,
            "",
            OptionalDouble.of(1),
            OptionalDouble.empty(),
            AlertFixtures.START,
            AlertFixtures.START,
            1);
    assertThat(deliver(List.of(program.toString(), "--to={{severity}}", "{{host}}"), 10, evil))
        .isEqualTo(new Delivery.Delivered());
    assertThat(Files.readString(folder.resolve("args")))
        .isEqualTo("--to=critical|$(touch " + folder + "/evil); `id` | rm -rf /|");
    assertThat(folder.resolve("evil")).doesNotExist();
    assertThat(Files.readString(folder.resolve("stdin"))).startsWith("{\"version\":1,");
  }

  @Test
  void saysHowItEnded() throws Exception {
    Path program = script("echo no modem >&2; echo; exit 3");
    assertThat(deliver(List.of(program.toString()), 10, step()))
        .isEqualTo(new Delivery.RetryAfter(program + " ended with status 3: no modem"));
    assertThat(deliver(List.of(folder + "/none"), 10, step()))
        .isInstanceOfSatisfying(
            Delivery.RetryAfter.class,
            retry -> assertThat(retry.reason()).contains(folder + "/none"));
  }

  @Test
  void itsTimeAndItsOutputAreBounded() throws Exception {
    Path hangs = script("sleep 600");
    long began = System.nanoTime();
    assertThat(deliver(List.of(hangs.toString()), 1, step()))
        .isEqualTo(new Delivery.RetryAfter(hangs + " did not end within 1000 ms"));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
    Path talks = script("head -c 3000000 /dev/zero | tr '\\\\0' x; exit 1");
    assertThat(deliver(List.of(talks.toString()), 60, step()))
        .isInstanceOfSatisfying(
            Delivery.RetryAfter.class, retry -> assertThat(retry.reason()).hasSizeLessThan(1_000));
  }

  @Test
  void learnsNothingOfOurEnvironment() throws Exception {
    Path program = script("env > " + folder + "/env");
    deliver(List.of(program.toString()), 10, step());
    assertThat(Files.readString(folder.resolve("env")).lines())
        .allMatch(line -> line.matches("(PATH|LC_ALL|PWD|OLDPWD|SHLVL|_)=.*"));
  }

  private static Transition step() {
    return AlertFixtures.transition("3f2c", Transition.Kind.RAISED, "/srv");
  }

  private static Delivery deliver(List<String> run, int seconds, Transition step) {
    try (CommandNotifier notifier =
        new CommandNotifier(
            new CommandSettings(
                "pager", run, Duration.ofSeconds(seconds), Language.EN, ZoneOffset.UTC))) {
      return notifier.deliver(GroupMessage.of(step, "pager"));
    }
  }

  private Path script(String body) throws Exception {
    Path script = Files.createTempFile(folder, "run", ".sh");
    Files.writeString(script, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }
}
