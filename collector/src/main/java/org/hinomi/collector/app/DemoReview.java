package org.hinomi.collector.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hinomi.collector.demo.Month;
import org.hinomi.collector.review.ReviewRun;
import org.hinomi.collector.review.report.ReviewRequests.Action;
import org.hinomi.core.text.Language;

/** Leaves a review of the demonstration's month half done, so that a new user can go on with it. */
public final class DemoReview {
  /** Who does what in the company's log review; none of them operates what is reviewed. */
  private static final String OWNER = "システム責任者";

  private static final String OPERATOR = "情報システム課";
  private static final String REVIEWER = "内部監査";

  private final Path data;
  private final InstantSource clock;
  private final Language language;
  private final ReviewRun.Progress progress;

  private DemoReview(
      Path data, InstantSource clock, Language language, ReviewRun.Progress progress) {
    this.data = data;
    this.clock = clock;
    this.language = language;
    this.progress = progress;
  }

  /** Proposes a policy, begins the review of the month, and goes through its first two steps. */
  public static void begin(
      Path data,
      YearMonth month,
      InstantSource clock,
      Language language,
      ReviewRun.Progress progress)
      throws IOException, InterruptedException {
    DemoReview review = new DemoReview(data, soonAfter(month, clock), language, progress);
    // The company is Japanese, whoever looks round in it.
    String policy =
        new DemoReview(data, soonAfter(month, clock), Language.JA, progress)
            .ask(
                Action.INIT,
                "",
                "company",
                Month.COMPANY,
                "zone",
                Month.ZONE.getId(),
                "owner",
                OWNER,
                "operator",
                OPERATOR,
                "reviewer",
                REVIEWER);
    review.ask(Action.START, policy, "period", month.toString(), "by", REVIEWER);
    for (String step : new String[] {"1", "2"}) {
      review.ask(Action.STEP, "", "number", step, "by", REVIEWER, "done", "true");
    }
  }

  /** The second day after the month, or now: a month of long ago was not reviewed today. */
  private static InstantSource soonAfter(YearMonth month, InstantSource clock) {
    Instant second =
        month.atEndOfMonth().plusDays(2).atTime(LocalTime.of(9, 30)).atZone(Month.ZONE).toInstant();
    Instant now = clock.instant();
    return InstantSource.fixed(second.isBefore(now) ? second : now);
  }

  private String ask(Action action, String body, String... namesAndValues)
      throws IOException, InterruptedException {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReviewFolder.answer(data, clock, action, values, body, language, progress, out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
