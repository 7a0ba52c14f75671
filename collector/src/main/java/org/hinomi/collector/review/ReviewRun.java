package org.hinomi.collector.review;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.record.HistoryException;

/** Asks all questions of a review, one after the other. */
public final class ReviewRun {
  private static final Kind NOT_RUN = new Kind("not-run", Purpose.DISCOVERY, "A");

  private ReviewRun() {}

  /** Told before each check. */
  @FunctionalInterface
  public interface Progress {
    /**
     * @param number of the check, from 0
     */
    void at(Check check, int number, int of);
  }

  /**
   * Runs checks. One that takes longer, or asks more, than a question may is an observation itself:
   * nobody shall take silence for an answer, nor do without the other checks.
   */
  public static ReviewResult run(ReviewContext context, List<Check> checks, Progress progress)
      throws IOException {
    List<ReviewResult.Part> parts = new ArrayList<>();
    for (int i = 0; i < checks.size(); i++) {
      Check check = checks.get(i);
      progress.at(check, i, checks.size());
      Check.Result result = run(check, context);
      parts.add(
          new ReviewResult.Part(check.id(), check.step(), result.tables(), result.observations()));
    }
    return new ReviewResult(
        context.period().text(),
        context.period().zone().getId(),
        context.policy().company(),
        context.policy().file(),
        context.policy().sha256(),
        context.until(),
        context.asOf().toString(),
        parts);
  }

  private static Check.Result run(Check check, ReviewContext context) throws IOException {
    try {
      return check.run(context);
    } catch (HistoryException.TooSlow | IllegalArgumentException e) {
      return new Check.Result(
          List.of(),
          List.of(
              new Observation(
                  NOT_RUN,
                  Severity.MEDIUM,
                  check.id() + " " + context.period().text(),
                  List.of(check.id(), String.valueOf(e.getMessage())),
                  new Evidence("", "", List.of()))));
    }
  }
}
