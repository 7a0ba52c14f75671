package org.hinomi.collector.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hinomi.collector.app.command.Caller;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

class MainTest {
  @ParameterizedTest
  @EnumSource(Language.class)
  void explainsEveryCommandAndOption(Language language) {
    CommandLine program =
        Main.commandLine(
            new Caller(
                Map.of(),
                language,
                InstantSource.fixed(Instant.EPOCH),
                ZoneOffset.UTC,
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream()));
    assertThat(program.getSubcommands())
        .containsOnlyKeys(
            "up",
            "collector",
            "check",
            "mib",
            "search",
            "metrics",
            "alerts",
            "status",
            "import",
            "demo",
            "timeline",
            "sql",
            "rules",
            "thresholds",
            "translate",
            "enroll",
            "user",
            "token",
            "verify",
            "retention",
            "hold",
            "review",
            "notify",
            "export",
            "backup",
            "restore",
            "help");
    Stream.concat(
            Stream.of(program),
            program.getSubcommands().values().stream()
                .flatMap(
                    command ->
                        Stream.concat(
                            Stream.of(command), command.getSubcommands().values().stream())))
        .forEach(
            command -> {
              assertThat(command.getCommandSpec().usageMessage().description())
                  .as(command.getCommandName())
                  .isNotEmpty();
              for (ArgSpec argument : command.getCommandSpec().args()) {
                assertThat(argument.description())
                    .as(command.getCommandName() + " " + argument)
                    .isNotEmpty()
                    .allSatisfy(
                        text ->
                            assertThat(text.codePoints().anyMatch(c -> c > 0x3000))
                                .isEqualTo(language == Language.JA));
              }
            });
  }

  @Test
  void aGroupWithoutSubcommandSaysWhichThereAre() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CommandLine program =
        Main.commandLine(
            new Caller(
                Map.of(),
                Language.EN,
                InstantSource.fixed(Instant.EPOCH),
                ZoneOffset.UTC,
                OutputStream.nullOutputStream(),
                err));
    for (String group :
        List.of(
            "enroll",
            "hold",
            "notify",
            "retention",
            "review",
            "rules",
            "thresholds",
            "token",
            "user")) {
      StringWriter said = new StringWriter();
      program.setErr(new PrintWriter(said, true));
      assertThat(program.execute(group)).as(group).isEqualTo(ExitCode.USAGE);
      CommandLine of = requireNonNull(program.getSubcommands().get(group));
      assertThat(said.toString() + err)
          .contains("subcommand missing (expected: ")
          .contains(of.getSubcommands().keySet());
      err.reset();
    }
  }
}
