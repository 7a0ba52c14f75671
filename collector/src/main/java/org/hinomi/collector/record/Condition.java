package org.hinomi.collector.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event must satisfy to be found. Fields carry their stored names; text compares without
 * regard to letter case. A condition on a field that an event lacks does not hold, so that its
 * {@link Not} does.
 */
public sealed interface Condition {

  /** Holds for every event. */
  record All() implements Condition {}

  record And(List<Condition> parts) implements Condition {
    public And {
      parts = List.copyOf(parts);
    }
  }

  record Or(List<Condition> parts) implements Condition {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  record Not(Condition part) implements Condition {}

  /** The field is present. */
  record Exists(String field) implements Condition {}

  /** The field is this text; {@code message} and {@code error.message}: contains it. */
  record Term(String field, String text) implements Condition {}

  /**
   * The field fits a pattern, as a whole ({@code message}: anywhere in it).
   *
   * @param pattern {@code *} any characters, {@code ?} one; {@code \} takes the next literally
   */
  record Wildcard(String field, String pattern) implements Condition {}

  /** The field fits an RE2 expression, as a whole ({@code message}: anywhere in it). */
  record Regex(String field, String expression) implements Condition {}

  /** The field lies in a range; null leaves a side open. */
  record Range(String field, @Nullable Bound lower, @Nullable Bound upper) implements Condition {}

  /**
   * The field is an address from the first to the last, however it is written.
   *
   * @param first of the same family as {@code last}
   */
  record Addresses(String field, IpAddress first, IpAddress last) implements Condition {
    public Addresses {
      if (first.ipv4() != last.ipv4()) {
        throw new IllegalArgumentException("two families (expected: both of IPv4 or of IPv6)");
      }
    }
  }

  /**
   * One end of a range.
   *
   * @param value a number where the field holds numbers, microseconds since 1970 where it holds
   *     times, else text
   */
  record Bound(String value, boolean inclusive) {}
}
