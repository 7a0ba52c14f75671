package org.hinomi.collector.detect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.hinomi.collector.decode.Event;
import org.hinomi.core.event.Fields;
import org.hinomi.core.sigma.CorrelationEngine;
import org.hinomi.core.sigma.CorrelationRule;
import org.hinomi.core.sigma.FieldView;
import org.hinomi.core.sigma.Level;
import org.hinomi.core.sigma.RuleMatcher;
import org.hinomi.core.sigma.SigmaRule;
import org.jspecify.annotations.Nullable;

/**
 * What a batch of events would change. Nothing is changed in {@link EventDetection} until the
 * caller has made it durable and says {@link #commit}, but for the state of correlation rules,
 * which a caller that drops the draft has to take back.
 */
public final class EventDraft {
  /** Label of the one alert that stands for all beyond {@link EventDetection#ALERTS_OF_A_RULE}. */
  static final String BEYOND = "hinomi.alert_limit";

  private static final int LABEL_LIMIT = 256;

  private final EventDetection detection;
  private final long quietMicros;
  private final Map<SeriesKey, Live> live = new LinkedHashMap<>();
  private final Set<SeriesKey> over = new HashSet<>();
  private final Map<String, Integer> added = new HashMap<>();
  private final List<MatchChange> changes = new ArrayList<>();
  private final Set<SeriesKey> closed = new HashSet<>();
  private @Nullable Map<SeriesKey, MatchState> settled;

  /** A state whose evidence is still to be taken from the newest event. */
  private record Live(MatchState state, @Nullable Event newest) {
    MatchState settled() {
      return newest == null
          ? state
          : new MatchState(
              state.title(),
              state.level(),
              state.sinceMicros(),
              state.timeMicros(),
              state.receivedMicros(),
              state.count(),
              Evidence.of(newest));
    }
  }

  EventDraft(EventDetection detection) {
    this.detection = detection;
    this.quietMicros = Latch.micros(detection.rules().settings().quiet());
  }

  /**
   * Applies the rules to an event.
   *
   * @return those on single events that it matches
   */
  public List<SigmaRule> observe(Event event) {
    boolean isWindows = EventSources.isWindows(event);
    RuleMatcher.Choice choice = detection.sources().choose(event, isWindows);
    if (choice.isEmpty()) {
      return List.of();
    }
    FieldView exact;
    List<SigmaRule> matched;
    if (isWindows) {
      WindowsView quick = detection.windows().of(event);
      exact = quick.exact();
      matched = choice.match(quick, exact);
    } else {
      exact = detection.fields().of(event);
      matched = choice.match(exact, exact);
    }
    if (!matched.isEmpty()) {
      matched(event, exact, matched);
    }
    return matched;
  }

  private void matched(Event event, FieldView view, List<SigmaRule> matched) {
    long time = Math.min(event.timeMicros(), event.receivedMicros());
    for (SigmaRule rule : matched) {
      if (detection.raises(rule)) {
        TreeMap<String, String> labels = new TreeMap<>();
        labels.put(Fields.HOST_NAME, event.host());
        for (String field : rule.fields()) {
          label(labels, field, view.values(field));
        }
        hit(
            new SeriesKey(rule.key(), labels),
            rule.title(),
            EventRules.level(rule.level()),
            time,
            time,
            event);
      }
    }
    for (CorrelationEngine.Match match :
        detection.correlations().accept(Math.floorDiv(time, 1_000), view, matched)) {
      CorrelationRule rule = match.rule();
      if (detection.raises(rule)) {
        TreeMap<String, String> labels = new TreeMap<>();
        for (int i = 0; i < match.group().size(); i++) {
          label(labels, rule.groupBy().get(i), List.of(match.group().get(i)));
        }
        hit(
            new SeriesKey(rule.key(), labels),
            rule.title(),
            EventRules.level(rule.level()),
            Math.min(match.firstTime() * 1_000, time),
            time,
            event);
      }
    }
  }

  private static void label(Map<String, String> labels, String name, List<String> values) {
    if (!values.isEmpty()) {
      labels.put(name, Evidence.cut(String.join(", ", values), LABEL_LIMIT));
    }
  }

  private void hit(
      SeriesKey wanted, String title, Level level, long since, long time, Event event) {
    SeriesKey key = wanted;
    @Nullable Live before = state(key);
    if (before == null && !hasRoom(key.threshold())) {
      key = new SeriesKey(key.threshold(), beyond());
      before = state(key);
    }
    if (before != null && isOver(before.state(), time, event.receivedMicros())) {
      end(key, before);
      before = null;
    }
    if (before == null) {
      MatchState state =
          new MatchState(title, level, since, time, event.receivedMicros(), 1, Evidence.of(event));
      added.merge(key.threshold(), 1, Integer::sum);
      over.remove(key);
      live.put(key, new Live(state, null));
      changes.add(new MatchChange(ConditionChange.Kind.MET, key, state, time));
      return;
    }
    MatchState was = before.state();
    MatchState now =
        new MatchState(
            title,
            level,
            was.sinceMicros(),
            Math.max(was.timeMicros(), time),
            event.receivedMicros(),
            was.count() + 1,
            was.newest());
    Live after = new Live(now, event);
    live.put(key, after);
    if (was.severity() != now.severity()) {
      changes.add(new MatchChange(ConditionChange.Kind.CHANGED, key, after.settled(), time));
    }
  }

  /**
   * What was found without a rule; lasts until {@link #stop}.
   *
   * @param evidence asked for only where something begins or changes: what lasts is found again
   *     every few seconds
   */
  void stand(
      SeriesKey wanted,
      BuiltIn what,
      Level level,
      long since,
      long at,
      Supplier<Evidence> evidence) {
    SeriesKey key = wanted;
    Live before = state(key);
    if (before == null && what.isUnusual() && !hasRoom(key.threshold())) {
      // These end by themselves, so that one can stand for all beyond.
      key = new SeriesKey(key.threshold(), beyond());
      before = state(key);
    } else if (before == null && !hasRoom(key.threshold())) {
      return;
    }
    if (before == null) {
      MatchState state = new MatchState(what.title(), level, since, at, at, 1, evidence.get());
      added.merge(key.threshold(), 1, Integer::sum);
      over.remove(key);
      live.put(key, new Live(state, null));
      changes.add(new MatchChange(ConditionChange.Kind.MET, key, state, at));
      return;
    }
    MatchState was = before.state();
    long count = what.endsQuietly() ? was.count() + 1 : was.count();
    if (was.level() == level && count == was.count()) {
      return;
    }
    MatchState now =
        new MatchState(was.title(), level, was.sinceMicros(), at, at, count, evidence.get());
    live.put(key, new Live(now, null));
    if (was.severity() != now.severity()) {
      changes.add(new MatchChange(ConditionChange.Kind.CHANGED, key, now, at));
    }
  }

  /** What was found without a rule is so no longer. */
  void stop(SeriesKey key, long at) {
    Live state = state(key);
    if (state != null) {
      end(key, state, at);
    }
  }

  private static TreeMap<String, String> beyond() {
    TreeMap<String, String> labels = new TreeMap<>();
    labels.put(BEYOND, Integer.toString(EventDetection.ALERTS_OF_A_RULE));
    return labels;
  }

  private boolean hasRoom(String rule) {
    return detection.alertsOf(rule) + added.getOrDefault(rule, 0) < EventDetection.ALERTS_OF_A_RULE;
  }

  private @Nullable Live state(SeriesKey key) {
    Live own = live.get(key);
    if (own != null || over.contains(key)) {
      return own;
    }
    MatchState state = detection.states().get(key);
    return state == null ? null : new Live(state, null);
  }

  private boolean isOver(MatchState state, long time, long received) {
    return time - state.timeMicros() > quietMicros
        || received - state.receivedMicros() > quietMicros;
  }

  private void end(SeriesKey key, Live state) {
    end(key, state, state.state().timeMicros() + quietMicros);
  }

  private void end(SeriesKey key, Live state, long atMicros) {
    live.remove(key);
    over.add(key);
    added.merge(key.threshold(), -1, Integer::sum);
    changes.add(new MatchChange(ConditionChange.Kind.CLEARED, key, state.settled(), atMicros));
  }

  /**
   * Ends an alert because a person says so; the next match raises another.
   *
   * @param atMicros when
   */
  public void close(SeriesKey key, long atMicros) {
    Live state = state(key);
    if (state != null) {
      closed.add(key);
      end(key, state, atMicros);
    }
  }

  /** Whether a person ended the alert. */
  public boolean isClosed(SeriesKey key) {
    return closed.contains(key);
  }

  /**
   * Ends the alerts that have been quiet for long enough; to be called at the end of a batch, with
   * the time at which its last record was received, or with the clock's when nothing is waiting.
   */
  public void quiet(long nowMicros) {
    if (nowMicros - detection.earliestReceived() <= quietMicros) {
      return;
    }
    for (Map.Entry<SeriesKey, MatchState> alert : detection.states().entrySet()) {
      if (EventDetection.lasts(alert.getKey())) {
        continue;
      }
      Live state = state(alert.getKey());
      if (state != null && nowMicros - state.state().receivedMicros() > quietMicros) {
        end(alert.getKey(), state);
      }
    }
  }

  /** The alerts that events of this batch moved and that fire, with their new states. */
  public Map<SeriesKey, MatchState> touched() {
    Map<SeriesKey, MatchState> all = settled;
    if (all == null) {
      all = new LinkedHashMap<>();
      for (Map.Entry<SeriesKey, Live> alert : live.entrySet()) {
        all.put(alert.getKey(), alert.getValue().settled());
      }
      settled = all;
    }
    return Collections.unmodifiableMap(all);
  }

  /** The alerts that are over after this batch. */
  public Set<SeriesKey> over() {
    return Collections.unmodifiableSet(over);
  }

  /** In the order of the events. */
  public List<MatchChange> changes() {
    return Collections.unmodifiableList(changes);
  }

  /** Makes it so. */
  public void commit() {
    detection.commit(touched(), over);
  }
}
