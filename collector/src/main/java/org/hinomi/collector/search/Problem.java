package org.hinomi.collector.search;

import java.util.List;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;

/**
 * Something that an operator should look at.
 *
 * @param key of its sentence, without {@code problem.}
 * @param values that stand in the sentence
 */
public record Problem(String key, List<String> values) {
  public Problem {
    values = List.copyOf(values);
  }

  public static Problem of(String key, Object... values) {
    return new Problem(key, java.util.Arrays.stream(values).map(String::valueOf).toList());
  }

  /** One sentence. */
  public String text(Language language) {
    return Messages.of(Problem.class, language).get("problem." + key, values.toArray());
  }
}
