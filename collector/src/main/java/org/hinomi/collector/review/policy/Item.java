package org.hinomi.collector.review.policy;

import java.util.Locale;

/**
 * The six items of PCI DSS 10.2.2 (3.2.1: 10.3.1 to 10.3.6), as {@code review.filled} names them.
 */
public enum Item {
  USER,
  TYPE,
  TIME,
  OUTCOME,
  ORIGIN,
  RESOURCE;

  /** As it stands in {@code review.filled}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
