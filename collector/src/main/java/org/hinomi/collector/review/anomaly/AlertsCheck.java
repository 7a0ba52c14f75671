package org.hinomi.collector.review.anomaly;

import static org.hinomi.collector.record.TableSink.Kind.TEXT;
import static org.hinomi.collector.record.TableSink.Kind.TIME;
import static org.hinomi.collector.record.TableSink.Kind.WHOLE;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.record.TableSink.Column;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Kind;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.Table;
import org.jspecify.annotations.Nullable;

/** The alerts of the period, and what became of them. */
public final class AlertsCheck implements Check {
  private static final Kind OPEN = new Kind("alert-open", Purpose.DISCOVERY, "A");

  @Override
  public String id() {
    return "alerts";
  }

  @Override
  public Step step() {
    return Step.ANOMALIES;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    Map<String, List<AlertReader.Step>> lives = new LinkedHashMap<>();
    for (AlertReader.Step step :
        context.archive().alerts(context.period().start(), context.period().end())) {
      if (step.transition().position() < context.until()) {
        lives.computeIfAbsent(step.transition().life(), made -> new ArrayList<>()).add(step);
      }
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (List<AlertReader.Step> life : lives.values()) {
      rows.add(row(life));
    }
    Table alerts =
        new Table(
            "alerts",
            List.of(
                new Column("since", TIME),
                new Column("severity", TEXT),
                new Column("host", TEXT),
                new Column("title", TEXT),
                new Column("labels", TEXT),
                new Column("cleared", TIME),
                new Column("steps", WHOLE),
                new Column("told", TEXT),
                new Column("position", WHOLE)),
            rows,
            "hinomi alerts --history 100000");
    List<Observation> seen = new ArrayList<>();
    for (Table.Row row : alerts.list()) {
      if (!row.has("cleared")) {
        seen.add(
            new Observation(
                OPEN,
                row.text("severity").equals("critical") ? Severity.MEDIUM : Severity.LOW,
                row.text("title") + " " + row.text("labels"),
                List.of(row.text("title"), row.text("host"), context.local(row.whole("since"))),
                alerts.evidence(List.of(row.whole("position")))));
      }
    }
    return new Result(List.of(alerts), seen);
  }

  private static List<@Nullable Object> row(List<AlertReader.Step> life) {
    Transition first = life.getFirst().transition();
    Transition last = life.getLast().transition();
    Transition.Severity worst =
        life.stream().map(step -> step.transition().severity()).max(Enum::compareTo).orElseThrow();
    List<@Nullable Object> row = new ArrayList<>();
    row.add(micros(first.since()));
    row.add(worst.name().toLowerCase(Locale.ROOT));
    row.add(first.host());
    row.add(first.title());
    row.add(
        first.labels().entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(" ")));
    row.add(last.kind() == Transition.Kind.CLEARED ? micros(last.at()) : null);
    row.add((long) life.size());
    row.add(
        life.stream()
            .flatMap(step -> step.notifications().keySet().stream())
            .distinct()
            .sorted()
            .collect(Collectors.joining(" ")));
    row.add(first.position());
    return row;
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
