package org.hinomi.collector.review.report;

import static org.hinomi.collector.review.report.Words.safe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.ReviewResult;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Table;
import org.hinomi.collector.review.book.Book;
import org.hinomi.collector.review.book.BookEntry.Found;
import org.hinomi.collector.review.book.BookEntry.Signed;
import org.hinomi.core.text.Language;

/**
 * A review as one HTML file that needs no other, to be printed on A4: one page of summary, the
 * findings, the steps, the register, and the queries by which every figure can be computed again.
 */
public final class HtmlReport {
  /** Findings on the first page. */
  private static final int FIRST_PAGE = 10;

  private static final int CHANGES = 6;

  private final ReviewView view;
  private final Words words;
  private final HtmlTables tables;
  private final StringBuilder html = new StringBuilder(1 << 16);

  private HtmlReport(ReviewView view, Language language) {
    this.view = view;
    this.words = new Words(language, view.zone());
    this.tables = new HtmlTables(words, view);
  }

  /** Writes it. */
  public static String write(ReviewView view, Language language) {
    return new HtmlReport(view, language).all();
  }

  private String all() {
    html.append("<!DOCTYPE html>\n<html lang=\"")
        .append(words.language().locale().getLanguage())
        .append("\"><head><meta charset=\"utf-8\"/><title>")
        .append(safe(title()))
        .append("</title><style>")
        .append(Style.CSS)
        .append("</style></head><body>\n");
    summary();
    findings();
    steps();
    register();
    appendix();
    return html.append("</body></html>\n").toString();
  }

  private String title() {
    return words.get("report.title", view.review().id());
  }

  private void summary() {
    ReviewResult result = view.result();
    html.append("<section class=\"page\"><h1>").append(safe(title())).append("</h1>");
    if (!result.company().isEmpty()) {
      html.append("<p class=\"company\">").append(safe(result.company())).append("</p>");
    }
    long sources =
        result
            .table("calendar")
            .map(t -> t.list().stream().map(r -> r.text("source")).distinct().count())
            .orElse(0L);
    long events =
        result
            .table("calendar")
            .map(t -> t.list().stream().mapToLong(r -> r.whole("events")).sum())
            .orElse(0L);
    html.append("<table class=\"facts\">");
    fact(
        "report.period",
        view.period().from()
            + " – "
            + view.period().to().minusDays(1)
            + " ("
            + result.zone()
            + ")");
    fact("report.sources", sources + " / " + view.policy().sources().size());
    fact("report.events", Words.grouped(events));
    fact("report.asof", words.moment(result.asOf()) + ", < " + result.until());
    fact("report.policy", result.policy() + " " + result.policySha256().substring(0, 16) + "…");
    fact("report.result", view.review().started().what().resultSha256());
    html.append("</table><div class=\"two\"><div>");
    bySeverity();
    html.append("</div><div>");
    byPurpose();
    html.append("</div></div>");
    heading("report.findings");
    List<Book.Finding> worst = sorted();
    if (worst.isEmpty()) {
      html.append("<p>").append(safe(words.get("report.no-findings"))).append("</p>");
    } else {
      html.append("<ul>");
      worst.stream().limit(FIRST_PAGE).forEach(this::line);
      html.append("</ul>");
      if (worst.size() > FIRST_PAGE) {
        html.append("<p>… ").append(worst.size() - FIRST_PAGE).append("</p>");
      }
    }
    changes();
    signatures();
    html.append("</section>\n");
  }

  private void fact(String key, String value) {
    html.append("<tr><th>")
        .append(safe(words.get(key)))
        .append("</th><td>")
        .append(safe(value))
        .append("</td></tr>");
  }

  private void heading(String key) {
    html.append("<h2>").append(safe(words.get(key))).append("</h2>");
  }

  private List<Book.Finding> sorted() {
    List<Book.Finding> sorted = new ArrayList<>(view.findings());
    sorted.sort(
        Comparator.comparing((Book.Finding f) -> !f.state().carriedOver())
            .thenComparing(f -> f.found().what().severity(), Comparator.reverseOrder()));
    return sorted;
  }

  private void line(Book.Finding finding) {
    Found found = finding.found().what();
    html.append("<li><b class=\"")
        .append(found.severity().name().toLowerCase(Locale.ROOT))
        .append("\">")
        .append(safe(words.get("severity." + found.severity())))
        .append("</b> ")
        .append(safe(finding.id() + " " + words.observation(found.kind(), found.arguments())))
        .append(" <i>")
        .append(safe(words.get("state." + finding.state())))
        .append(view.isNew(finding) ? "" : safe(", " + words.get("report.carried")))
        .append("</i></li>");
  }

  private void bySeverity() {
    html.append("<table class=\"grid\"><caption>")
        .append(safe(words.get("report.by-severity")))
        .append("</caption><tr><th></th><th>")
        .append(safe(words.get("report.new")))
        .append("</th><th>")
        .append(safe(words.get("report.carried")))
        .append("</th></tr>");
    for (Severity severity : List.of(Severity.HIGH, Severity.MEDIUM, Severity.LOW)) {
      List<Book.Finding> of =
          view.findings().stream().filter(f -> f.found().what().severity() == severity).toList();
      long fresh = of.stream().filter(view::isNew).count();
      html.append("<tr><th>")
          .append(safe(words.get("severity." + severity)))
          .append("</th><td>")
          .append(fresh)
          .append("</td><td>")
          .append(of.size() - fresh)
          .append("</td></tr>");
    }
    html.append("</table>");
  }

  private void byPurpose() {
    html.append("<table class=\"grid\"><caption>")
        .append(safe(words.get("report.by-purpose")))
        .append("</caption><tr><th></th><th>C</th><th>I</th><th>A</th></tr>");
    for (Purpose purpose : Purpose.values()) {
      html.append("<tr><th>").append(safe(words.get("purpose." + purpose))).append("</th>");
      for (String affected : List.of("C", "I", "A")) {
        long count =
            view.findings().stream()
                .map(f -> f.found().what())
                .filter(f -> f.purpose() == purpose && f.affects().contains(affected))
                .count();
        html.append("<td>").append(count).append("</td>");
      }
      html.append("</tr>");
    }
    html.append("</table>");
  }

  /** The sources whose volume changed most, in words. */
  private void changes() {
    heading("report.changed");
    List<String> lines = tables.changes(CHANGES);
    if (lines.isEmpty()) {
      html.append("<p>").append(safe(words.get("report.none"))).append("</p>");
      return;
    }
    html.append("<ul>");
    lines.forEach(line -> html.append("<li>").append(safe(line)).append("</li>"));
    html.append("</ul>");
  }

  private void signatures() {
    heading("report.signatures");
    html.append("<table class=\"grid sign\"><tr>");
    for (Book.Said<Signed> said : view.review().signatures()) {
      html.append("<td>")
          .append(safe(words.get("report.role." + said.what().role())))
          .append("<br/><b>")
          .append(safe(said.by()))
          .append("</b><br/>")
          .append(safe(words.moment(said.at())))
          .append("</td>");
    }
    for (String missing : view.missing().stream().sorted().toList()) {
      html.append("<td>")
          .append(safe(missing.equals("second") ? words.get("report.role.second") : missing))
          .append("<br/><i>")
          .append(safe(words.get("report.unsigned")))
          .append("</i><br/>&#160;</td>");
    }
    html.append("</tr></table>");
  }

  private void findings() {
    html.append("<section class=\"page\">");
    heading("report.findings");
    if (view.findings().isEmpty()) {
      html.append("<p>").append(safe(words.get("report.no-findings"))).append("</p>");
    }
    sorted().forEach(finding -> html.append(tables.finding(finding)));
    html.append("</section>\n");
  }

  private void steps() {
    for (int number = 1; number <= 4; number++) {
      int step = number;
      html.append("<section class=\"page\"><h2>")
          .append(safe(words.get("step." + step)))
          .append("</h2><p class=\"said\">")
          .append(safe(tables.step(step)))
          .append("</p>");
      view.result().parts().stream()
          .filter(part -> part.step().number() == step)
          .forEach(part -> html.append(tables.part(part)));
      html.append("</section>\n");
    }
  }

  private void register() {
    html.append("<section class=\"page\">");
    heading("report.register");
    html.append(tables.register()).append("</section>\n");
  }

  private void appendix() {
    html.append("<section class=\"page\">");
    heading("report.appendix");
    html.append("<p>")
        .append(safe(words.get("report.appendix-note")))
        .append("</p><p>")
        .append(safe(words.get("report.method")))
        .append("</p>");
    for (ReviewResult.Part part : view.result().parts()) {
      for (Table table : part.tables()) {
        html.append("<div class=\"query\"><h4>")
            .append(safe(table.id() + ": " + words.name("table", table.id())))
            .append("</h4><p>SHA-256 <code>")
            .append(table.sha256())
            .append("</code>, ")
            .append(table.rows().size())
            .append("</p><pre>")
            .append(safe(table.query()))
            .append("</pre></div>");
      }
    }
    html.append("</section>\n");
  }
}
