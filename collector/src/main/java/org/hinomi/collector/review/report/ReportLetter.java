package org.hinomi.collector.review.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hinomi.collector.notify.mail.Letter;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.book.Book;
import org.hinomi.collector.review.book.BookEntry.Found;
import org.hinomi.core.text.Language;

/** A report as a mail: its first page in words, the rest attached. */
public final class ReportLetter {
  /** Findings that are named. */
  private static final int FINDINGS = 10;

  private static final int CHANGES = 8;

  private final List<ReviewFormat> formats;
  private final long largest;

  /**
   * How it is written.
   *
   * @param largest bytes of all attachments; those with which they would be more are left out
   */
  public ReportLetter(List<ReviewFormat> formats, long largest) {
    this.formats = List.copyOf(formats);
    this.largest = largest;
  }

  /**
   * Writes it.
   *
   * @param name of the report, for the identity of the mail
   * @param to addresses; empty: those of the channel
   */
  public Letter write(String name, ReviewView view, Language language, List<String> to) {
    Words words = new Words(language, view.zone());
    List<Letter.Attachment> attachments = new ArrayList<>();
    List<String> left = new ArrayList<>();
    long bytes = 0;
    for (ReviewFormat format : formats) {
      Letter.Attachment attachment = attachment(view, format, language);
      if (bytes + attachment.content().length > largest) {
        left.add(attachment.name());
      } else {
        bytes += attachment.content().length;
        attachments.add(attachment);
      }
    }
    return new Letter(
        "report."
            + name.replaceAll("[^A-Za-z0-9.-]", "-")
            + "."
            + view.review().id()
            + "."
            + language.locale().getLanguage(),
        subject(view, words),
        body(view, words, left),
        language,
        to,
        attachments);
  }

  private static String subject(ReviewView view, Words words) {
    long open = view.findings().stream().filter(f -> f.state().carriedOver()).count();
    long grave =
        view.findings().stream()
            .filter(f -> f.state().carriedOver())
            .filter(f -> f.found().what().severity() == Severity.HIGH)
            .count();
    String company = view.result().company();
    return words.get(
        "letter.subject",
        words.title(view) + (company.isEmpty() ? "" : " " + company),
        open,
        grave);
  }

  private static String body(ReviewView view, Words words, List<String> left) {
    StringBuilder body = new StringBuilder();
    section(body, words.title(view), new InShort(view, words).sentences());
    section(body, words.get("report.changed"), new SinceLast(view, words).sentences(CHANGES));
    List<String> findings = new ArrayList<>();
    for (Book.Finding finding : SummaryPage.sorted(view.findings())) {
      Found found = finding.found().what();
      findings.add(
          finding.id()
              + " ["
              + words.get("severity." + found.severity())
              + "] "
              + words.observation(found.kind(), found.arguments()));
    }
    section(
        body,
        words.get("report.findings"),
        findings.isEmpty()
            ? List.of(words.get("report.no-findings"))
            : findings.subList(0, Math.min(FINDINGS, findings.size())));
    if (findings.size() > FINDINGS) {
      body.append(words.get("letter.more", findings.size() - FINDINGS)).append("\n\n");
    }
    if (!left.isEmpty()) {
      body.append(words.get("letter.left-out", String.join(", ", left))).append("\n\n");
    }
    return body.append(
            words.get(view.isDraft() ? "letter.draft" : "letter.review", view.result().period()))
        .append('\n')
        .toString();
  }

  private static void section(StringBuilder body, String title, List<String> lines) {
    body.append(title).append("\n\n");
    lines.forEach(line -> body.append("- ").append(line).append('\n'));
    body.append('\n');
  }

  private static Letter.Attachment attachment(
      ReviewView view, ReviewFormat format, Language language) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      format.write(view, language, "", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String type = format.mediaType();
    return new Letter.Attachment(
        "log-review-" + view.review().id() + "." + format.name().toLowerCase(Locale.ROOT),
        type.contains(";") ? type.substring(0, type.indexOf(';')) : type,
        out.toByteArray());
  }
}
