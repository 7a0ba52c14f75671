package org.hinomi.core.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The languages that all texts exist in. */
public enum Language {
  EN(Locale.ENGLISH),
  JA(Locale.JAPANESE);

  private final Locale locale;

  Language(Locale locale) {
    this.locale = locale;
  }

  public Locale locale() {
    return locale;
  }

  /**
   * The language of a tag or of a POSIX locale: {@code ja}, {@code ja-JP}, {@code ja_JP.UTF-8}.
   * Empty for any that we have no texts in, and for {@code C} and {@code POSIX}.
   */
  public static Optional<Language> of(String name) {
    String language = name.split("[-_.@]", 2)[0].toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(l -> l.locale.getLanguage().equals(language)).findFirst();
  }

  /**
   * What a user's environment asks for: the first of {@code HINOMI_LANG}, {@code LC_ALL}, {@code
   * LC_MESSAGES} and {@code LANG} that is set decides, as POSIX has it; English where it names a
   * language that we do not have.
   */
  public static Language ofEnvironment(Map<String, String> environment) {
    for (String name : new String[] {"HINOMI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}) {
      String value = environment.get(name);
      if (value != null && !value.isEmpty()) {
        return of(value).orElse(EN);
      }
    }
    return EN;
  }
}
