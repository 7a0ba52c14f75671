package org.hinomi.collector.review.book;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hinomi.collector.review.Archive;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Period;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.ReviewResult;
import org.hinomi.collector.review.ReviewRun;
import org.hinomi.collector.review.book.BookEntry.Change;
import org.hinomi.collector.review.book.BookEntry.Explained;
import org.hinomi.collector.review.book.BookEntry.Found;
import org.hinomi.collector.review.book.BookEntry.Normal;
import org.hinomi.collector.review.book.BookEntry.Pointer;
import org.hinomi.collector.review.book.BookEntry.Seen;
import org.hinomi.collector.review.book.BookEntry.Signed;
import org.hinomi.collector.review.book.BookEntry.Started;
import org.hinomi.collector.review.book.BookEntry.StepDone;
import org.hinomi.collector.review.explain.LanguageModel;
import org.hinomi.collector.review.policy.Policy;
import org.hinomi.collector.review.policy.PolicySettings;
import org.hinomi.collector.review.policy.RegisteredSource;
import org.hinomi.collector.search.WrongQuestion;
import org.hinomi.core.settings.SettingsException;

/** What people do with reviews. One for a data folder; thread-safe, one thing at a time. */
public final class ReviewDesk {
  /** Days that a finding's owner has, where nobody says otherwise. */
  private static final int DUE_DAYS = 30;

  private static final int STEPS = 4;

  private final BookFile file;
  private final InstantSource clock;
  private final Seal seal;

  /** Puts a signature into the chain of the history. */
  @FunctionalInterface
  public interface Seal {
    /**
     * @param head hash of the line that has it
     */
    void sign(String review, String by, String role, String head)
        throws IOException, InterruptedException;
  }

  public ReviewDesk(Path data, InstantSource clock, Seal seal) {
    this.file = new BookFile(data);
    this.clock = clock;
    this.seal = seal;
  }

  /** What has been done so far. */
  public BookFile file() {
    return file;
  }

  /** Begins a review: computes its figures and makes findings of what needs an answer. */
  public Book.Review start(
      Path policyFile,
      String period,
      String by,
      Archive archive,
      List<Check> checks,
      ReviewRun.Progress progress)
      throws IOException, SettingsException {
    said("by", by);
    Policy policy = PolicySettings.load(policyFile);
    // Read now: the file may be another one when the checks have ended.
    String policyText = Files.readString(policyFile, StandardCharsets.UTF_8);
    Period span = Period.parse(period, policy.zone());
    Instant asOf = clock.instant();
    if (!span.start().isBefore(asOf)) {
      throw new WrongQuestion("review-future", period);
    }
    ReviewContext context = new ReviewContext(span, policy, archive.nextPosition(), asOf, archive);
    ReviewResult result = ReviewRun.run(context, checks, progress);
    synchronized (this) {
      String resultSha256 = file.keep(result);
      String policySha256 = file.keep("policy", policyText);
      Book book = file.read();
      String id = free(book, span.text());
      file.append(
          entries(
              book,
              new Started(id, span.text(), span.zone().getId(), resultSha256, policySha256),
              by,
              result,
              policy,
              "F-"));
      return review(file.read(), id);
    }
  }

  /**
   * What a review would say, without beginning one: nothing is written. What it finds has numbers
   * of its own, with {@code D-}.
   */
  public Draft draft(
      Path policyFile,
      Period span,
      Archive archive,
      List<Check> checks,
      ReviewRun.Progress progress)
      throws IOException, SettingsException {
    Policy policy = PolicySettings.load(policyFile);
    ReviewResult result =
        ReviewRun.run(
            new ReviewContext(span, policy, archive.nextPosition(), clock.instant(), archive),
            checks,
            progress);
    Book book = file.read();
    String id = free(book, span.text());
    Started started =
        new Started(id, span.text(), span.zone().getId(), BookFile.sha256(result), policy.sha256());
    entries(book, started, "", result, policy, "D-").forEach(book::add);
    return new Draft(book, review(book, id), result, policy);
  }

  /**
   * A review that nobody has begun.
   *
   * @param book as it would be with it
   */
  public record Draft(Book book, Book.Review review, ReviewResult result, Policy policy) {}

  /** A review's first lines: that it was begun, and what it found. */
  private List<BookEntry> entries(
      Book book, Started started, String by, ReviewResult result, Policy policy, String prefix) {
    List<BookEntry> entries = new ArrayList<>();
    entries.add(BookEntry.of(now(), by, started));
    int number = book.findings().size();
    Set<List<String>> told = new HashSet<>();
    for (Observation seen : result.observations()) {
      if (!seen.severity().needsAnswer()
          || book.normal(seen) != null
          || !told.add(List.of(seen.kind().id(), seen.key()))) {
        continue;
      }
      String known = book.known(seen).map(Book.Finding::id).orElse("");
      entries.add(
          known.isEmpty()
              ? BookEntry.of(now(), by, found(prefix + ++number, started.review(), seen, policy))
              : BookEntry.of(now(), by, new Seen(known, started.review())));
    }
    return entries;
  }

  private static String free(Book book, String period) {
    String id = period;
    for (int i = 2; book.review(id).isPresent(); i++) {
      id = period + "." + i;
    }
    return id;
  }

  private Found found(String id, String review, Observation seen, Policy policy) {
    String owner =
        policy.sources().stream()
            .filter(
                source ->
                    seen.key().equals(source.name()) || seen.key().startsWith(source.name() + " "))
            .map(RegisteredSource::owner)
            .findFirst()
            .orElse(policy.sources().getFirst().owner());
    LocalDate due = LocalDate.ofInstant(clock.instant(), policy.zone()).plusDays(DUE_DAYS);
    return new Found(
        id,
        review,
        seen.kind().id(),
        seen.severity(),
        seen.kind().purpose(),
        seen.kind().affects(),
        seen.key(),
        seen.arguments(),
        seen.evidence(),
        owner,
        due.toString());
  }

  /** Says something of a finding. One that is none makes its like normal. */
  public synchronized void change(String by, Change change) throws IOException {
    said("by", by);
    Book.Finding finding = finding(file.read(), change.finding());
    boolean reasoned =
        change.state() == FindingState.ACCEPTED || change.state() == FindingState.FALSE_POSITIVE;
    if (reasoned && (change.comment() == null || change.comment().isBlank())) {
      throw new WrongQuestion("review-reason");
    }
    if (change.due() != null) {
      day("due", change.due());
    }
    List<BookEntry> entries = new ArrayList<>();
    entries.add(BookEntry.of(now(), by, change));
    if (change.state() == FindingState.FALSE_POSITIVE) {
      Found found = finding.found().what();
      entries.add(
          BookEntry.of(
              now(), by, new Normal(found.kind(), found.key(), String.valueOf(change.comment()))));
    }
    file.append(entries);
  }

  /** Points from a finding to evidence that is not a log. */
  public synchronized void point(String by, Pointer pointer) throws IOException {
    said("by", by);
    said("what", pointer.what());
    day("date", pointer.date());
    said("place", pointer.place());
    said("keeper", pointer.keeper());
    finding(file.read(), pointer.finding());
    file.append(List.of(BookEntry.of(now(), by, pointer)));
  }

  /**
   * Has a language model explain a review. That it is asked, and what with, is in the log before
   * anything is sent.
   *
   * @return what it says
   */
  public String explain(
      String by, String review, LanguageModel model, String instructions, String text)
      throws IOException, InterruptedException {
    said("by", by);
    String question = file.keep("question", instructions + "\n\n" + text);
    synchronized (this) {
      file.append(
          List.of(
              BookEntry.of(
                  now(),
                  by,
                  new Explained(review, model.address(), model.name(), question, null))));
    }
    String answer = model.ask(instructions, text);
    synchronized (this) {
      String sha256 = file.keep("answer", answer);
      file.append(
          List.of(
              BookEntry.of(
                  now(),
                  by,
                  new Explained(review, model.address(), model.name(), question, sha256))));
    }
    return answer;
  }

  /** Says that a step was gone through, or why it does not apply. */
  public synchronized void step(String by, StepDone step) throws IOException, SettingsException {
    said("by", by);
    Book book = file.read();
    Book.Review review = review(book, step.review());
    if (complete(review)) {
      throw new WrongQuestion("review-signed", step.review());
    }
    if (step.number() < 1 || step.number() > STEPS) {
      throw new WrongQuestion("review-step", step.number());
    }
    if (!step.done()) {
      said("note", step.note());
    }
    file.append(List.of(BookEntry.of(now(), by, step)));
  }

  /**
   * Signs a review: the reviewers of its sources, then, where the policy wants it, somebody else.
   *
   * @return the role in which it was signed
   */
  public synchronized String sign(String id, String by)
      throws IOException, SettingsException, InterruptedException {
    said("by", by);
    Book.Review review = review(file.read(), id);
    Policy policy = PolicySettings.load(file.policy(review));
    String open = openSteps(review);
    if (!open.isEmpty()) {
      throw new WrongQuestion("review-steps", id, open);
    }
    Set<String> signed = signers(review);
    if (signed.contains(by)) {
      throw new WrongQuestion("review-twice", by);
    }
    Set<String> missing = reviewers(policy);
    boolean first = missing.contains(by);
    missing.removeAll(signed);
    boolean operates = policy.sources().stream().anyMatch(source -> source.operator().equals(by));
    if (!first && !missing.isEmpty()) {
      throw new WrongQuestion("review-reviewer", by, String.join(", ", missing));
    }
    if (!first && !needsSecond(review, policy)) {
      throw new WrongQuestion("review-signed", id);
    }
    if (!first && operates) {
      throw new WrongQuestion("review-operator", by);
    }
    String role = first ? "reviewer" : "second";
    String head = file.append(List.of(BookEntry.of(now(), by, new Signed(id, role))));
    seal.sign(id, by, role, head);
    return role;
  }

  private static String openSteps(Book.Review review) {
    List<String> open = new ArrayList<>();
    for (int number = 1; number <= STEPS; number++) {
      if (!review.steps().containsKey(number)) {
        open.add(Integer.toString(number));
      }
    }
    return String.join(", ", open);
  }

  private static Set<String> reviewers(Policy policy) {
    return policy.sources().stream()
        .map(RegisteredSource::reviewer)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> signers(Book.Review review) {
    return review.signatures().stream()
        .map(Book.Said::by)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean needsSecond(Book.Review review, Policy policy) {
    boolean asked =
        policy.second().stream().anyMatch(rhythm -> rhythm == Overdue.rhythm(period(review)));
    return asked
        && review.signatures().stream().noneMatch(said -> said.what().role().equals("second"));
  }

  static Period period(Book.Review review) {
    return Period.parse(
        review.started().what().period(), ZoneId.of(review.started().what().zone()));
  }

  /**
   * The review before one: of earlier days, begun before it; the last of the same length where
   * there is one.
   */
  public static Optional<Book.Review> before(Book book, Book.Review review) {
    Period period = period(review);
    List<Book.Review> earlier =
        book.reviews().stream()
            .takeWhile(each -> !each.id().equals(review.id()))
            .filter(each -> period(each).from().isBefore(period.from()))
            .toList()
            .reversed();
    return earlier.stream()
        .filter(each -> Overdue.rhythm(period(each)) == Overdue.rhythm(period))
        .findFirst()
        .or(() -> earlier.stream().findFirst());
  }

  /** Whether nobody has to sign any more. */
  public boolean complete(Book.Review review) throws IOException, SettingsException {
    return missing(review).isEmpty();
  }

  /** Who has to sign; {@code second} for anybody else. */
  public Set<String> missing(Book.Review review) throws IOException, SettingsException {
    Policy policy = PolicySettings.load(file.policy(review));
    Set<String> missing = reviewers(policy);
    missing.removeAll(signers(review));
    if (missing.isEmpty() && needsSecond(review, policy)) {
      missing.add("second");
    }
    return missing;
  }

  /** A review by its name; the newest where it is empty. */
  public static Book.Review review(Book book, String id) {
    if (id.isEmpty() && !book.reviews().isEmpty()) {
      return book.reviews().getLast();
    }
    return book.review(id).orElseThrow(() -> new WrongQuestion("review-unknown", id));
  }

  private static Book.Finding finding(Book book, String id) {
    return book.finding(id).orElseThrow(() -> new WrongQuestion("finding-unknown", id));
  }

  private static void day(String name, String text) {
    try {
      LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new WrongQuestion("day", name, text);
    }
  }

  private static void said(String name, String text) {
    if (text.isBlank()) {
      throw new WrongQuestion("unsaid", name);
    }
  }

  private String now() {
    return clock.instant().toString();
  }
}
