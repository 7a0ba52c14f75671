package org.hinomi.collector.record;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question for numbers of events: how many there are for each step of time and each combination
 * of the values of some fields. Of a field with several values each counts; an event without the
 * field counts under null.
 *
 * @param steps null: the time does not matter, and the largest groups come first
 * @param fields stored names, whose values make the groups
 * @param limit most groups to give; 0: all
 */
public record AggregateQuery(
    Condition condition, Window window, @Nullable Steps steps, List<String> fields, int limit) {
  public AggregateQuery {
    fields = List.copyOf(fields);
    for (String field : fields) {
      if (FieldKind.of(field) == FieldKind.OPAQUE) {
        throw new IllegalArgumentException(field + ": no question can be asked of it");
      }
    }
    if (limit < 0) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: >= 0; 0 is no limit)");
    }
  }

  /**
   * Steps of time as a clock on the wall of a zone shows them: hours begin at its full hours, days
   * at its midnights, weeks on its Mondays.
   *
   * @param length at least one second
   */
  public record Steps(Duration length, ZoneId zone) {
    public Steps {
      if (length.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new IllegalArgumentException("step: " + length + " (expected: at least 1s)");
      }
    }
  }
}
