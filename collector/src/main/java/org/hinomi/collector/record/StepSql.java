package org.hinomi.collector.record;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.hinomi.collector.record.AggregateQuery.Steps;

/**
 * Writes the step that an event's time lies in, as the zone's clock shows it. The zone's offsets
 * are constants of the statement: DuckDB's own time zones cost a calendar for each row.
 *
 * <p>Where clocks are set back an hour comes twice, and the steps below a day of both are apart;
 * days are longer or shorter there.
 */
final class StepSql {
  private static final long DAY = Duration.ofDays(1).toNanos() / 1000;

  /** 1970-01-05, a Monday, for steps of whole weeks. */
  private static final long MONDAY = 4 * DAY;

  /** Outside these years the offset nearest to them holds. */
  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

  private final long step;
  private final long origin;
  private final ZoneRules rules;
  private final Instant from;
  private final Instant to;

  StepSql(Steps steps, Window window) {
    this.step = steps.length().toNanos() / 1000;
    this.origin = step % (7 * DAY) == 0 ? MONDAY : 0;
    this.rules = steps.zone().getRules();
    this.from =
        window.from().isEmpty() || window.orReceived() ? FIRST : instant(window.from().getAsLong());
    this.to =
        window.to().isEmpty() || window.orReceived() ? LAST : instant(window.to().getAsLong());
  }

  /**
   * Two columns: {@code step}, local microseconds, and {@code shift}, what {@link #start} needs.
   */
  void write(ConditionSql sql) {
    sql.text("CAST(floor((epoch_us(time) + ");
    offset(sql);
    sql.text(" - ").bind(origin).text(") / ").bind(step);
    sql.text(") AS BIGINT) * ").bind(step).text(" + ").bind(origin).text(" AS step, ");
    if (wholeDays()) {
      sql.text("0 AS shift");
    } else {
      offset(sql);
      sql.text(" AS shift");
    }
  }

  /** The step and shift of a moment of the window, as {@link #write} has them. */
  Step of(long micros) {
    Instant at = instant(micros);
    ZoneOffset offset = rules.getOffset(at.isBefore(from) ? from : at.isAfter(to) ? to : at);
    long local = Math.floorDiv(micros + micros(offset) - origin, step) * step + origin;
    return new Step(local, wholeDays() ? 0 : micros(offset));
  }

  /** The two columns. */
  record Step(long local, long shift) {}

  /** The step's first moment, microseconds since 1970. */
  long start(long local, long shift) {
    if (!wholeDays()) {
      return local - shift;
    }
    LocalDateTime midnight =
        LocalDateTime.ofEpochSecond(Math.floorDiv(local, 1_000_000L), 0, ZoneOffset.UTC);
    ZoneOffsetTransition gap = rules.getTransition(midnight);
    Instant start =
        gap != null && gap.isGap()
            ? gap.getInstant()
            : midnight.toInstant(rules.getOffset(midnight));
    return ChronoUnit.MICROS.between(Instant.EPOCH, start);
  }

  /** First moment of the step that a time lies in. */
  long begin(long micros) {
    long shift = shift(micros);
    return start(local(micros + shift), shift);
  }

  /** The first moment at or after a time that a step begins at. */
  long end(long micros) {
    long begin = begin(micros);
    if (begin == micros) {
      return micros;
    }
    long shift = shift(micros);
    return start(local(micros + shift) + step, shift);
  }

  /** The coarsest roll-ups whose buckets each lie in one step. */
  Resolution resolution() {
    for (Resolution resolution : Resolution.ROLLED.reversed()) {
      if (fits(resolution.micros())) {
        return resolution;
      }
    }
    return Resolution.RAW;
  }

  private boolean fits(long bucket) {
    if (step % bucket != 0 || micros(rules.getOffset(from)) % bucket != 0) {
      return false;
    }
    ZoneOffsetTransition next = rules.nextTransition(from);
    while (next != null && next.getInstant().isBefore(to)) {
      if (micros(next.getOffsetAfter()) % bucket != 0
          || next.getInstant().getEpochSecond() * 1_000_000 % bucket != 0) {
        return false;
      }
      next = rules.nextTransition(next.getInstant());
    }
    return true;
  }

  private long local(long shifted) {
    return Math.floorDiv(shifted - origin, step) * step + origin;
  }

  private long shift(long micros) {
    Instant time = instant(micros);
    return micros(rules.getOffset(time.isBefore(FIRST) ? FIRST : time));
  }

  private boolean wholeDays() {
    return step % DAY == 0;
  }

  /** In constants: DuckDB plans hundreds of parameters slowly. */
  private void offset(ConditionSql sql) {
    ZoneOffsetTransition next = rules.nextTransition(from);
    if (next == null || !next.getInstant().isBefore(to)) {
      sql.text(Long.toString(micros(rules.getOffset(from))));
      return;
    }
    StringBuilder offsets = new StringBuilder("CASE");
    ZoneOffset last = rules.getOffset(from);
    while (next != null && next.getInstant().isBefore(to)) {
      offsets.append(" WHEN epoch_us(time) < ");
      offsets.append(next.getInstant().getEpochSecond() * 1_000_000);
      offsets.append(" THEN ").append(micros(last));
      last = next.getOffsetAfter();
      next = rules.nextTransition(next.getInstant());
    }
    sql.text(offsets.append(" ELSE ").append(micros(last)).append(" END").toString());
  }

  private static long micros(ZoneOffset offset) {
    return offset.getTotalSeconds() * 1_000_000L;
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
