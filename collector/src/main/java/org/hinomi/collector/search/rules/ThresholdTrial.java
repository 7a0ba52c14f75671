package org.hinomi.collector.search.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.collector.detect.ConditionChange;
import org.hinomi.collector.detect.Derivations;
import org.hinomi.collector.detect.Detection;
import org.hinomi.collector.detect.Draft;
import org.hinomi.collector.detect.EventCounts;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.collector.detect.SeriesKey;
import org.hinomi.collector.detect.ThresholdSet;
import org.hinomi.core.sigma.SigmaRule;

/**
 * Says which alerts thresholds would have raised on series, and on events that they count, that are
 * given in the order of their receipt. For one thread.
 */
public final class ThresholdTrial {
  private final Detection detection;
  private final EventCounts counts;
  private final List<Raised> raised = new ArrayList<>();
  private final Map<SeriesKey, Integer> open = new HashMap<>();

  /**
   * An alert that would have been raised.
   *
   * @param severity the last it had
   * @param over whether it was over before the last value
   */
  public record Raised(SeriesKey alert, String severity, boolean over) {}

  public ThresholdTrial(ThresholdSet thresholds, Calendars calendars) {
    detection = new Detection(thresholds, Map.of(), new Derivations(calendars));
    counts = new EventCounts(thresholds, EventRules.Settings.DEFAULT.late());
  }

  /** Takes the next round of samples. */
  public void observe(SampleRound round) {
    counts.advance(round, this::judge);
    judge(round);
  }

  /** Takes the next event, with the rules that it matches. */
  public void observe(Event event, List<SigmaRule> matched) {
    counts.advance(event, this::judge);
    counts.observe(event, matched);
  }

  private void judge(SampleRound round) {
    Draft draft = detection.draft();
    draft.observe(round);
    for (ConditionChange change : draft.changes()) {
      String severity = change.severity().name().toLowerCase(Locale.ROOT);
      boolean over = change.kind() == ConditionChange.Kind.CLEARED;
      Raised now = new Raised(change.series(), severity, over);
      Integer number = open.get(change.series());
      if (number == null) {
        open.put(change.series(), raised.size());
        raised.add(now);
      } else {
        raised.set(number, now);
        if (over) {
          open.remove(change.series());
        }
      }
    }
    draft.commit();
  }

  /** The alerts, in the order of being raised. */
  public List<Raised> raised() {
    return List.copyOf(raised);
  }
}
