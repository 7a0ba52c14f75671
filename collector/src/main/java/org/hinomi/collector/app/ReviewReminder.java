package org.hinomi.collector.app;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.collector.notify.Notice;
import org.hinomi.collector.notify.Notifier;
import org.hinomi.collector.review.book.Overdue;
import org.hinomi.collector.review.report.ReviewRequests;
import org.hinomi.core.settings.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of log reviews that are overdue, each once in a collector's life; where nobody could be
 * told, it is tried again at the next look. For one thread.
 */
final class ReviewReminder {
  private static final Logger LOG = LoggerFactory.getLogger(ReviewReminder.class);

  /** Knows the reviews. */
  interface Reviews {
    List<Overdue> overdue() throws IOException, SettingsException;
  }

  private final Reviews reviews;
  private final List<Notifier> notifiers;
  private final Set<String> told = new HashSet<>();

  ReviewReminder(Reviews reviews, List<Notifier> notifiers) {
    this.reviews = reviews;
    this.notifiers = List.copyOf(notifiers);
  }

  /**
   * Looks once.
   *
   * @throws IOException also where the policy of the reviews is wrong
   */
  void look() throws IOException {
    List<Overdue> all;
    try {
      all = reviews.overdue();
    } catch (SettingsException e) {
      throw new IOException(e.getMessage(), e);
    }
    for (Overdue overdue : all) {
      String which = overdue.rhythm() + " " + overdue.period().text();
      if (told.contains(which)) {
        continue;
      }
      LOG.atWarn()
          .addKeyValue("period", overdue.period().text())
          .addKeyValue("sources", overdue.sources())
          .log("A log review is overdue.");
      if (tell(ReviewRequests.notice(overdue))) {
        told.add(which);
      }
    }
  }

  /** Whether somebody was told, as far as there is anybody. */
  private boolean tell(Notice notice) {
    boolean any = notifiers.isEmpty();
    for (Notifier notifier : notifiers) {
      if (notifier.tell(notice) instanceof Delivery.Delivered) {
        any = true;
      } else {
        LOG.atWarn()
            .addKeyValue("destination", notifier.name())
            .log("That a log review is overdue could not be told.");
      }
    }
    return any;
  }
}
