package org.hinomi.collector.review.report;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.book.Book;
import org.hinomi.collector.review.book.FindingState;
import org.hinomi.collector.review.book.ReviewDesk;
import org.hinomi.collector.search.Json;
import org.hinomi.collector.search.Terminal;
import org.hinomi.collector.search.WrongQuestion;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;
import org.hinomi.core.text.TextTable;
import org.jspecify.annotations.Nullable;

/** Reviews and findings for a terminal. */
final class ReviewLists {
  private final ReviewDesk desk;
  private final Language language;
  private final Messages texts;

  ReviewLists(ReviewDesk desk, Language language) {
    this.desk = desk;
    this.language = language;
    this.texts = Messages.of(Observation.class, language);
  }

  /** All reviews, the newest last. */
  String reviews() throws IOException, SettingsException {
    Book book = desk.file().read();
    StringBuilder text = new StringBuilder();
    TextTable table =
        new TextTable(
            text,
            List.of(
                texts.get("list.review"),
                texts.get("list.started"),
                texts.get("list.by"),
                texts.get("list.steps"),
                texts.get("report.findings"),
                texts.get("report.signatures")),
            Set.of());
    for (Book.Review review : book.reviews()) {
      List<String> signed = new ArrayList<>();
      review.signatures().forEach(said -> signed.add(said.by()));
      for (String missing : desk.missing(review)) {
        signed.add("(" + missing + ")");
      }
      table.row(
          List.of(
              Terminal.safe(review.id()),
              review.started().at().substring(0, 16),
              Terminal.safe(review.started().by()),
              steps(review),
              Integer.toString(book.findings(review).size()),
              Terminal.safe(String.join(" ", signed))));
    }
    table.end();
    return text.toString();
  }

  private static String steps(Book.Review review) {
    StringBuilder steps = new StringBuilder();
    for (int number = 1; number <= 4; number++) {
      Book.Said<?> said = review.steps().get(number);
      steps.append(said == null ? "-" : Integer.toString(number));
    }
    return steps.toString();
  }

  /** How a review stands, in some lines. */
  String summary(Book.Review review) throws IOException, SettingsException {
    Book book = desk.file().read();
    List<Book.Finding> findings = book.findings(review);
    long fresh =
        findings.stream()
            .filter(finding -> finding.found().what().review().equals(review.id()))
            .count();
    Set<String> missing = desk.missing(review);
    return texts.get("summary.line", review.id(), findings.size(), fresh, findings.size() - fresh)
        + "\n"
        + (missing.isEmpty()
            ? texts.get("summary.signed", review.id())
            : texts.get("summary.missing", steps(review), String.join(", ", missing)))
        + "\n";
  }

  /**
   * Findings, the oldest first.
   *
   * @param review that saw them; empty: all
   * @param state null: those not closed
   */
  String findings(String review, @Nullable FindingState state, boolean json) throws IOException {
    Book book = desk.file().read();
    List<Book.Finding> asked =
        review.isEmpty() ? book.findings() : book.findings(ReviewDesk.review(book, review));
    List<Book.Finding> shown =
        asked.stream()
            .filter(
                finding ->
                    state == null
                        ? !review.isEmpty() || finding.state().carriedOver()
                        : finding.state() == state)
            .toList();
    StringBuilder text = new StringBuilder();
    if (json) {
      shown.forEach(
          finding -> text.append(Json.text(JsonReport.finding(finding, language))).append('\n'));
      return text.toString();
    }
    TextTable table =
        new TextTable(
            text,
            List.of(
                texts.get("report.id"),
                texts.get("column.severity"),
                texts.get("report.state"),
                texts.get("report.owner"),
                texts.get("report.due"),
                texts.get("report.finding")),
            Set.of());
    for (Book.Finding finding : shown) {
      table.row(
          List.of(
              finding.id(),
              texts.get("severity." + finding.found().what().severity()),
              texts.get("state." + finding.state()),
              Terminal.safe(finding.owner()),
              finding.due(),
              Terminal.safe(JsonReport.text(finding, language))));
    }
    table.end();
    return text.toString();
  }

  /** One finding with all that was said of it. */
  String finding(String id) throws IOException {
    Book.Finding finding =
        desk.file().read().finding(id).orElseThrow(() -> new WrongQuestion("finding-unknown", id));
    StringBuilder text = new StringBuilder();
    text.append(Terminal.safe(finding.id() + " " + JsonReport.text(finding, language)))
        .append('\n')
        .append(
            Terminal.safe(
                "  "
                    + texts.get("severity." + finding.found().what().severity())
                    + "; "
                    + texts.get("purpose." + finding.found().what().purpose())
                    + " × "
                    + finding.found().what().affects()
                    + "; "
                    + texts.get("state." + finding.state())
                    + "; "
                    + texts.get("report.owner")
                    + " "
                    + finding.owner()
                    + "; "
                    + texts.get("report.due")
                    + " "
                    + finding.due()))
        .append('\n');
    finding
        .changes()
        .forEach(
            said -> {
              if (said.what().comment() != null) {
                text.append(
                        Terminal.safe(
                            "  " + said.at() + " " + said.by() + ": " + said.what().comment()))
                    .append('\n');
              }
            });
    finding
        .pointers()
        .forEach(
            said ->
                text.append(
                        Terminal.safe(
                            "  "
                                + texts.get("report.pointers")
                                + ": "
                                + said.what().what()
                                + " "
                                + said.what().date()
                                + " "
                                + said.what().place()
                                + " "
                                + said.what().keeper()))
                    .append('\n'));
    return text.toString();
  }

  /** Reviews that are not signed, findings that are open and those that are late. */
  String status(LocalDate today) throws IOException, SettingsException {
    Book book = desk.file().read();
    StringBuilder text = new StringBuilder();
    for (Book.Review review : book.reviews()) {
      if (!desk.complete(review)) {
        text.append(summary(review));
      }
    }
    List<Book.Finding> open =
        book.findings().stream().filter(finding -> finding.state().carriedOver()).toList();
    long late =
        open.stream().filter(finding -> LocalDate.parse(finding.due()).isBefore(today)).count();
    return text.append(texts.get("status.findings", open.size(), late)).append('\n').toString();
  }
}
