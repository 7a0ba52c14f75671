package org.hinomi.collector.review;

import java.util.List;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;

/**
 * Something that a check saw.
 *
 * @param key what it is about, such as a source and day; the same thing has the same key in the
 *     next review
 * @param arguments of the kind's text
 */
public record Observation(
    Kind kind, Severity severity, String key, List<String> arguments, Evidence evidence) {
  public Observation {
    arguments = List.copyOf(arguments);
  }

  /** What was seen, in words. */
  public String text(Language language) {
    return text(kind.id(), arguments, language);
  }

  /** The text of a kind with its arguments. */
  public static String text(String kind, List<String> arguments, Language language) {
    return Messages.of(Observation.class, language).get("finding." + kind, arguments.toArray());
  }
}
