package org.hinomi.collector.alert;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hinomi.core.text.Glob;

/**
 * A condition on an alert: the value of a label, or of {@code rule} (its key or its title) or
 * {@code severity}, fits a pattern, or does not. Letter case does not matter. A label that is not
 * there is empty.
 *
 * @param equal false: the value must not fit
 * @param pattern {@code *} and {@code ?} as in a shell
 */
public record Matcher(String name, boolean equal, String pattern) {
  public Matcher {
    requireNonNull(name, "name");
    requireNonNull(pattern, "pattern");
  }

  /** {@code host.name=fs*} or {@code severity!=critical}; empty where the text is neither. */
  public static Optional<Matcher> of(String text) {
    int sign = text.indexOf('=');
    if (sign < 1) {
      return Optional.empty();
    }
    boolean equal = text.charAt(sign - 1) != '!';
    String name = text.substring(0, equal ? sign : sign - 1).strip();
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(new Matcher(name, equal, text.substring(sign + 1).strip()));
  }

  boolean fits(
      String rule, String title, Transition.Severity severity, Map<String, String> labels) {
    boolean fits =
        switch (name) {
          case "rule" -> like(rule) || like(title);
          case "severity" -> like(severity.name());
          default -> like(labels.getOrDefault(name, ""));
        };
    return fits == equal;
  }

  private boolean like(String value) {
    return new Glob(pattern.toLowerCase(Locale.ROOT)).matches(value.toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return name + (equal ? "=" : "!=") + pattern;
  }
}
