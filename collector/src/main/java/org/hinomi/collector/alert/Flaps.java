package org.hinomi.collector.alert;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.detect.SeriesKey;

/**
 * How often alerts were raised lately. Of at most {@value #ALERTS} alerts the last raises are
 * remembered; beyond that the alert that was quiet longest is forgotten. For one thread.
 */
final class Flaps {
  private static final int ALERTS = 20_000;

  private final AlertSettings.Flapping settings;

  private final Map<SeriesKey, Deque<Instant>> raises =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SeriesKey, Deque<Instant>> eldest) {
          return size() > ALERTS;
        }
      };

  Flaps(AlertSettings.Flapping settings) {
    this.settings = settings;
  }

  /** An alert was raised, for good. */
  void raised(SeriesKey key, Instant at) {
    Deque<Instant> times = raises.computeIfAbsent(key, k -> new ArrayDeque<>());
    times.addLast(at);
    if (times.size() > settings.raises() + 1) {
      times.removeFirst();
    }
  }

  void commit(Collection<Transition> steps) {
    for (Transition step : steps) {
      if (step.kind() == Kind.RAISED) {
        raised(Holding.key(step), step.at());
      }
    }
  }

  /**
   * Whether an alert flaps.
   *
   * @param more raises that are not remembered yet
   */
  boolean flaps(SeriesKey key, Instant now, int more) {
    Deque<Instant> times = raises.get(key);
    long count = more;
    if (times != null) {
      Instant since = now.minus(settings.within());
      for (Instant time : times) {
        count += time.isAfter(since) ? 1 : 0;
      }
    }
    return count > settings.raises();
  }
}
