package org.hinomi.collector.review.anomaly;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Kind;
import org.hinomi.collector.review.Notable;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.Table;

/** Malware that was found, and changes of accounts, groups and what is audited. */
public final class SecurityCheck implements Check {
  private static final Kind MALWARE = new Kind("malware", Purpose.DISCOVERY, "CIA");
  private static final Kind AUDIT = new Kind("audit-policy", Purpose.DISCOVERY, "CI");

  @Override
  public String id() {
    return "security";
  }

  @Override
  public Step step() {
    return Step.ANOMALIES;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    String notable = context.sql().notable();
    String period = context.sql().period();
    Table malware =
        context.table(
            "malware",
            """
            SELECT host, time, "user", malware, message, position FROM (
              SELECT *, min(position) OVER (PARTITION BY host, malware) AS its_first FROM (
                SELECT host, time, coalesce(user_name, '') AS "user",
                  coalesce(json_extract_string(fields, '/threat.software.name'), '') AS malware,
                  left(message, 300) AS message, position
                FROM %s WHERE %s AND (%s)))
            ORDER BY position > its_first, time, position LIMIT 500
            """
                .formatted(notable, period, Notable.MALWARE));
    Table accounts =
        context.table(
            "account-changes",
            """
            SELECT host, time, code, coalesce(user_name, '') AS "user",
              coalesce(json_extract_string(fields, '/user.target.name'), '') AS target,
              coalesce(json_extract_string(fields, '/group.name'), '') AS "group",
              coalesce(json_extract_string(fields, '/event.action'), '') AS action, position
            FROM %s WHERE %s AND (%s)
            ORDER BY coalesce(code, '') <> '4719', time, position LIMIT 1000
            """
                .formatted(notable, period, Notable.ACCOUNT_CHANGE));
    List<Observation> seen = new ArrayList<>();
    for (Table.Row row : malware.list()) {
      String key = row.text("host") + " " + row.text("malware");
      if (seen.stream().noneMatch(each -> each.key().equals(key))) {
        seen.add(
            new Observation(
                MALWARE,
                Severity.HIGH,
                key,
                List.of(
                    row.text("host"),
                    row.text("malware").isEmpty() ? row.text("message") : row.text("malware"),
                    context.local(row.whole("time"))),
                malware.evidence(List.of(row.whole("position")))));
      }
    }
    for (Table.Row row : accounts.list()) {
      if (row.text("code").equals("4719")) {
        seen.add(
            new Observation(
                AUDIT,
                Severity.MEDIUM,
                row.text("host") + " " + Table.iso(row.whole("time")),
                List.of(row.text("host"), row.text("user"), context.local(row.whole("time"))),
                accounts.evidence(List.of(row.whole("position")))));
      }
    }
    return new Result(List.of(malware, accounts), seen);
  }
}
