package org.hinomi.collector.review;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hinomi.collector.record.HistoryException;
import org.hinomi.collector.record.Inquiry;
import org.hinomi.core.text.Reason;

/** Asks all questions of a review, one after the other. */
public final class ReviewRun {
  private static final Kind NOT_RUN = new Kind("not-run", Purpose.DISCOVERY, "A");

  /** Files that are read at the same time while somebody waits. */
  private static final int AT_ONCE = 2;

  private ReviewRun() {}

  /** Told before each check. */
  @FunctionalInterface
  public interface Progress {
    /**
     * @param number of the check, from 0
     */
    void at(Check check, int number, int of);

    /** Told while what has come since the last review is read, before the checks. */
    default void reading(int done, int of) {
      // For those who can wait.
    }
  }

  /**
   * Runs checks. One that takes longer, or asks more, than a question may is an observation itself:
   * nobody shall take silence for an answer, nor do without the other checks.
   */
  public static ReviewResult run(ReviewContext context, List<Check> checks, Progress progress)
      throws IOException {
    Optional<Inquiry> inquiry = context.archive().inquire();
    if (inquiry.isEmpty()) {
      return ask(context, checks, progress);
    }
    try (Inquiry open = inquiry.get()) {
      open.prepare(
          context.facts().all(),
          FactColumns.all(),
          micros(first(context)),
          micros(context.period().end()),
          AT_ONCE,
          progress::reading);
      return ask(context.sharing(open), checks, progress);
    }
  }

  /**
   * Reads what a review of a period would have to, so that it need not; nothing is asked.
   *
   * @param context of whose period the days are over
   */
  public static void read(ReviewContext context) throws IOException {
    Optional<Inquiry> inquiry = context.archive().inquire();
    if (inquiry.isPresent()) {
      try (Inquiry open = inquiry.get()) {
        open.prepare(
            context.facts().all(),
            FactColumns.all(),
            micros(first(context)),
            micros(context.period().end()),
            1,
            (done, of) -> {});
      }
    }
  }

  /** Where what a review looks back on begins. */
  private static Instant first(ReviewContext context) {
    Instant baseline = context.sql().baselineStart();
    Instant previous = context.sql().previousStart();
    return previous.isBefore(baseline) ? previous : baseline;
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000;
  }

  private static ReviewResult ask(ReviewContext context, List<Check> checks, Progress progress)
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
                  List.of(check.id(), Reason.of(e)),
                  new Evidence("", "", List.of()))));
    }
  }
}
