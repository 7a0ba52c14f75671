package org.hinomi.core.text;

import java.text.MessageFormat;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/**
 * The texts of one module in one language: {@code messages.properties} (English) and {@code
 * messages_ja.properties}, UTF-8, in the package of the class that asks. A text is a {@link
 * MessageFormat}: <code>{0}</code> stands for the first value, {@code ''} for an apostrophe.
 *
 * <pre>{@code
 * Messages texts = Messages.of(MailText.class, Language.JA);
 * texts.get("alert.raised", host, level);
 * }</pre>
 *
 * Numbers and times are put in as the caller formatted them: a collector must not write 1,234.5 in
 * one mail and 1.234,5 in the next. Immutable.
 */
public final class Messages {

  private final Language language;
  private final ResourceBundle bundle;

  private Messages(Language language, ResourceBundle bundle) {
    this.language = language;
    this.bundle = bundle;
  }

  /**
   * @param owner any class of the package that the files stand in
   * @throws MissingResourceException when the package has none
   */
  public static Messages of(Class<?> owner, Language language) {
    return new Messages(language, bundle(owner, language));
  }

  /**
   * The same texts as they stand in the file, for a library that wants a bundle.
   *
   * @throws MissingResourceException when the package has none
   */
  public static ResourceBundle bundle(Class<?> owner, Language language) {
    // No fallback to the machine's locale: a collector in Tokyo asked for English answers so.
    return ResourceBundle.getBundle(
        owner.getPackageName() + ".messages",
        language.locale(),
        owner.getClassLoader(),
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  public Language language() {
    return language;
  }

  /**
   * @throws MissingResourceException when no text has this key
   */
  public String get(String key, Object... values) {
    Object[] texts = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      texts[i] = String.valueOf(values[i]);
    }
    return new MessageFormat(bundle.getString(key), language.locale()).format(texts);
  }
}
