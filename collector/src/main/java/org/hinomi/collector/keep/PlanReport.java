package org.hinomi.collector.keep;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Period;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hinomi.collector.search.Json;
import org.hinomi.collector.search.Terminal;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;
import org.hinomi.core.text.TextTable;
import org.jspecify.annotations.Nullable;

/** A retention plan, for people and as JSON. */
public final class PlanReport {
  private static final List<String> COLUMNS =
      List.of("class", "keep", "parts", "events", "mib", "oldest", "next", "due", "held");

  private final RetentionPlan plan;
  private final Messages texts;

  public PlanReport(RetentionPlan plan, Language language) {
    this.plan = plan;
    this.texts = Messages.of(PlanReport.class, language);
  }

  /** Writes one object a line: classes, changes, the disk. */
  public void json(OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder();
    for (RetentionPlan.Row row : plan.classes()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("class", row.retentionClass().name());
      object.put("keep", keep(row.retentionClass()));
      object.put("ground", row.retentionClass().ground());
      object.put("parts", row.parts());
      object.put("events", row.events());
      object.put("bytes", row.bytes());
      object.put("oldest", text(row.oldest()));
      object.put("next", text(row.next()));
      object.put("next_events", row.nextEvents());
      object.put("due_events", row.dueEvents());
      object.put("held_events", row.heldEvents());
      text.append(Json.text(object)).append('\n');
    }
    for (RetentionPlan.Change change : plan.changed()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("change", change.retentionClass());
      object.put("keep_before", keep(change.before()));
      object.put("keep_after", keep(change.after()));
      object.put("due_before", change.dueBefore());
      object.put("due_after", change.dueAfter());
      text.append(Json.text(object)).append('\n');
    }
    for (RuleChange change : plan.rules()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("rule_change", change.kind().name().toLowerCase(Locale.ROOT));
      object.put("query", change.query());
      object.put("class_before", change.before());
      object.put("class_after", change.after());
      text.append(Json.text(object)).append('\n');
    }
    Map<String, Object> disk = new LinkedHashMap<>();
    disk.put("free_bytes", plan.freeBytes());
    plan.bytesPerDay().ifPresent(bytes -> disk.put("bytes_per_day", bytes));
    plan.daysLeft().ifPresent(days -> disk.put("days_left", days));
    text.append(Json.text(disk)).append('\n');
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a table and what follows from it. */
  public void table(OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder();
    TextTable table =
        new TextTable(
            text,
            COLUMNS.stream().map(column -> texts.get("plan." + column)).toList(),
            Set.of(2, 3, 4, 7, 8));
    for (RetentionPlan.Row row : plan.classes()) {
      table.row(
          List.of(
              Terminal.safe(row.retentionClass().name()),
              keepText(row.retentionClass()),
              Integer.toString(row.parts()),
              Long.toString(row.events()),
              mebibytes(row.bytes()),
              text(row.oldest()),
              row.next() == null
                  ? "-"
                  : texts.get("plan.next.day", text(row.next()), row.nextEvents()),
              Long.toString(row.dueEvents()),
              Long.toString(row.heldEvents())));
    }
    table.end();
    for (RetentionPlan.Change change : plan.changed()) {
      text.append(
              texts.get(
                  "plan.change",
                  Terminal.safe(change.retentionClass()),
                  keepText(change.before()),
                  keepText(change.after()),
                  change.dueBefore(),
                  change.dueAfter()))
          .append('\n');
    }
    for (RuleChange change : plan.rules()) {
      text.append(
              texts.get(
                  "plan.rule." + change.kind().name().toLowerCase(Locale.ROOT),
                  Terminal.safe(change.query()),
                  Terminal.safe(change.before()),
                  Terminal.safe(change.after())))
          .append('\n');
    }
    if (!plan.rules().isEmpty()) {
      text.append(texts.get("plan.rule.kept")).append('\n');
    }
    text.append(
            plan.daysLeft().isPresent()
                ? texts.get(
                    "plan.disk",
                    mebibytes(plan.freeBytes()),
                    mebibytes(plan.bytesPerDay().orElse(0)),
                    plan.daysLeft().getAsLong())
                : texts.get("plan.disk.unknown", mebibytes(plan.freeBytes())))
        .append('\n');
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private String keepText(RetentionClass of) {
    return of.keep().isEmpty() ? texts.get("plan.forever") : keep(of);
  }

  private static String keep(RetentionClass of) {
    Optional<Period> keep = of.keep();
    if (keep.isEmpty()) {
      return "forever";
    }
    return keep.get().getYears() > 0
        ? keep.get().getYears() + "y"
        : keep.get().getMonths() > 0 ? keep.get().getMonths() + "m" : keep.get().getDays() + "d";
  }

  private static String text(@Nullable Object value) {
    return value == null ? "-" : value.toString();
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / (double) (1 << 20));
  }
}
