package org.hinomi.agent.app;

import java.util.List;
import java.util.Locale;
import org.hinomi.core.evntcmd.TranslateCommand;
import org.hinomi.core.lifecycle.CommandErrors;
import org.hinomi.core.lifecycle.CommandTexts;
import org.hinomi.core.settings.CheckCommand;
import org.hinomi.core.text.Language;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the agent's own distribution. */
@Command(
    name = "hinomi",
    mixinStandardHelpOptions = true,
    subcommands = {AgentCommand.class, CheckCommand.class, TranslateCommand.class})
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // Numbers in records, settings and protocols have the digits 0 to 9, whatever the machine's
    // language.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    System.exit(commandLine(CommandTexts.language(List.of(args), System.getenv())).execute(args));
  }

  static CommandLine commandLine(Language language) {
    CommandLine line =
        CommandErrors.commandLine(new Main()).addSubcommand(new EnrollCommand(language));
    CommandTexts.speak(line, language);
    return line;
  }
}
