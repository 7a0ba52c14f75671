package org.hinomi.collector.search;

import java.util.List;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;

/** Something in a question that cannot be answered; says what, in the reader's language. */
public final class WrongQuestion extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String key;
  private final transient List<Object> values;

  /**
   * Makes one.
   *
   * @param key of its sentence, without {@code wrong.}
   * @param values that stand in it; another of these is said in the same language
   */
  public WrongQuestion(String key, Object... values) {
    this(text(key, List.of(values), Language.EN), key, List.of(values));
  }

  private WrongQuestion(String english, String key, List<Object> values) {
    super(english);
    this.key = key;
    this.values = values;
  }

  /** One sentence; {@link #getMessage} says it in English. */
  public String text(Language language) {
    return text(key, values, language);
  }

  private static String text(String key, List<Object> values, Language language) {
    Object[] texts =
        values.stream()
            .map(value -> value instanceof WrongQuestion inner ? inner.text(language) : value)
            .toArray();
    return Messages.of(WrongQuestion.class, language).get("wrong." + key, texts);
  }
}
