package org.hinomi.collector.review.book;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.review.Period;
import org.hinomi.collector.review.policy.Policy;
import org.hinomi.collector.review.policy.Rhythm;
import org.hinomi.core.settings.SettingsException;

/**
 * A period whose review should be signed and is not.
 *
 * @param sources of the policy that have this rhythm
 */
public record Overdue(Period period, Rhythm rhythm, int sources) {

  /**
   * What is overdue.
   *
   * @param firstDay of the history: before it there is nothing to review
   */
  public static List<Overdue> of(
      Policy policy, ReviewDesk desk, Book book, LocalDate today, LocalDate firstDay)
      throws IOException, SettingsException {
    List<Overdue> overdue = new ArrayList<>();
    for (Rhythm rhythm : Rhythm.values()) {
      int sources =
          (int) policy.sources().stream().filter(source -> source.rhythm() == rhythm).count();
      if (sources == 0) {
        continue;
      }
      LocalDate judged = today.minusDays(policy.grace().toDays());
      Period period = rhythm.last(judged, policy.zone()).orElse(null);
      if (period != null && period.to().isAfter(firstDay) && !signed(desk, book, period)) {
        overdue.add(new Overdue(period, rhythm, sources));
      }
    }
    return overdue;
  }

  /** Whether a review that reaches over a period is signed by all who have to. */
  private static boolean signed(ReviewDesk desk, Book book, Period period)
      throws IOException, SettingsException {
    for (Book.Review review : book.reviews()) {
      Period reviewed = ReviewDesk.period(review);
      if (!reviewed.from().isAfter(period.from())
          && !reviewed.to().isBefore(period.to())
          && desk.complete(review)) {
        return true;
      }
    }
    return false;
  }

  /** The rhythm that a period is of. */
  static Rhythm rhythm(Period period) {
    return period.length() == 1
        ? Rhythm.DAILY
        : period.length() == 7
            ? Rhythm.WEEKLY
            : period.length() >= 28 ? Rhythm.MONTHLY : Rhythm.INCIDENT;
  }
}
