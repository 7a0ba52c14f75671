package org.hinomi.collector.review.report;

import static org.hinomi.collector.review.report.Words.safe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.ReviewResult;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.book.Book;
import org.hinomi.collector.review.book.BookEntry.Found;
import org.hinomi.collector.review.book.BookEntry.Signed;

/**
 * The first page: what was reviewed, what was found, what changed since the last time, who signed.
 * It has to fit on one page of A4, whatever there is to say: lists are cut, and say by how much.
 */
final class SummaryPage {
  /** Lines of text that lists may take, all together. */
  private static final int LINES = 32;

  /** Of these, those that what changed may take. */
  private static final int CHANGES = 7;

  /** Half-width characters of a line. */
  private static final int WIDTH = 102;

  /** Lines of one point of a list; what is longer is cut. */
  private static final int MOST = 2;

  /** Beside each other. */
  private static final int SIGNATURES = 4;

  /** Numbers of findings in a row. */
  private static final int NUMBERS = 6;

  /** As high as a row of signatures. */
  private static final int SIGNATURE_LINES = 4;

  private final ReviewView view;
  private final Words words;
  private final StringBuilder html = new StringBuilder();
  private final List<String> changes;
  private int left = LINES;

  SummaryPage(ReviewView view, Words words) {
    this.view = view;
    this.words = words;
    this.changes = new SinceLast(view, words).sentences(CHANGES);
  }

  /** All of it, as one section. */
  String html() {
    ReviewResult result = view.result();
    html.append("<section class=\"page first\" id=\"summary\"><h1>")
        .append(safe(words.title(view)))
        .append("</h1>");
    if (!result.company().isEmpty()) {
      html.append("<p class=\"company\">").append(safe(result.company())).append("</p>");
    }
    facts();
    heading("report.in-short");
    left -= SIGNATURE_LINES * ((view.review().signatures().size() + view.missing().size()) / 5);
    lines(new InShort(view, words).sentences());
    heading("report.findings");
    html.append("<div class=\"two\"><div>");
    bySeverity();
    html.append("</div><div class=\"gap\"></div><div>");
    byPurpose();
    html.append("</div></div>");
    findings();
    heading("report.changed");
    lines(changes);
    signatures();
    return html.append("</section>\n").toString();
  }

  private void facts() {
    ReviewResult result = view.result();
    html.append("<table class=\"facts\">");
    fact(
        "report.period",
        view.period().from()
            + " – "
            + view.period().to().minusDays(1)
            + " ("
            + result.zone()
            + ")");
    fact("report.asof", words.moment(result.asOf()) + ", journal.position < " + result.until());
    fact("report.policy", result.policy() + " (SHA-256 " + result.policySha256() + ")");
    fact("report.result", view.review().started().what().resultSha256());
    html.append("</table>");
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

  /** Points, as long as there is room. */
  private void lines(List<String> points) {
    html.append("<ul>");
    for (String point : points) {
      String line = cut(point);
      if (left >= height(line)) {
        left -= height(line);
        html.append("<li>").append(safe(line)).append("</li>");
      }
    }
    html.append("</ul>");
  }

  private static int height(String line) {
    return (TableHtml.length(line) + WIDTH - 1) / WIDTH;
  }

  private static String cut(String line) {
    int room = MOST * WIDTH;
    if (TableHtml.length(line) <= room) {
      return line;
    }
    int end = 0;
    for (int width = 0; width < room - 2; ) {
      int next = line.offsetByCodePoints(end, 1);
      width += TableHtml.length(line.substring(end, next));
      end = next;
    }
    return line.substring(0, end) + "…";
  }

  /** The gravest of each incident, and what else seems to be of it. */
  private void findings() {
    List<List<Book.Finding>> groups = Incidents.of(view.result(), sorted(view.findings()));
    if (groups.isEmpty()) {
      html.append("<p>").append(safe(words.get("report.no-findings"))).append("</p>");
      return;
    }
    int reserved = 1 + changes.stream().mapToInt(point -> Math.min(MOST, height(point))).sum();
    html.append("<ul>");
    int shown = 0;
    for (List<Book.Finding> group : groups) {
      int height = height(text(group));
      if (left - height < reserved) {
        break;
      }
      left -= height;
      incident(group);
      shown++;
    }
    html.append("</ul>");
    if (shown < groups.size()) {
      long more = groups.stream().skip(shown).mapToLong(List::size).sum();
      left--;
      html.append("<p class=\"note\">")
          .append(safe(words.get("report.more-findings", more, groups.size() - shown)))
          .append("</p>");
    }
  }

  /** Those that are open first, then by severity; else in the order in which they were found. */
  static List<Book.Finding> sorted(List<Book.Finding> findings) {
    List<Book.Finding> sorted = new ArrayList<>(findings);
    sorted.sort(
        Comparator.comparing((Book.Finding f) -> !f.state().carriedOver())
            .thenComparing(f -> f.found().what().severity(), Comparator.reverseOrder()));
    return sorted;
  }

  private void incident(List<Book.Finding> group) {
    Severity severity = group.getFirst().found().what().severity();
    html.append("<li><b class=\"")
        .append(severity.name().toLowerCase(Locale.ROOT))
        .append("\">")
        .append(safe(words.get("severity." + severity)))
        .append("</b> ")
        .append(safe(text(group)))
        .append("</li>");
  }

  private String text(List<Book.Finding> group) {
    Book.Finding finding = group.getFirst();
    Found found = finding.found().what();
    List<String> said = new ArrayList<>();
    if (!finding.state().carriedOver()) {
      said.add(words.get("state." + finding.state()));
    }
    if (!view.isNew(finding)) {
      said.add(words.get("report.carried"));
    }
    if (group.size() > 1) {
      said.add(
          words.get(
              "report.with",
              words.several(group.stream().skip(1).map(Book.Finding::id).toList(), NUMBERS)));
    }
    String more = said.isEmpty() ? "" : " (" + String.join(words.get("words.comma"), said) + ")";
    String text = finding.id() + " " + words.observation(found.kind(), found.arguments());
    return cut(text) + more;
  }

  private void bySeverity() {
    html.append("<table class=\"half\"><tr><th>")
        .append(safe(words.get("report.by-severity")))
        .append("</th><th>")
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
          .append("</th><td class=\"n\">")
          .append(fresh)
          .append("</td><td class=\"n\">")
          .append(of.size() - fresh)
          .append("</td></tr>");
    }
    html.append("</table>");
  }

  private void byPurpose() {
    html.append("<table class=\"half\"><tr><th>")
        .append(safe(words.get("report.by-purpose")))
        .append("</th><th>C</th><th>I</th><th>A</th></tr>");
    for (Purpose purpose : Purpose.values()) {
      html.append("<tr><th>").append(safe(words.get("purpose." + purpose))).append("</th>");
      for (String affected : List.of("C", "I", "A")) {
        long count =
            view.findings().stream()
                .map(f -> f.found().what())
                .filter(f -> f.purpose() == purpose && f.affects().contains(affected))
                .count();
        html.append("<td class=\"n\">").append(count).append("</td>");
      }
      html.append("</tr>");
    }
    html.append("</table>");
  }

  private void signatures() {
    heading("report.signatures");
    if (view.isDraft()) {
      html.append("<p>").append(safe(words.get("report.draft"))).append("</p>");
      return;
    }
    List<String> cells = new ArrayList<>();
    for (Book.Said<Signed> said : view.review().signatures()) {
      cells.add(
          safe(words.get("report.role." + said.what().role()))
              + "<br/>"
              + safe(said.by())
              + "<br/>"
              + safe(words.moment(said.at())));
    }
    for (String missing : view.missing().stream().sorted().toList()) {
      String who =
          missing.equals("second")
              ? words.get("report.role.second")
              : words.get("report.role.reviewer") + " " + missing;
      cells.add(safe(who) + "<br/><i>" + safe(words.get("report.unsigned")) + "</i>");
    }
    html.append("<table class=\"sign\">");
    for (int from = 0; from < cells.size(); from += SIGNATURES) {
      html.append("<tr>");
      for (int i = from; i < from + SIGNATURES; i++) {
        html.append("<td>").append(i < cells.size() ? cells.get(i) : "").append("</td>");
      }
      html.append("</tr>");
    }
    html.append("</table>");
  }
}
