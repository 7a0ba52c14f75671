package org.hinomi.collector.review.report;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.hinomi.collector.review.Period;
import org.hinomi.collector.review.ReviewResult;
import org.hinomi.collector.review.book.Book;
import org.hinomi.collector.review.book.BookEntry.Explained;
import org.hinomi.collector.review.policy.Policy;
import org.jspecify.annotations.Nullable;

/**
 * A review as it is shown: its figures, and what was said up to now.
 *
 * @param findings that it saw or that were open when it began
 * @param missing who still has to sign
 * @param before the review before it; null: this is the first
 * @param explanations of a language model, oldest first
 */
public record ReviewView(
    Book.Review review,
    ReviewResult result,
    Policy policy,
    List<Book.Finding> findings,
    Set<String> missing,
    @Nullable Before before,
    List<Explanation> explanations) {
  public ReviewView {
    findings = List.copyOf(findings);
    missing = Set.copyOf(missing);
    explanations = List.copyOf(explanations);
  }

  /**
   * An earlier review.
   *
   * @param findings that it was about, as they are now
   */
  public record Before(Book.Review review, ReviewResult result, List<Book.Finding> findings) {
    public Before {
      findings = List.copyOf(findings);
    }
  }

  /** What a language model said. */
  public record Explanation(Book.Said<Explained> said, String text) {}

  /** Whether nobody has begun it: it has no number of its own, and nobody to sign. */
  boolean isDraft() {
    return review.started().by().isEmpty();
  }

  /** Whether a finding was first found by this review. */
  boolean isNew(Book.Finding finding) {
    return finding.found().what().review().equals(review.id());
  }

  Period period() {
    return Period.parse(result.period(), zone());
  }

  ZoneId zone() {
    return ZoneId.of(result.zone());
  }
}
