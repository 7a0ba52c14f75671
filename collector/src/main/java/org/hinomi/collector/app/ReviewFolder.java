package org.hinomi.collector.app;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.hinomi.collector.record.HotSettings;
import org.hinomi.collector.record.StoppedHistory;
import org.hinomi.collector.review.HistoryArchive;
import org.hinomi.collector.review.ReviewRun;
import org.hinomi.collector.review.book.ReviewDesk;
import org.hinomi.collector.review.report.ReviewRequests;
import org.hinomi.collector.review.report.ReviewRequests.Action;
import org.hinomi.core.text.Language;

/** Reviews in a folder that no collector runs on. */
public final class ReviewFolder {
  private ReviewFolder() {}

  /**
   * Answers.
   *
   * @throws IOException also where a collector has the folder open
   */
  public static void answer(
      Path data,
      InstantSource clock,
      Action action,
      Map<String, String> values,
      String body,
      Language language,
      ReviewRun.Progress progress,
      OutputStream out)
      throws IOException, InterruptedException {
    if (action == Action.SIGN) {
      // A signature is a step of the history, for which it is opened for writing.
      try (KeepFolder folder = new KeepFolder(data, clock)) {
        ReviewDesk.Seal seal = folder.keeper()::sign;
        requests(data, clock, folder.archive(data, clock), seal)
            .answer(action, values, body, language, progress, out);
      }
      return;
    }
    try (StoppedHistory history = new StoppedHistory(data, HotSettings.DEFAULT)) {
      requests(
              data,
              clock,
              new HistoryArchive(data, history.history(), clock, () -> false),
              (review, by, role, head) -> {
                throw new IllegalStateException("signing needs a history opened for writing");
              })
          .answer(action, values, body, language, progress, out);
    }
  }

  private static ReviewRequests requests(
      Path data, InstantSource clock, HistoryArchive archive, ReviewDesk.Seal seal) {
    return new ReviewRequests(data, clock, archive, seal);
  }
}
