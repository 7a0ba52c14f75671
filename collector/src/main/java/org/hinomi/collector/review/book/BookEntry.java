package org.hinomi.collector.review.book;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.hinomi.collector.review.Evidence;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.Severity;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log of reviews. Exactly one of the parts is there.
 *
 * @param at when, ISO 8601, UTC
 * @param by who
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BookEntry(
    String at,
    String by,
    @Nullable Started started,
    @Nullable Found found,
    @Nullable Seen seen,
    @Nullable Change change,
    @Nullable StepDone step,
    @Nullable Signed signed,
    @Nullable Normal normal,
    @Nullable Pointer pointer,
    @Nullable Explained explained) {

  /**
   * A review was begun and its figures computed.
   *
   * @param review names it: the period, and a number where it is not the first of it
   * @param resultSha256 of {@code review/result-SHA256}
   * @param policySha256 of {@code review/policy-SHA256}
   */
  public record Started(
      String review, String period, String zone, String resultSha256, String policySha256) {}

  /** An observation became a finding: frozen as it was. */
  public record Found(
      String finding,
      String review,
      String kind,
      Severity severity,
      Purpose purpose,
      String affects,
      String key,
      List<String> arguments,
      Evidence evidence,
      String owner,
      String due) {
    public Found {
      arguments = List.copyOf(arguments);
    }
  }

  /** A finding that is not closed was seen again. */
  public record Seen(String finding, String review) {}

  /** Somebody said something of a finding. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Change(
      String finding,
      @Nullable FindingState state,
      @Nullable String owner,
      @Nullable String due,
      @Nullable String comment) {}

  /**
   * A step of a review was gone through.
   *
   * @param number 1 to 4
   * @param done false: not applicable
   */
  public record StepDone(String review, int number, boolean done, String note) {}

  /**
   * A signature.
   *
   * @param role {@code reviewer} or {@code second}
   */
  public record Signed(String review, String role) {}

  /**
   * What matches is normal from now on and becomes no finding.
   *
   * @param key of the finding that was none
   */
  public record Normal(String kind, String key, String reason) {}

  /** Evidence that is not a log: footage, a paper form, a register of keys. */
  public record Pointer(String finding, String what, String date, String place, String keeper) {}

  /**
   * A language model was asked to explain a review. Written before it is asked, and again with its
   * answer.
   *
   * @param address where it is
   * @param model its name
   * @param questionSha256 of {@code review/question-SHA256}: all that was sent
   * @param answerSha256 of {@code review/answer-SHA256}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Explained(
      String review,
      String address,
      String model,
      String questionSha256,
      @Nullable String answerSha256) {}

  static BookEntry of(String at, String by, Explained explained) {
    return new BookEntry(at, by, null, null, null, null, null, null, null, null, explained);
  }

  static BookEntry of(String at, String by, Started started) {
    return new BookEntry(at, by, started, null, null, null, null, null, null, null, null);
  }

  static BookEntry of(String at, String by, Found found) {
    return new BookEntry(at, by, null, found, null, null, null, null, null, null, null);
  }

  static BookEntry of(String at, String by, Seen seen) {
    return new BookEntry(at, by, null, null, seen, null, null, null, null, null, null);
  }

  static BookEntry of(String at, String by, Change change) {
    return new BookEntry(at, by, null, null, null, change, null, null, null, null, null);
  }

  static BookEntry of(String at, String by, StepDone step) {
    return new BookEntry(at, by, null, null, null, null, step, null, null, null, null);
  }

  static BookEntry of(String at, String by, Signed signed) {
    return new BookEntry(at, by, null, null, null, null, null, signed, null, null, null);
  }

  static BookEntry of(String at, String by, Normal normal) {
    return new BookEntry(at, by, null, null, null, null, null, null, normal, null, null);
  }

  static BookEntry of(String at, String by, Pointer pointer) {
    return new BookEntry(at, by, null, null, null, null, null, null, null, pointer, null);
  }
}
