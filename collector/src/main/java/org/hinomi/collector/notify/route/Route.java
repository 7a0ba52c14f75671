package org.hinomi.collector.notify.route;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hinomi.collector.alert.Transition;
import org.hinomi.core.text.Glob;

/**
 * Which alerts go to which team.
 *
 * @param match {@code rule}, {@code severity} or a label → patterns, one of which must fit; a label
 *     that is not there is an empty text
 * @param when times in one of which it must be; always where there are none
 * @param unless times in none of which it must be
 * @param goOn whether later routes are looked at too
 */
public record Route(
    String name,
    Map<String, List<Glob>> match,
    List<Span> when,
    List<Span> unless,
    String team,
    boolean goOn,
    Policy policy) {

  public Route {
    match = Map.copyOf(match);
    when = List.copyOf(when);
    unless = List.copyOf(unless);
  }

  boolean fits(Transition transition, Instant now) {
    for (Map.Entry<String, List<Glob>> wanted : match.entrySet()) {
      if (wanted.getValue().stream().noneMatch(glob -> fits(wanted.getKey(), glob, transition))) {
        return false;
      }
    }
    return (when.isEmpty() || when.stream().anyMatch(span -> span.contains(now)))
        && unless.stream().noneMatch(span -> span.contains(now));
  }

  private static boolean fits(String key, Glob glob, Transition transition) {
    return glob.matches(value(key, transition))
        || (key.equals("rule") && glob.matches(transition.title()));
  }

  /** What the alert has under a key of {@code match} or {@code by}. */
  static String value(String key, Transition transition) {
    return switch (key) {
      case "rule" -> transition.rule();
      case "severity" -> transition.severity().name().toLowerCase(Locale.ROOT);
      default -> transition.labels().getOrDefault(key, "");
    };
  }

  /** What an alert has in common with those of its group; a digest is one group. */
  public Map<String, String> group(Transition transition) {
    Map<String, String> group = new LinkedHashMap<>();
    if (policy.digest().isPresent()) {
      return group;
    }
    policy.by().forEach(key -> group.put(key, value(key, transition)));
    return group;
  }
}
