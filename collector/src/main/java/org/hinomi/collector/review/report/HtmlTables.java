package org.hinomi.collector.review.report;

import static org.hinomi.collector.review.report.Words.safe;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.hinomi.collector.record.TableSink.Column;
import org.hinomi.collector.record.TableSink.Kind;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.ReviewResult;
import org.hinomi.collector.review.Table;
import org.hinomi.collector.review.book.Book;
import org.hinomi.collector.review.book.BookEntry.Found;
import org.hinomi.collector.review.book.BookEntry.StepDone;
import org.hinomi.collector.review.policy.Expected;
import org.hinomi.collector.review.policy.RegisteredSource;
import org.jspecify.annotations.Nullable;

/** The pieces of a report: findings, what a check gave, the register. */
final class HtmlTables {
  /** Rows of a table on paper. */
  private static final int ROWS = 40;

  /** Less than so much change is none. */
  private static final double UNCHANGED = 10;

  private final Words words;
  private final ReviewView view;
  private final Plots plots;

  HtmlTables(Words words, ReviewView view) {
    this.words = words;
    this.view = view;
    this.plots = new Plots(words);
  }

  /** What was said of a step. */
  String step(int number) {
    Book.Said<StepDone> said = view.review().steps().get(number);
    if (said == null) {
      return words.get("report.step-open");
    }
    String done = words.get(said.what().done() ? "report.step-done" : "report.step-na");
    String note = said.what().note().isBlank() ? "" : ": " + said.what().note();
    return done + note + " (" + said.by() + ", " + words.moment(said.at()) + ")";
  }

  /** A finding with all that was said of it. */
  String finding(Book.Finding finding) {
    Found found = finding.found().what();
    StringBuilder html = new StringBuilder("<div class=\"finding\"><h3>");
    html.append(safe(finding.id()))
        .append(" <b class=\"")
        .append(found.severity().name().toLowerCase(Locale.ROOT))
        .append("\">")
        .append(safe(words.get("severity." + found.severity())))
        .append("</b> ")
        .append(safe(words.observation(found.kind(), found.arguments())))
        .append("</h3><p class=\"note\">");
    List<String> facts = new ArrayList<>();
    facts.add(words.get("purpose." + found.purpose()) + " × " + found.affects());
    facts.add(words.get("report.owner") + ": " + finding.owner());
    facts.add(words.get("report.due") + ": " + finding.due());
    facts.add(words.get("report.state") + ": " + words.get("state." + finding.state()));
    facts.add(
        view.isNew(finding)
            ? words.get("report.new")
            : words.get("report.carried") + " (" + String.join(", ", finding.seen()) + ")");
    html.append(safe(String.join("; ", facts))).append("</p>");
    finding.changes().stream()
        .filter(change -> change.what().comment() != null)
        .forEach(
            change ->
                html.append("<p>")
                    .append(
                        safe(
                            words.moment(change.at())
                                + " "
                                + change.by()
                                + ": "
                                + change.what().comment()))
                    .append("</p>"));
    finding
        .pointers()
        .forEach(
            pointer ->
                html.append("<p>")
                    .append(
                        safe(
                            words.get("report.pointers")
                                + ": "
                                + pointer.what().what()
                                + ", "
                                + pointer.what().date()
                                + ", "
                                + pointer.what().place()
                                + ", "
                                + pointer.what().keeper()))
                    .append("</p>"));
    if (!found.evidence().sha256().isEmpty()) {
      html.append("<p class=\"note\">")
          .append(safe(words.get("report.evidence")))
          .append(": SHA-256 <code>")
          .append(found.evidence().sha256())
          .append("</code>");
      if (!found.evidence().positions().isEmpty()) {
        html.append(" journal.position ")
            .append(
                found.evidence().positions().stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(", ")));
      }
      html.append("</p>");
    }
    return html.append("</div>").toString();
  }

  /** What a check saw, its plots and tables. */
  String part(ReviewResult.Part part) {
    StringBuilder html = new StringBuilder("<h3>");
    html.append(safe(words.name("check", part.check()))).append("</h3>");
    if (!part.observations().isEmpty()) {
      html.append("<ul>");
      for (Observation seen : part.observations()) {
        html.append("<li><b class=\"")
            .append(seen.severity().name().toLowerCase(Locale.ROOT))
            .append("\">")
            .append(safe(words.get("severity." + seen.severity())))
            .append("</b> ")
            .append(safe(words.observation(seen.kind().id(), seen.arguments())))
            .append("</li>");
      }
      html.append("</ul>");
    }
    for (Table table : part.tables()) {
      html.append(shown(table));
    }
    return html.toString();
  }

  private String shown(Table table) {
    return switch (table.id()) {
      case "calendar" -> calendar(table);
      case "heat-map" -> plot(words.get("report.heat"), plots.heatMap(table));
      case "hours" -> plot(words.get("report.chart-hours"), plots.hours(table, view.period()));
      case "trend-days" -> plot(words.get("report.chart-days"), plots.days(table, view.period()));
      case "extreme-values" ->
          (table.rows().isEmpty()
                  ? ""
                  : plot(words.get("report.chart-scatter"), plots.scatter(table, view.period())))
              + table(table);
      case "capacity-days" -> capacity(table);
      default -> table(table);
    };
  }

  private String capacity(Table table) {
    StringBuilder html = new StringBuilder();
    table.list().stream()
        .map(row -> row.text("metric"))
        .distinct()
        .forEach(
            metric ->
                html.append(
                    plot(
                        words.get("report.chart-capacity") + ": " + metric + " (%)",
                        plots.capacity(table, view.period(), metric))));
    return html.toString();
  }

  private static String plot(String title, String svg) {
    return "<h4>" + safe(title) + "</h4>" + svg;
  }

  private String table(Table table) {
    StringBuilder html = new StringBuilder("<h4>");
    html.append(safe(words.name("table", table.id()))).append("</h4>");
    if (table.rows().isEmpty()) {
      return html.append("<p class=\"note\">")
          .append(safe(words.get("report.none")))
          .append("</p>")
          .toString();
    }
    html.append("<table><tr>");
    for (Column column : table.columns()) {
      html.append("<th>").append(safe(words.name("column", column.name()))).append("</th>");
    }
    html.append("</tr>");
    for (List<@Nullable Object> row : table.rows().stream().limit(ROWS).toList()) {
      html.append("<tr>");
      for (int i = 0; i < row.size(); i++) {
        Column column = table.columns().get(i);
        boolean number = column.kind() == Kind.WHOLE || column.kind() == Kind.NUMBER;
        html.append(number ? "<td class=\"n\">" : "<td>")
            .append(safe(words.value(row.get(i), column)))
            .append("</td>");
      }
      html.append("</tr>");
    }
    html.append("</table>");
    if (table.rows().size() > ROWS) {
      html.append("<p class=\"note\">")
          .append(safe(words.get("report.more", table.rows().size() - ROWS)))
          .append("</p>");
    }
    return html.toString();
  }

  /** Sources × days. */
  private String calendar(Table table) {
    Map<String, Map<LocalDate, Long>> received = new HashMap<>();
    for (Table.Row row : table.list()) {
      received
          .computeIfAbsent(row.text("source"), made -> new HashMap<>())
          .put(LocalDate.parse(row.text("day")), row.whole("events"));
    }
    List<LocalDate> days = view.period().days();
    StringBuilder html = new StringBuilder("<h4>");
    html.append(safe(words.name("table", "calendar"))).append("</h4>");
    for (int from = 0; from < days.size(); from += 31) {
      List<LocalDate> shown = days.subList(from, Math.min(days.size(), from + 31));
      html.append("<table class=\"calendar\"><tr><th class=\"name\">")
          .append(safe(words.get("column.source")))
          .append("</th>");
      shown.forEach(day -> html.append("<th>").append(day.getDayOfMonth()).append("</th>"));
      html.append("</tr>");
      for (RegisteredSource source : view.policy().sources()) {
        html.append("<tr><th class=\"name\">").append(safe(source.title())).append("</th>");
        Map<LocalDate, Long> its = received.getOrDefault(source.name(), Map.of());
        long usual = usual(its);
        for (LocalDate day : shown) {
          html.append(cell(source, day, its.get(day), usual));
        }
        html.append("</tr>");
      }
      html.append("</table>");
    }
    return html.append("<p class=\"note\">")
        .append(safe(words.get("report.calendar-legend")))
        .append("</p>")
        .toString();
  }

  private static long usual(Map<LocalDate, Long> received) {
    List<Long> sorted = received.values().stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
  }

  private String cell(RegisteredSource source, LocalDate day, @Nullable Long events, long usual) {
    boolean expected =
        source.expected() == Expected.EVERY_DAY
            || (source.expected() == Expected.WORKING_DAYS
                && !view.policy().calendar().on(day).isEmpty());
    if (events == null) {
      return expected ? "<td class=\"none\">×</td>" : "<td class=\"off\">－</td>";
    }
    boolean few = events < usual * view.policy().thresholds().few();
    return (few ? "<td class=\"few\">" : "<td>") + brief(events) + "</td>";
  }

  private static String brief(long events) {
    return events < 10_000
        ? Long.toString(events)
        : events < 1_000_000 ? events / 1000 + "k" : events / 1_000_000 + "M";
  }

  /** The sources whose volume changed most from the period before, in words. */
  List<String> changes(int most) {
    List<Table.Row> rows =
        view.result().table("trend-period").map(Table::list).orElse(List.of()).stream()
            .sorted(
                Comparator.comparingDouble(
                    row -> row.has("change") ? -Math.abs(row.number("change")) : 0))
            .toList();
    return rows.stream().limit(most).map(this::change).toList();
  }

  private String change(Table.Row row) {
    double change = row.has("change") ? row.number("change") : 0;
    String key =
        !row.has("change")
            ? "trend.new"
            : change >= UNCHANGED
                ? "trend.risen"
                : change <= -UNCHANGED ? "trend.fallen" : "trend.unchanged";
    return words.get(
        key,
        row.text("source"),
        String.format(Locale.ROOT, "%.1f", Math.abs(change)),
        Words.grouped(row.whole("before")),
        Words.grouped(row.whole("events")));
  }

  /** The register of log sources. */
  String register() {
    StringBuilder html = new StringBuilder("<table><tr>");
    for (String column :
        List.of(
            "column.source",
            "column.host",
            "column.log",
            "report.purpose",
            "report.owner",
            "report.reviewer",
            "report.rhythm",
            "column.retention_class")) {
      html.append("<th>").append(safe(words.get(column))).append("</th>");
    }
    html.append("</tr>");
    for (RegisteredSource source : view.policy().sources()) {
      html.append("<tr>");
      for (String cell :
          List.of(
              source.title(),
              String.join(" ", source.hosts()),
              String.join(" ", source.logs()),
              source.purpose(),
              source.owner(),
              source.reviewer(),
              source.rhythm().name().toLowerCase(Locale.ROOT),
              source.retentionClass().orElse("-"))) {
        html.append("<td>").append(safe(cell)).append("</td>");
      }
      html.append("</tr>");
    }
    return html.append("</table>").toString();
  }
}
