package org.hinomi.core.unix;

import java.util.Locale;

/** How what ran before a start came to its end. */
public enum Shutdown {
  /** In good order: it says so itself. */
  CLEAN,
  /** It broke off: a crash, a reset, a power cut. */
  UNCLEAN,
  /** Nothing of it is there to tell. */
  UNKNOWN;

  /** As records write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@link #UNKNOWN} for any other word. */
  static Shutdown ofWord(String word) {
    for (Shutdown one : values()) {
      if (one.word().equals(word)) {
        return one;
      }
    }
    return UNKNOWN;
  }
}
