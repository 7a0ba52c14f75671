package org.hinomi.core.sigma;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Many rules at once. Which of them look at an event is decided by its source ({@link
 * EventSource}); for those that look at the same events an index is made when the first such event
 * comes ({@link RuleIndex}).
 *
 * <p>Thread-safe. The answer is that of trying each rule in turn.
 */
public final class RuleSet {
  /** Kinds of source whose rules are remembered; then it is begun anew. */
  private static final int SOURCES = 4_096;

  private final List<SigmaRule> rules;
  private final Set<LogSource> logSources = new LinkedHashSet<>();
  private final Map<EventSource, RuleIndex> bySource = new ConcurrentHashMap<>();
  private final Map<Set<LogSource>, RuleIndex> indexes = new ConcurrentHashMap<>();

  /** Takes the rules; their order is that of the answers. */
  public RuleSet(List<SigmaRule> rules) {
    this.rules = List.copyOf(rules);
    this.rules.forEach(rule -> logSources.add(rule.logSource()));
  }

  /** The rules, in the order of loading. */
  public List<SigmaRule> rules() {
    return rules;
  }

  /**
   * The rules that an event matches, in the order of loading.
   *
   * @param source what decides which rules look at it
   */
  public List<SigmaRule> match(FieldView event, EventSource source) {
    RuleIndex index = bySource.get(source);
    if (index == null) {
      index = index(source);
      if (bySource.size() >= SOURCES) {
        bySource.clear();
      }
      bySource.put(source, index);
    }
    return index.match(event);
  }

  private RuleIndex index(EventSource source) {
    Set<LogSource> chosen = new LinkedHashSet<>();
    for (LogSource each : logSources) {
      if (LogSources.TABLE.concerns(each, source)) {
        chosen.add(each);
      }
    }
    return indexes.computeIfAbsent(
        chosen,
        c -> new RuleIndex(rules.stream().filter(rule -> c.contains(rule.logSource())).toList()));
  }
}
