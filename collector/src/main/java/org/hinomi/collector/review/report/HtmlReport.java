package org.hinomi.collector.review.report;

import static org.hinomi.collector.review.report.Words.safe;

import java.util.List;
import org.hinomi.collector.review.ReviewResult;
import org.hinomi.collector.review.Table;
import org.hinomi.collector.review.book.Book;
import org.hinomi.core.text.Language;

/**
 * A review as one HTML file that needs no other, to be printed on A4: one page of summary, the
 * findings, the steps, the register, and the queries by which every figure can be computed again.
 */
public final class HtmlReport {
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
        .append(Style.css(title(), view.result().company()))
        .append("</style></head><body>\n");
    html.append(new SummaryPage(view, words).html());
    findings();
    steps();
    register();
    appendix();
    return html.append("</body></html>\n").toString();
  }

  private String title() {
    return words.title(view);
  }

  private void heading(String key) {
    html.append("<h2>").append(safe(words.get(key))).append("</h2>");
  }

  private void findings() {
    html.append("<section class=\"page\" id=\"findings\">");
    heading("report.findings");
    view.explanations().forEach(this::explanation);
    if (view.findings().isEmpty()) {
      html.append("<p>").append(safe(words.get("report.no-findings"))).append("</p>");
    }
    for (List<Book.Finding> group :
        Incidents.of(view.result(), SummaryPage.sorted(view.findings()))) {
      if (group.size() > 1) {
        html.append("<p class=\"group\">")
            .append(
                safe(
                    words.get(
                        "report.incident",
                        String.join(
                            words.get("words.comma"),
                            group.stream().map(Book.Finding::id).toList()))))
            .append("</p>");
      }
      group.forEach(finding -> html.append(tables.finding(finding)));
    }
    html.append("</section>\n");
  }

  /** Nobody shall take it for a figure of ours. */
  private void explanation(ReviewView.Explanation explanation) {
    html.append("<div class=\"said\"><p class=\"note\">")
        .append(
            safe(
                words.get(
                    "explain.by",
                    explanation.said().what().model(),
                    explanation.said().what().address(),
                    explanation.said().by(),
                    words.moment(explanation.said().at()))))
        .append("</p>");
    explanation
        .text()
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> html.append("<p>").append(safe(line)).append("</p>"));
    html.append("</div>");
  }

  private void steps() {
    for (int number = 1; number <= 4; number++) {
      int step = number;
      html.append("<section class=\"page\" id=\"step-")
          .append(step)
          .append("\"><h2>")
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
    html.append("<section class=\"page\" id=\"register\">");
    heading("report.register");
    html.append(tables.register())
        .append("</section>\n<section class=\"page\">")
        .append(new AnswersPage(view, words).html())
        .append("</section>\n");
  }

  private void appendix() {
    html.append("<section class=\"page\" id=\"appendix\">");
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
