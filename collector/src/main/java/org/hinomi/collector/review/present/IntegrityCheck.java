package org.hinomi.collector.review.present;

import static org.hinomi.collector.record.TableSink.Kind.TEXT;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.hinomi.collector.keep.Finding;
import org.hinomi.collector.keep.HistoryVerifier;
import org.hinomi.collector.record.TableSink.Column;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Kind;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.Table;
import org.hinomi.core.text.Language;
import org.jspecify.annotations.Nullable;

/** Whether the history is as it was written: the days (UTC) of the period, and the chains. */
public final class IntegrityCheck implements Check {
  private static final Kind NOT_INTACT = new Kind("not-intact", Purpose.DISCOVERY, "I");
  private static final String COMMAND = "hinomi verify";

  @Override
  public String id() {
    return "integrity";
  }

  @Override
  public Step step() {
    return Step.PRESENT;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    HistoryVerifier.Report report = context.archive().verify();
    LocalDate from = LocalDate.ofInstant(context.period().start(), ZoneOffset.UTC);
    LocalDate to = LocalDate.ofInstant(context.period().end().minusNanos(1), ZoneOffset.UTC);
    TreeSet<String> days = new TreeSet<>();
    for (HistoryVerifier.Day day : report.days()) {
      LocalDate date = LocalDate.parse(day.day());
      if (!date.isBefore(from) && !date.isAfter(to)) {
        days.add(day.day() + " " + day.retentionClass());
      }
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (String day : days) {
      rows.add(List.of(day.substring(0, 10), day.substring(11), "verified"));
    }
    Table verified =
        new Table(
            "integrity",
            List.of(
                new Column("day", TEXT),
                new Column("retention_class", TEXT),
                new Column("status", TEXT)),
            rows,
            COMMAND);
    List<List<@Nullable Object>> wrong = new ArrayList<>();
    for (Finding finding : report.findings()) {
      if (finding.status().wrong()) {
        wrong.add(List.of(finding.status().name(), finding.where(), finding.detail(Language.EN)));
      }
    }
    Table damage =
        new Table(
            "integrity-findings",
            List.of(
                new Column("status", TEXT), new Column("file", TEXT), new Column("message", TEXT)),
            wrong,
            COMMAND);
    List<Observation> seen =
        damage.list().stream()
            .map(
                row ->
                    new Observation(
                        NOT_INTACT,
                        Severity.HIGH,
                        row.text("file"),
                        List.of(row.text("file"), row.text("message")),
                        damage.evidence(List.of())))
            .toList();
    return new Result(List.of(verified, damage), seen);
  }
}
