package org.hinomi.collector.review.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hinomi.collector.review.Archive;
import org.hinomi.collector.review.Period;
import org.hinomi.collector.review.ReviewChecks;
import org.hinomi.collector.review.ReviewRun;
import org.hinomi.collector.review.book.Book;
import org.hinomi.collector.review.book.BookEntry.Explained;
import org.hinomi.collector.review.book.ReviewDesk;
import org.hinomi.collector.review.cross.PeopleTables;
import org.hinomi.collector.review.policy.PolicySettings;
import org.hinomi.core.settings.SettingsException;
import org.jspecify.annotations.Nullable;

/** Reviews as they are shown, and periods that nobody has reviewed. Thread-safe. */
public final class ReviewViews {
  private final Path data;
  private final Archive archive;
  private final ReviewDesk desk;

  ReviewViews(Path data, Archive archive, ReviewDesk desk) {
    this.data = data;
    this.archive = archive;
    this.desk = desk;
  }

  /**
   * A review.
   *
   * @param id of it; empty: the newest
   */
  ReviewView review(String id) throws IOException, SettingsException {
    Book book = desk.file().read();
    return review(book, ReviewDesk.review(book, id));
  }

  /**
   * The newest review of a period; where nobody has begun one, what it would say.
   *
   * @param policy that it goes by then
   */
  public ReviewView period(Path policy, Period period, ReviewRun.Progress progress)
      throws IOException, SettingsException {
    Book book = desk.file().read();
    Optional<Book.Review> begun =
        book.reviews().reversed().stream()
            .filter(each -> each.started().what().period().equals(period.text()))
            .findFirst();
    if (begun.isPresent()) {
      return review(book, begun.get());
    }
    ReviewDesk.Draft draft =
        desk.draft(policy, period, archive, ReviewChecks.all(PeopleTables.in(data)), progress);
    return new ReviewView(
        draft.review(),
        draft.result(),
        draft.policy(),
        draft.book().findings(draft.review()),
        Set.of(),
        before(draft.book(), draft.review()),
        List.of());
  }

  private ReviewView review(Book book, Book.Review review) throws IOException, SettingsException {
    return new ReviewView(
        review,
        desk.file().result(review),
        PolicySettings.load(desk.file().policy(review)),
        book.findings(review),
        desk.missing(review),
        before(book, review),
        explanations(review));
  }

  private List<ReviewView.Explanation> explanations(Book.Review review) throws IOException {
    List<ReviewView.Explanation> all = new ArrayList<>();
    for (Book.Said<Explained> said : review.explained()) {
      String sha256 = said.what().answerSha256();
      if (sha256 != null) {
        all.add(new ReviewView.Explanation(said, desk.file().text("answer", sha256)));
      }
    }
    return all;
  }

  private ReviewView.@Nullable Before before(Book book, Book.Review review) throws IOException {
    Optional<Book.Review> before = ReviewDesk.before(book, review);
    if (before.isEmpty()) {
      return null;
    }
    List<Book.Finding> findings = book.findings(before.get());
    return new ReviewView.Before(before.get(), desk.file().result(before.get()), findings);
  }
}
