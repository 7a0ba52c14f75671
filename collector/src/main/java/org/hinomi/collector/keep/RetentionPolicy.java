package org.hinomi.collector.keep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.hinomi.collector.decode.Event;

/**
 * Which events are kept how long. Immutable.
 *
 * @param rules tried in their order; the first that an event satisfies gives its class
 * @param otherwise the class of all others
 */
public record RetentionPolicy(
    String source, Map<String, RetentionClass> classes, List<Rule> rules, String otherwise)
    implements Function<Event, String> {

  /** Where nobody has said anything: one class, kept for ever. */
  public static final RetentionPolicy NONE =
      new RetentionPolicy(
          "no policy",
          Map.of("default", new RetentionClass("default", Optional.empty(), Optional.empty(), "")),
          List.of(),
          "default");

  /**
   * One rule.
   *
   * @param query as it was written
   * @param test the same, made ready
   */
  public record Rule(String query, Predicate<Event> test, String retentionClass) {}

  public RetentionPolicy {
    classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
    rules = List.copyOf(rules);
  }

  /** The class of an event. */
  @Override
  public String apply(Event event) {
    for (Rule rule : rules) {
      if (rule.test().test(event)) {
        return rule.retentionClass();
      }
    }
    return otherwise;
  }

  /** A class by its name; what the policy does not know is kept for ever. */
  public RetentionClass retentionClass(String name) {
    RetentionClass known = classes.get(name);
    return known != null ? known : new RetentionClass(name, Optional.empty(), Optional.empty(), "");
  }
}
