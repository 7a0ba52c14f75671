package org.hinomi.collector.review;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.stream.Collectors;
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
  /** Arguments that are codes, or lists of codes, and have words in each language. */
  private static final Map<String, Integer> CODES =
      Map.of(
          "lost-phone-recorded", 2,
          "mail-spoofed", 4,
          "capacity-full", 1,
          "capacity-forecast", 1,
          "capacity-high", 1);

  public Observation {
    arguments = List.copyOf(arguments);
  }

  /** What was seen, in words. */
  public String text(Language language) {
    return text(kind.id(), arguments, language);
  }

  /** The text of a kind with its arguments. */
  public static String text(String kind, List<String> arguments, Language language) {
    Messages texts = Messages.of(Observation.class, language);
    List<String> said = new ArrayList<>(arguments);
    Integer code = CODES.get(kind);
    if (code != null && code < said.size()) {
      said.set(
          code,
          Arrays.stream(said.get(code).split(", "))
              .map(each -> word(texts, each))
              .collect(Collectors.joining(texts.get("words.comma"))));
    }
    return texts.get("finding." + kind, said.toArray());
  }

  /** What a code means; itself where it has no words. */
  public static String word(Messages texts, String code) {
    try {
      return texts.get("word." + code);
    } catch (MissingResourceException e) {
      return code;
    }
  }
}
