package org.hinomi.collector.review.anomaly;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Kind;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.ReviewSql;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.Table;
import org.hinomi.collector.review.policy.Expected;
import org.hinomi.collector.review.policy.RegisteredSource;
import org.hinomi.collector.review.policy.WorkingTime;

/**
 * Silences in working hours that are longer than the register allows a source, also from the
 * beginning of the period and to its end.
 */
public final class BlanksCheck implements Check {
  private static final Kind BLANK = new Kind("blank-period", Purpose.DISCOVERY, "A");
  private static final int MINUTES_A_DAY = 1440;

  @Override
  public String id() {
    return "blanks";
  }

  @Override
  public Step step() {
    return Step.ANOMALIES;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    ReviewSql sql = context.sql();
    long shortest =
        context.policy().sources().stream()
            .flatMap(source -> source.quiet().stream())
            .mapToLong(quiet -> quiet.toMinutes())
            .min()
            .orElse(0);
    if (shortest == 0) {
      return Result.NONE;
    }
    Instant end =
        context.asOf().isBefore(context.period().end()) ? context.asOf() : context.period().end();
    Table blanks =
        context.table(
            "blanks",
            """
            WITH active AS (SELECT source, moment, min(first) AS first, max(last) AS last FROM %1$s
              GROUP BY 1, 2)
            SELECT source, since, first AS until, date_diff('minute', since, first) AS minutes FROM (
              SELECT source, first, coalesce(lag(last) OVER (PARTITION BY source ORDER BY moment),
                %2$s) AS since FROM active
              UNION ALL
              SELECT source, %3$s, max(last) FROM active GROUP BY 1)
            WHERE date_diff('minute', since, first) > %4$d ORDER BY 1, 2 LIMIT 20000
            """
                .formatted(
                    sql.sources(context.period().start(), context.period().end(), ReviewSql.SLOT),
                    ReviewSql.time(context.period().start()),
                    ReviewSql.time(end),
                    shortest));
    List<Observation> seen = new ArrayList<>();
    for (Table.Row row : blanks.list()) {
      RegisteredSource source =
          context.policy().sources().stream()
              .filter(each -> each.name().equals(row.text("source")))
              .findFirst()
              .orElseThrow();
      LocalDateTime since = local(context, row.whole("since"));
      LocalDateTime until = local(context, row.whole("until"));
      long longest = longest(context, source, since, until);
      if (source.quiet().filter(quiet -> longest > quiet.toMinutes()).isPresent()) {
        seen.add(
            new Observation(
                BLANK,
                Severity.MEDIUM,
                source.name() + " " + since,
                List.of(
                    source.title(),
                    since.toString().replace('T', ' '),
                    until.toString().replace('T', ' '),
                    Long.toString(longest)),
                blanks.evidence(List.of())));
      }
    }
    return new Result(List.of(blanks), seen);
  }

  private static LocalDateTime local(ReviewContext context, long micros) {
    return LocalDateTime.ofInstant(
            Instant.EPOCH.plus(micros, ChronoUnit.MICROS), context.period().zone())
        .truncatedTo(ChronoUnit.MINUTES);
  }

  /** The longest part of a silence that lies in working hours, minutes. */
  private static long longest(
      ReviewContext context, RegisteredSource source, LocalDateTime since, LocalDateTime until) {
    long longest = 0;
    for (LocalDate day = since.toLocalDate();
        !day.isAfter(until.toLocalDate());
        day = day.plusDays(1)) {
      LocalDateTime midnight = day.atStartOfDay();
      long from = Math.max(0, ChronoUnit.MINUTES.between(midnight, since));
      long to = Math.min(MINUTES_A_DAY, ChronoUnit.MINUTES.between(midnight, until));
      // A whole day without anything is the calendar's.
      boolean wholeDay = from == 0 && to == MINUTES_A_DAY;
      if (wholeDay && source.expected() != Expected.IRREGULAR) {
        continue;
      }
      for (WorkingTime.Span span : context.policy().calendar(source).on(day)) {
        longest = Math.max(longest, Math.min(to, span.to()) - Math.max(from, span.from()));
      }
    }
    return longest;
  }
}
