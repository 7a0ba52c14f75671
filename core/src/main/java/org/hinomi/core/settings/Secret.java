package org.hinomi.core.settings;

import static java.util.Objects.requireNonNull;

/** A password or token. It prints as {@code <secret>}; only {@link #reveal} gives the text. */
public final class Secret {
  private final String text;

  public Secret(String text) {
    this.text = requireNonNull(text, "text");
  }

  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && that.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "<secret>";
  }
}
