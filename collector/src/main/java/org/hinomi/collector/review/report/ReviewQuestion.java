package org.hinomi.collector.review.report;

import java.time.ZoneOffset;
import java.util.List;
import org.hinomi.collector.review.book.Book;
import org.hinomi.collector.review.book.BookEntry.Found;
import org.hinomi.core.text.Language;

/**
 * What a language model is told of a review: the sentences of its first page, and its findings as
 * the report words them. No record of a log, but what stands in findings: names, hosts, addresses.
 */
final class ReviewQuestion {
  private static final int CHANGES = 20;

  /** Findings that are told, the gravest first. */
  private static final int FINDINGS = 200;

  private ReviewQuestion() {}

  /** How it shall answer. */
  static String instructions(Language language) {
    return new Words(language, ZoneOffset.UTC).get("explain.instructions");
  }

  static String text(ReviewView view, Language language) {
    Words words = new Words(language, view.zone());
    StringBuilder text = new StringBuilder();
    section(text, words.title(view), new InShort(view, words).sentences());
    section(text, words.get("report.changed"), new SinceLast(view, words).sentences(CHANGES));
    section(
        text,
        words.get("report.findings"),
        SummaryPage.sorted(view.findings()).stream()
            .limit(FINDINGS)
            .map(finding -> line(finding, words))
            .toList());
    return text.toString();
  }

  private static String line(Book.Finding finding, Words words) {
    Found found = finding.found().what();
    return finding.id()
        + " ["
        + words.get("severity." + found.severity())
        + ", "
        + words.get("state." + finding.state())
        + "] "
        + words.observation(found.kind(), found.arguments());
  }

  private static void section(StringBuilder text, String title, List<String> lines) {
    text.append("# ").append(title).append('\n');
    lines.forEach(line -> text.append("- ").append(line).append('\n'));
    text.append('\n');
  }
}
