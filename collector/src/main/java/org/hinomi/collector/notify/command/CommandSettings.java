package org.hinomi.collector.notify.command;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.hinomi.collector.notify.text.Placeholders;
import org.hinomi.collector.notify.text.Values;
import org.hinomi.core.settings.Section;
import org.hinomi.core.text.Language;

/**
 * One program.
 *
 * @param run the program and its arguments, each of which may have {@link Placeholders}
 * @param timeout after which it is ended
 */
public record CommandSettings(
    String name, List<String> run, Duration timeout, Language language, ZoneId zone) {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  public CommandSettings {
    run = List.copyOf(run);
  }

  /**
   * @param names of the channels before, to which this one's is added
   */
  public static CommandSettings read(Section s, Set<String> names, Language language) {
    String name = s.uniqueName("name", names);
    List<String> run = s.text("run").oneOrMore();
    for (String argument : run) {
      Placeholders.mistake(argument, Values.NAMES)
          .ifPresent(mistake -> s.problem("run", mistake.place(), mistake.expected()));
    }
    if (!run.isEmpty() && run.getFirst().contains("{{")) {
      s.problem("run", run.getFirst(), "a program without places to fill");
    }
    return new CommandSettings(
        name,
        run,
        s.duration("timeout", SHORTEST, LONGEST).orElse(TIMEOUT),
        s.oneOf("language", Language.class).orElse(language),
        ZoneId.systemDefault());
  }
}
