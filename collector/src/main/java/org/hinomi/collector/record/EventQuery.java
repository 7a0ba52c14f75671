package org.hinomi.collector.record;

import org.jspecify.annotations.Nullable;

/**
 * A question for events, answered newest first.
 *
 * @param after give only what is older than this; null: from the newest on
 * @param limit most events to give; 0: all
 */
public record EventQuery(
    Condition condition, Window window, @Nullable EventCursor after, int limit) {
  public EventQuery {
    if (limit < 0) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: >= 0; 0 is no limit)");
    }
  }

  public EventQuery(Condition condition, Window window, int limit) {
    this(condition, window, null, limit);
  }
}
