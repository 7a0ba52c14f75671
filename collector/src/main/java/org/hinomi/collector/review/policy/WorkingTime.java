package org.hinomi.collector.review.policy;

import java.time.LocalDate;
import java.util.List;

/** When people work, in the zone of the review. */
@FunctionalInterface
public interface WorkingTime {
  /** The spans of a day in their order; none on a day off. */
  List<Span> on(LocalDate day);

  /**
   * A part of a day.
   *
   * @param from minute of the day, 0 to 1439
   * @param to minute after it, 1 to 1440
   */
  record Span(int from, int to) {}
}
