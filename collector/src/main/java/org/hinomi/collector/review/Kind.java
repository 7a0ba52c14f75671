package org.hinomi.collector.review;

import static java.util.Objects.requireNonNull;

/**
 * A kind of observation. Its text stands in the bundle of this package under {@code finding.ID}.
 *
 * @param id as a file name, such as {@code missing-day}
 * @param purpose that it serves
 * @param affects which of C, I and A: {@code "C"}, {@code "IA"}
 */
public record Kind(String id, Purpose purpose, String affects) {
  public Kind {
    requireNonNull(id, "id");
    requireNonNull(purpose, "purpose");
    if (!affects.matches("C?I?A?") || affects.isEmpty()) {
      throw new IllegalArgumentException(affects + " (expected: of C, I and A, in this order)");
    }
  }
}
