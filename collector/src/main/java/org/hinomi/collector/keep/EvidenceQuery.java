package org.hinomi.collector.keep;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.record.Condition;
import org.hinomi.collector.record.Condition.Bound;
import org.hinomi.collector.record.Part;
import org.hinomi.collector.record.PartSearch;
import org.hinomi.collector.search.QueryException;
import org.hinomi.collector.search.QueryParser;
import org.hinomi.collector.search.TimeText;
import org.hinomi.collector.search.WrongQuestion;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;

/**
 * What shall be exported, as typed.
 *
 * @param from first time of the events; null: since ever
 * @param to first time behind them; null: open
 * @param zone of times without one
 */
public record EvidenceQuery(String query, @Nullable String from, @Nullable String to, ZoneId zone) {

  /**
   * The same, understood.
   *
   * @param from microseconds since 1970, {@code to} likewise
   * @param text how it is noted
   */
  record Read(Condition condition, long from, long to, String text) {

    /** Whether a part may have an event of the span. */
    boolean mayHold(Part part) {
      return part.toMicros() >= from && part.fromMicros() < to;
    }
  }

  Read read(PartSearch search, InstantSource clock) throws QueryException, IOException {
    Instant now = clock.instant();
    Condition condition = new QueryParser(search::regexProblem, clock, zone).parse(query);
    StringBuilder text = new StringBuilder(query).append('\n');
    Instant start = time("from", from, now);
    Instant end = time("to", to, now);
    if (start != null && end != null && start.isAfter(end)) {
      throw new WrongQuestion("order", start, end);
    }
    List<Condition> all = new ArrayList<>(List.of(condition));
    if (start != null || end != null) {
      all.add(new Condition.Range(Fields.TIMESTAMP, bound(start, true), bound(end, false)));
    }
    if (start != null) {
      text.append("from ").append(start).append('\n');
    }
    if (end != null) {
      text.append("to ").append(end).append('\n');
    }
    text.append("times without a zone: ").append(zone).append('\n');
    return new Read(
        all.size() == 1 ? condition : new Condition.And(all),
        start == null ? Long.MIN_VALUE : micros(start),
        end == null ? Long.MAX_VALUE : micros(end),
        text.toString());
  }

  private @Nullable Instant time(String name, @Nullable String typed, Instant now) {
    try {
      return typed == null ? null : TimeText.parse(typed, now, zone);
    } catch (WrongQuestion e) {
      throw new WrongQuestion("in", name, e);
    }
  }

  private static @Nullable Bound bound(@Nullable Instant time, boolean inclusive) {
    return time == null ? null : new Bound(Long.toString(micros(time)), inclusive);
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
