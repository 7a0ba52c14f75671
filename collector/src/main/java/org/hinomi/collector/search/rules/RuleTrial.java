package org.hinomi.collector.search.rules;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.detect.ConditionChange;
import org.hinomi.collector.detect.EventDetection;
import org.hinomi.collector.detect.EventDraft;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.collector.detect.MatchChange;
import org.hinomi.collector.detect.MatchState;
import org.hinomi.collector.detect.SeriesKey;
import org.hinomi.core.sigma.Level;
import org.hinomi.core.sigma.SigmaRule;

/**
 * Says which alerts rules would have raised on events that are given in the order of their receipt.
 * Rules of the lowest level count too. For one thread.
 */
public final class RuleTrial {

  /**
   * An alert that would have been raised.
   *
   * @param rule id of the rule, its title where it has none
   * @param alert identity: the rule and the labels
   * @param over whether it was over before the last event
   */
  public record Raised(SeriesKey alert, MatchState state, boolean over) {
    public String rule() {
      return alert.threshold();
    }

    public Instant since() {
      return Instant.EPOCH.plus(state.sinceMicros(), ChronoUnit.MICROS);
    }

    public Instant last() {
      return Instant.EPOCH.plus(state.timeMicros(), ChronoUnit.MICROS);
    }
  }

  private final EventDetection detection;
  private final List<SeriesKey> order = new ArrayList<>();
  private final Map<SeriesKey, Integer> open = new LinkedHashMap<>();
  private final Map<Integer, Raised> closed = new LinkedHashMap<>();

  public RuleTrial(EventRules rules) {
    EventRules.Settings settings = rules.settings();
    detection =
        new EventDetection(
            new EventRules(
                    rules.rules(),
                    rules.correlations(),
                    new EventRules.Settings(
                        Level.INFORMATIONAL, settings.quiet(), settings.late(), settings.sources()))
                .with(rules.calendars()),
            Map.of());
  }

  /**
   * Takes the next event.
   *
   * @return the rules on single events that it matches
   */
  public List<SigmaRule> observe(Event event) {
    EventDraft draft = detection.draft();
    List<SigmaRule> matched = draft.observe(event);
    draft.quiet(event.receivedMicros());
    if (draft.touched().isEmpty() && draft.over().isEmpty()) {
      return matched;
    }
    for (MatchChange change : draft.changes()) {
      if (change.kind() == ConditionChange.Kind.MET) {
        open.put(change.alert(), order.size());
        order.add(change.alert());
      } else if (change.kind() == ConditionChange.Kind.CLEARED) {
        Integer number = open.remove(change.alert());
        if (number != null) {
          closed.put(number, new Raised(change.alert(), change.state(), true));
        }
      }
    }
    draft.commit();
    return matched;
  }

  /** The alerts, in the order of being raised. */
  public List<Raised> raised() {
    List<Raised> all = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      Raised over = closed.get(i);
      MatchState state = detection.states().get(order.get(i));
      if (over != null) {
        all.add(over);
      } else if (state != null) {
        all.add(new Raised(order.get(i), state, false));
      }
    }
    return all;
  }
}
