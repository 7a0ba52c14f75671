package org.hinomi.collector.detect;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.hinomi.collector.decode.Event;
import org.hinomi.core.sigma.SigmaRule;
import org.jspecify.annotations.Nullable;

/**
 * Which events a threshold counts.
 *
 * @param rule title, id or name of a rule on single events; "" where a query says it
 * @param query null where a rule says it
 * @param every for how long they are counted; divides the hour
 * @param perHost whether each host has a count of its own
 */
public record EventCounting(
    String rule, @Nullable Predicate<Event> query, Duration every, boolean perHost) {

  /** For so many days a host has a count after its last event. */
  public static final int KNOWN_DAYS = 35;

  /** Of what there is a count. */
  public enum Of {
    HOST,
    ALL
  }

  /** What the counts of a threshold are called where metrics have names. */
  public static String metric(String threshold) {
    return "events(" + threshold + ")";
  }

  boolean counts(Event event, List<SigmaRule> matched) {
    if (query != null) {
      return query.test(event);
    }
    for (SigmaRule one : matched) {
      if (isOf(one)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is this rule whose events are counted. */
  public boolean isOf(SigmaRule one) {
    return rule.equals(one.title()) || rule.equals(one.id()) || rule.equals(one.name());
  }
}
