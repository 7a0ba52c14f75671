package org.hinomi.collector.record;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A group of events.
 *
 * @param start first moment of its step of time, microseconds since 1970; empty where none was
 *     asked for
 * @param values of the fields asked for, Long or String, in their order; null: the events lack it
 * @param count how many events
 */
public record EventGroup(OptionalLong start, List<@Nullable Object> values, long count) {
  public EventGroup {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }
}
