package org.hinomi.collector.review.anomaly;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Kind;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.ReviewSql;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.Table;

/** Backups that failed, and backups that did not come when they should have. */
public final class BackupsCheck implements Check {
  private static final Kind FAILED = new Kind("backup-failed", Purpose.DISCOVERY, "IA");
  private static final Kind MISSED = new Kind("backup-missed", Purpose.DISCOVERY, "IA");

  /** So many successes tell how often there should be one. */
  private static final int ENOUGH = 4;

  /** Windows Backup and volume shadow copies (VolSnap), by number. */
  private static final String FAILURE =
      """
      (program = 'Microsoft-Windows-Backup' AND code IN
          ('5', '7', '8', '9', '13', '14', '17', '18', '19', '20', '49', '50', '51', '52', '517',
          '518', '521', '561'))
        OR (program IN ('VolSnap', 'Volsnap', 'volsnap')
          AND code IN ('14', '16', '25', '27', '33', '35', '36'))\
      """;

  private static final String SUCCESS = "(program = 'Microsoft-Windows-Backup' AND code = '4')";

  /** Other programs, by their words. */
  private static final String FAILURE_WORDS =
      """
      regexp_matches(template, '(backup|バックアップ)', 'i')
        AND regexp_matches(template, '(fail|error|abort|失敗|エラー|中断)', 'i')
        AND NOT regexp_matches(template, '(without|no|<\\*>) (errors?|warnings?|fail)', 'i')\
      """;

  private static final String SUCCESS_WORDS =
      """
      regexp_matches(template, '(backup|バックアップ)', 'i')
        AND regexp_matches(template, '(complete|success|succeed|finished|完了|成功|正常終了)', 'i')
        AND NOT regexp_matches(template, '(fail|unsuccess|失敗)', 'i')\
      """;

  @Override
  public String id() {
    return "backups";
  }

  @Override
  public Step step() {
    return Step.ANOMALIES;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    ReviewSql sql = context.sql();
    Instant from = context.period().start();
    Instant to = context.period().end();
    Table days =
        context.table(
            "backups",
            """
            SELECT host, CAST(day AS DATE) AS day,
              CAST(sum(CASE WHEN failed THEN n ELSE 0 END) AS BIGINT) AS failed,
              CAST(sum(CASE WHEN failed THEN 0 ELSE n END) AS BIGINT) AS succeeded,
              min(first) AS first, max(last) AS last,
              min(CASE WHEN failed THEN first_position END) AS position
            FROM (SELECT *, coalesce(%1$s, FALSE) OR %2$s AS failed,
                coalesce(%3$s, FALSE) OR %4$s AS succeeded FROM %5$s)
            WHERE failed OR succeeded GROUP BY 1, 2 ORDER BY 1, 2
            """
                .formatted(
                    FAILURE,
                    sql.kind(from, to, FAILURE_WORDS),
                    SUCCESS,
                    sql.kind(from, to, SUCCESS_WORDS),
                    sql.fact("kinds")));
    List<Observation> seen = new ArrayList<>();
    Map<String, List<LocalDate>> succeeded = new LinkedHashMap<>();
    for (Table.Row row : days.list()) {
      if (row.whole("succeeded") > 0) {
        succeeded
            .computeIfAbsent(row.text("host"), made -> new ArrayList<>())
            .add(LocalDate.parse(row.text("day")));
      }
      if (row.whole("failed") > 0) {
        seen.add(
            new Observation(
                FAILED,
                Severity.MEDIUM,
                row.text("host") + " " + row.text("day"),
                List.of(row.text("host"), row.text("day"), row.text("failed")),
                days.evidence(List.of(row.whole("position")))));
      }
    }
    succeeded.forEach((host, dates) -> missed(context, days, host, dates, seen));
    return new Result(List.of(days), seen);
  }

  /** Intervals far longer than those between most of the backups of a host. */
  private static void missed(
      ReviewContext context,
      Table days,
      String host,
      List<LocalDate> dates,
      List<Observation> seen) {
    if (dates.size() < ENOUGH) {
      return;
    }
    List<Long> intervals = new ArrayList<>();
    for (int i = 1; i < dates.size(); i++) {
      intervals.add(ChronoUnit.DAYS.between(dates.get(i - 1), dates.get(i)));
    }
    // The rhythm of those that rest at weekends is in the longer intervals.
    List<Long> sorted = intervals.stream().sorted().toList();
    long usual = sorted.get(sorted.size() * 9 / 10);
    List<LocalDate> ends = new ArrayList<>(dates);
    LocalDate today = LocalDate.ofInstant(context.asOf(), context.period().zone());
    ends.add(today.isBefore(context.period().to()) ? today : context.period().to());
    for (int i = 1; i < ends.size(); i++) {
      long interval = ChronoUnit.DAYS.between(ends.get(i - 1), ends.get(i));
      if (interval > usual + 1) {
        seen.add(
            new Observation(
                MISSED,
                Severity.MEDIUM,
                host + " " + ends.get(i - 1),
                List.of(
                    host,
                    ends.get(i - 1).toString(),
                    Long.toString(interval),
                    Long.toString(usual)),
                days.evidence(List.of())));
      }
    }
  }
}
