package org.hinomi.core.lifecycle;

import java.text.MessageFormat;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/**
 * The words of a command line, in the language of its user: {@code --lang} before or after any
 * command, else what the environment says ({@link Language#ofEnvironment}).
 *
 * <p>Descriptions stand in the {@code messages} of the command's package under picocli's keys:
 * {@code hinomi.search.usage.description}, {@code hinomi.search.limit} or, where several commands
 * share an option, {@code limit}. What all programs share is in the one beside this class. picocli
 * reads them without MessageFormat: no apostrophes and no braces in them.
 */
public final class CommandTexts {
  private static final String OPTION = "--lang";

  private CommandTexts() {}

  /**
   * The language that the arguments or else the environment ask for. A wrong name is left to the
   * parser, which knows how to complain.
   */
  public static Language language(List<String> arguments, Map<String, String> environment) {
    for (int i = 0; i < arguments.size() && !arguments.get(i).equals("--"); i++) {
      String argument = arguments.get(i);
      Optional<Language> asked = Optional.empty();
      if (argument.startsWith(OPTION + "=")) {
        asked = Language.of(argument.substring(OPTION.length() + 1));
      } else if (argument.equals(OPTION) && i + 1 < arguments.size()) {
        asked = Language.of(arguments.get(i + 1));
      }
      if (asked.isPresent()) {
        return asked.get();
      }
    }
    return Language.ofEnvironment(environment);
  }

  /** The sentence that says where the help is, in the language of the command. */
  static String seeHelp(CommandSpec command, String help) {
    ResourceBundle texts = command.resourceBundle();
    return new MessageFormat(
            (texts == null ? Messages.bundle(CommandTexts.class, Language.EN) : texts)
                .getString("see.help"))
        .format(new Object[] {help});
  }

  private static Language read(String name) {
    return Language.of(name)
        .orElseThrow(() -> new CommandLine.TypeConversionException(name + " (expected: en or ja)"));
  }

  /**
   * Gives every command the option, the version and its texts. Call it when all subcommands are
   * there.
   */
  public static void speak(CommandLine program, Language language) {
    program
        .getCommandSpec()
        .addOption(
            OptionSpec.builder(OPTION)
                .type(Language.class)
                .converters(CommandTexts::read)
                .paramLabel("en|ja")
                .scopeType(ScopeType.INHERIT)
                .build());
    speak(program, language, Messages.bundle(CommandTexts.class, language));
  }

  private static void speak(CommandLine command, Language language, ResourceBundle above) {
    CommandSpec spec = command.getCommandSpec();
    ResourceBundle texts = own(spec.userObject(), language, above);
    spec.resourceBundle(texts);
    spec.versionProvider(new ProgramVersion());
    command.getSubcommands().values().forEach(sub -> speak(sub, language, texts));
  }

  private static ResourceBundle own(Object command, Language language, ResourceBundle above) {
    try {
      return new Layered(Messages.bundle(command.getClass(), language), above);
    } catch (MissingResourceException picoclis) {
      // A command of the library, such as help.
      return above;
    }
  }

  /** Texts of a package, and behind them those of all. */
  private static final class Layered extends ResourceBundle {
    private final ResourceBundle own;

    Layered(ResourceBundle own, ResourceBundle above) {
      this.own = own;
      setParent(above);
    }

    @Override
    protected @Nullable Object handleGetObject(String key) {
      return own.containsKey(key) ? own.getObject(key) : null;
    }

    @Override
    public Enumeration<String> getKeys() {
      Set<String> keys = new LinkedHashSet<>(own.keySet());
      keys.addAll(parent.keySet());
      return Collections.enumeration(keys);
    }
  }
}
