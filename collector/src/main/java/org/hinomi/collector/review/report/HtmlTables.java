package org.hinomi.collector.review.report;

import static org.hinomi.collector.review.report.Words.safe;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  private static final int CLUSTERS = 20;

  /** Hosts of a cluster that are named. */
  private static final int HOSTS = 4;

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
    StringBuilder html = new StringBuilder("<h3 id=\"check-");
    html.append(safe(part.check()))
        .append("\">")
        .append(safe(words.name("check", part.check())))
        .append("</h3>");
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
    if (part.observations().isEmpty() && part.tables().isEmpty()) {
      html.append("<p class=\"note\">").append(safe(words.get("report.none"))).append("</p>");
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
      case "new-events" -> clusters(table) + table(table);
      default -> table(table);
    };
  }

  /** Kinds that read alike together, where that makes the table shorter. */
  private String clusters(Table table) {
    List<Clusters.Cluster> all = Clusters.of(table);
    if (all.size() >= table.rows().size()) {
      return "";
    }
    TableHtml html =
        new TableHtml(
            Stream.of(
                    "column.log", "column.kinds", "column.events", "column.host", "column.template")
                .map(words::get)
                .toList());
    for (Clusters.Cluster cluster : all.stream().limit(CLUSTERS).toList()) {
      html.row(
          List.of(
              cluster.log(),
              Integer.toString(cluster.kinds()),
              Words.grouped(cluster.events()),
              words.several(cluster.hosts(), HOSTS),
              cluster.example()));
    }
    return "<h4>"
        + safe(words.get("report.clusters", table.rows().size(), all.size()))
        + "</h4>"
        + html.html();
  }

  private String capacity(Table table) {
    StringBuilder html = new StringBuilder();
    table.list().stream()
        .map(row -> row.text("metric"))
        .distinct()
        .forEach(
            metric ->
                html.append(
                    plot(words.chart(metric), plots.capacity(table, view.period(), metric))));
    return html.toString();
  }

  private static String plot(String title, String svg) {
    return "<div class=\"plot\"><h4>" + safe(title) + "</h4>" + svg + "</div>";
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
    html.append(TableHtml.of(table, words, ROWS).html());
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
      html.append("<table class=\"calendar\"><thead><tr><th class=\"name\">")
          .append(safe(words.get("column.source")))
          .append("</th>");
      shown.forEach(day -> html.append("<th>").append(day.getDayOfMonth()).append("</th>"));
      html.append("</tr></thead><tbody>");
      for (RegisteredSource source : view.policy().sources()) {
        html.append("<tr><th class=\"name\">").append(safe(source.title())).append("</th>");
        Map<LocalDate, Long> its = received.getOrDefault(source.name(), Map.of());
        long usual = usual(its);
        for (LocalDate day : shown) {
          html.append(cell(source, day, its.get(day), usual));
        }
        html.append("</tr>");
      }
      html.append("</tbody></table>");
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
                && !view.policy().calendar(source).on(day).isEmpty());
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

  /** The register of log sources. */
  String register() {
    TableHtml table =
        new TableHtml(
            Stream.of(
                    "column.source",
                    "column.host",
                    "column.log",
                    "report.purpose",
                    "report.owner",
                    "report.reviewer",
                    "report.rhythm",
                    "column.retention_class")
                .map(words::get)
                .toList());
    for (RegisteredSource source : view.policy().sources()) {
      table.row(
          List.of(
              source.title(),
              String.join(" ", source.hosts()),
              String.join(" ", source.logs()),
              source.purpose(),
              source.owner(),
              source.reviewer(),
              words.get("rhythm." + source.rhythm()),
              source.retentionClass().orElse("-")));
    }
    return table.html();
  }
}
