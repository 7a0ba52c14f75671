package org.hinomi.collector.detect;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hinomi.core.sigma.CorrelationEngine;
import org.hinomi.core.sigma.RuleMatcher;
import org.hinomi.core.sigma.RuleSet;

/**
 * Rules over the events that come, and the alerts that fire because of them. Not thread-safe.
 *
 * <p>An alert is over when no event has matched for {@link EventRules.Settings#quiet}: in the time
 * of the events when the next one matches, in the time of receipt when other records come, and by
 * the clock that the caller goes by when nothing comes at all.
 */
public final class EventDetection {
  /** Groups of correlation rules; when there are more, the one that was quiet longest goes. */
  static final int GROUPS = 20_000;

  /** Alerts of one rule that fire at a time; what goes beyond counts for one alert together. */
  static final int ALERTS_OF_A_RULE = 1_000;

  /** Keys of alerts that do not end because nothing more comes. */
  private static final Set<String> BUILT_IN =
      Arrays.stream(BuiltIn.values())
          .filter(b -> !b.endsQuietly())
          .map(BuiltIn::key)
          .collect(Collectors.toUnmodifiableSet());

  private final EventRules rules;
  private final Set<Object> raising;
  private final CorrelationEngine correlations;
  private final EventSources sources;
  private final EventFields fields;
  private final WindowsView windows;
  private final Map<SeriesKey, MatchState> states;
  private final Map<String, Integer> counts = new HashMap<>();
  private long earliestReceived = Long.MAX_VALUE;

  /** Goes on from {@code states}; those that no rule covers must have been closed before. */
  public EventDetection(EventRules rules, Map<SeriesKey, MatchState> states) {
    this.rules = rules;
    this.raising = rules.raising();
    this.correlations =
        new CorrelationEngine(rules.correlations(), GROUPS, rules.settings().late().toMillis());
    this.sources =
        new EventSources(new RuleMatcher(new RuleSet(rules.rules())), rules.settings().sources());
    TimeFields times = new TimeFields(rules.calendars());
    this.fields = new EventFields(times);
    this.windows = new WindowsView(times);
    this.states = new HashMap<>(states);
    states.keySet().forEach(key -> counts.merge(key.threshold(), 1, Integer::sum));
    findEarliest();
  }

  /** Starts a batch; one at a time. */
  public EventDraft draft() {
    return new EventDraft(this);
  }

  /** The alerts that fire. */
  public Map<SeriesKey, MatchState> states() {
    return Collections.unmodifiableMap(states);
  }

  /** The state of the correlation rules, which is not part of a draft: it changes at once. */
  public CorrelationEngine correlations() {
    return correlations;
  }

  EventRules rules() {
    return rules;
  }

  boolean raises(Object rule) {
    return raising.contains(rule);
  }

  EventSources sources() {
    return sources;
  }

  EventFields fields() {
    return fields;
  }

  WindowsView windows() {
    return windows;
  }

  int alertsOf(String rule) {
    return counts.getOrDefault(rule, 0);
  }

  /** When the newest match of the alert was received that has been quiet for longest. */
  long earliestReceived() {
    return earliestReceived;
  }

  void commit(Map<SeriesKey, MatchState> live, Set<SeriesKey> over) {
    over.forEach(
        key -> {
          if (states.remove(key) != null) {
            counts.merge(key.threshold(), -1, Integer::sum);
          }
        });
    live.forEach(
        (key, state) -> {
          if (states.put(key, state) == null) {
            counts.merge(key.threshold(), 1, Integer::sum);
          }
        });
    findEarliest();
  }

  /** Whether an alert lasts until something says that it is over. */
  static boolean lasts(SeriesKey key) {
    return BUILT_IN.contains(key.threshold());
  }

  private void findEarliest() {
    long earliest = Long.MAX_VALUE;
    for (Map.Entry<SeriesKey, MatchState> alert : states.entrySet()) {
      if (!lasts(alert.getKey())) {
        earliest = Math.min(earliest, alert.getValue().receivedMicros());
      }
    }
    earliestReceived = earliest;
  }
}
