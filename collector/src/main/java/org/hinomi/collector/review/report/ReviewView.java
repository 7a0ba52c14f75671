package org.hinomi.collector.review.report;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.hinomi.collector.review.Period;
import org.hinomi.collector.review.ReviewResult;
import org.hinomi.collector.review.book.Book;
import org.hinomi.collector.review.policy.Policy;

/**
 * A review as it is shown: its figures, and what was said up to now.
 *
 * @param findings that it saw or that were open when it began
 * @param missing who still has to sign
 */
public record ReviewView(
    Book.Review review,
    ReviewResult result,
    Policy policy,
    List<Book.Finding> findings,
    Set<String> missing) {
  public ReviewView {
    findings = List.copyOf(findings);
    missing = Set.copyOf(missing);
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
