package org.hinomi.collector.search;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.OptionalLong;
import org.hinomi.collector.record.Window;
import org.hinomi.core.text.Language;
import org.jspecify.annotations.Nullable;

/**
 * What a reader asks, as typed; null: the default.
 *
 * @param from start of the span of time, inclusive
 * @param to end of it, exclusive
 * @param limit most lines to give; 0: all
 * @param format how to write them
 * @param zone of times without one, and of a table
 * @param language of what people read: a table; names in JSON and CSV are the same in all
 */
public record Question(
    @Nullable String from,
    @Nullable String to,
    @Nullable Integer limit,
    Format format,
    ZoneId zone,
    Language language) {
  private static final Duration DEFAULT_SPAN = Duration.ofHours(24);

  /**
   * The limit as a number.
   *
   * @throws IllegalArgumentException with a message for the reader
   */
  int atMost(int byDefault) {
    int most = limit == null ? byDefault : limit;
    if (most < 0) {
      throw new WrongQuestion("limit", most);
    }
    return most;
  }

  /**
   * The span asked for. Unless told otherwise it is what happened or came in during the last 24
   * hours: neither a sender's clock that is wrong nor an old record sent late may hide what is new.
   *
   * @param orReceived whether there is a time of receipt to go by
   * @throws IllegalArgumentException with a message for the reader
   */
  Window window(Instant now, boolean orReceived) {
    if (from == null && to == null) {
      return new Window(
          OptionalLong.of(Micros.of(now.minus(DEFAULT_SPAN))), OptionalLong.empty(), orReceived);
    }
    Instant end = to == null ? now : time("to", to, now);
    Instant start = from == null ? end.minus(DEFAULT_SPAN) : time("from", from, now);
    if (to != null && start.isAfter(end)) {
      throw new WrongQuestion("order", start, end);
    }
    return new Window(
        OptionalLong.of(Micros.of(start)),
        to == null ? OptionalLong.empty() : OptionalLong.of(Micros.of(end)),
        false);
  }

  private Instant time(String name, String text, Instant now) {
    try {
      return TimeText.parse(text, now, zone);
    } catch (WrongQuestion e) {
      throw new WrongQuestion("in", name, e);
    }
  }
}
