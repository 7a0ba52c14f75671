package org.hinomi.collector.detect;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.core.sigma.SigmaRule;

/**
 * Counts the events that thresholds are about, and gives each count as a sample when its time is
 * over. Events count in their own time, never later than their receipt, as long as they are not
 * later than the allowance; a time in which nothing at all was received has no count. Not part of a
 * draft: a caller that drops the draft goes back to what was kept with the position. For one
 * thread.
 */
public final class EventCounts {
  private final List<EventCount> counts = new ArrayList<>();
  private long due = Long.MAX_VALUE;

  /**
   * @param late how much later than the newest record an event may be that still counts
   */
  public EventCounts(ThresholdSet thresholds, Duration late) {
    for (Threshold threshold : thresholds.thresholds()) {
      EventCounting counting = threshold.events();
      if (counting != null) {
        counts.add(new EventCount(threshold.name(), counting, Latch.micros(late)));
        due = 0;
      }
    }
  }

  /** A record was received: gives the counts whose time is over by that. */
  public void advance(Decoded decoded, Consumer<SampleRound> rounds) {
    if (decoded.receivedMicros() < due) {
      return;
    }
    long next = Long.MAX_VALUE;
    for (EventCount count : counts) {
      next = Math.min(next, count.advance(decoded, rounds));
    }
    due = next;
  }

  /** Takes an event, with the rules that it matches. */
  public void observe(Event event, List<SigmaRule> matched) {
    for (EventCount count : counts) {
      count.observe(event, matched);
    }
  }

  /** Events that were not counted: too late, or of too many hosts. */
  public long passedOver() {
    return counts.stream().mapToLong(EventCount::passedOver).sum();
  }

  /** Gives what changed since it was asked last, by the names of the thresholds. */
  public void changes(BiConsumer<String, byte[]> each) {
    for (EventCount count : counts) {
      if (count.takeChanged()) {
        each.accept(count.name(), count.write().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** What was given could not be kept: all is given again. */
  public void keepAgain() {
    counts.forEach(EventCount::keepAgain);
  }

  /** Takes back what was kept. */
  public void restore(String name, byte[] state) {
    for (EventCount count : counts) {
      if (count.name().equals(name)) {
        count.read(new String(state, StandardCharsets.UTF_8));
      }
    }
  }
}
