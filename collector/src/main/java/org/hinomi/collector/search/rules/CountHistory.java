package org.hinomi.collector.search.rules;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.detect.EventCounting;
import org.hinomi.core.sigma.SigmaRule;

/**
 * How many events a threshold would have counted, by host and span of time. As when they come in, a
 * host has a count, and be it none, from its first event on until it had none for a while. For one
 * thread.
 */
public final class CountHistory {
  private static final String ALL = "*";
  private static final Duration KNOWN = Duration.ofDays(EventCounting.KNOWN_DAYS);

  private final EventCounting counting;
  private final long every;
  private final Map<String, TreeMap<Long, Long>> hosts = new TreeMap<>();

  public CountHistory(EventCounting counting) {
    this.counting = counting;
    this.every = counting.every().toMillis();
  }

  /** Takes a number of events of a span. */
  public void add(String host, Instant time, long count) {
    hosts
        .computeIfAbsent(counting.perHost() ? host : ALL, h -> new TreeMap<>())
        .merge(Math.floorDiv(time.toEpochMilli(), every), count, Long::sum);
  }

  /** Takes an event, with the rules that it matches. */
  public void observe(Event event, List<SigmaRule> matched) {
    if (matched.stream().anyMatch(counting::isOf)) {
      add(event.host(), Instant.EPOCH.plus(event.timeMicros(), ChronoUnit.MICROS), 1);
    }
  }

  /**
   * Gives the counts of the spans that are over.
   *
   * @param end of what was looked at
   */
  public void giveTo(ThresholdHistory history, Instant end) {
    long last = Math.floorDiv(end.toEpochMilli(), every) - 1;
    long known = KNOWN.toMillis() / every;
    hosts.forEach(
        (host, counts) -> {
          for (Map.Entry<Long, Long> counted : counts.entrySet()) {
            long span = counted.getKey();
            Long next = counts.higherKey(span);
            long until = Math.min(next == null ? last : next - 1, span + known);
            for (long at = span; at <= Math.min(until, last); at++) {
              history.add(
                  host,
                  Map.of(),
                  Instant.ofEpochMilli((at + 1) * every),
                  at == span ? counted.getValue() : 0);
            }
          }
        });
  }
}
