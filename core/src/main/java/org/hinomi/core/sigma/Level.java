package org.hinomi.core.sigma;

import java.util.Locale;

/** How much a match matters; ordered, the last matters most. */
public enum Level {
  INFORMATIONAL,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /** The word that rules write. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
