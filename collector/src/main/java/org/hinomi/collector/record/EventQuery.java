package org.hinomi.collector.record;

/**
 * A question for events, answered newest first.
 *
 * @param limit most events to give; 0: all
 */
public record EventQuery(Condition condition, Window window, int limit) {
  public EventQuery {
    if (limit < 0) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: >= 0; 0 is no limit)");
    }
  }
}
