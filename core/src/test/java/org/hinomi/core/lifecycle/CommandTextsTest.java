package org.hinomi.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.hinomi.core.settings.CheckCommand;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class CommandTextsTest {
  @Command(
      name = "hinomi",
      mixinStandardHelpOptions = true,
      subcommands = {CheckCommand.class, CommandLine.HelpCommand.class})
  private static final class Program {}

  @ParameterizedTest
  @CsvSource({
    "search --lang ja x, EN, JA",
    "--lang=ja search, EN, JA",
    "--lang en search, JA, EN",
    "search x, JA, JA",
    "search -- --lang ja, EN, EN",
    "search --lang fr, JA, JA",
    "search --lang, EN, EN",
  })
  void theArgumentGoesBeforeTheEnvironment(String line, Language around, Language language) {
    assertThat(
            CommandTexts.language(
                List.of(line.split(" ")),
                Map.of("HINOMI_LANG", around.locale().getLanguage(), "LANG", "C")))
        .isEqualTo(language);
  }

  @Test
  void explainsCommandsInBothLanguages() {
    assertThat(output(Language.EN, "check", "--help"))
        .contains("Usage: hinomi check", "Check settings and rules", "--lang", "78   at least one");
    assertThat(output(Language.JA, "check", "--help"))
        .contains("使い方: hinomi check", "検査します", "--lang", "問題が 1 つ以上ある")
        .contains("このヘルプを表示して終了します");
    assertThat(output(Language.JA, "help", "check")).contains("使い方: hinomi check");
    assertThat(output(Language.JA, "help", "--help")).contains("説明するコマンド");
  }

  @Test
  void everyCommandTakesTheLanguage() {
    assertThat(output(Language.EN, "check", "--lang", "ja", "--version")).startsWith("hinomi ");
    assertThat(output(Language.EN, "check", "--lang", "fr", "x"))
        .isEqualTo(
            """
            hinomi check: Invalid value for option '--lang': fr (expected: en or ja)
            See: hinomi check --help
            """);
    assertThat(output(Language.JA, "--langu"))
        .contains("Unknown option: '--langu'")
        .contains("--lang")
        .endsWith("使い方は hinomi --help で確認できます。\n");
  }

  private static String output(Language language, String... arguments) {
    StringWriter written = new StringWriter();
    CommandLine line =
        CommandErrors.commandLine(new Program())
            .setOut(new PrintWriter(written, true))
            .setErr(new PrintWriter(written, true));
    CommandTexts.speak(line, language);
    line.execute(arguments);
    return written.toString();
  }
}
