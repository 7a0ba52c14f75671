package org.hinomi.collector.review.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.keep.ReviewLog;
import org.hinomi.collector.notify.Notice;
import org.hinomi.collector.record.StoppedCatalog;
import org.hinomi.collector.review.Archive;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Period;
import org.hinomi.collector.review.ReviewChecks;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.ReviewRun;
import org.hinomi.collector.review.book.Book;
import org.hinomi.collector.review.book.BookEntry;
import org.hinomi.collector.review.book.FindingState;
import org.hinomi.collector.review.book.Overdue;
import org.hinomi.collector.review.book.ReviewDesk;
import org.hinomi.collector.review.cross.PeopleTables;
import org.hinomi.collector.review.explain.LanguageModel;
import org.hinomi.collector.review.policy.Policy;
import org.hinomi.collector.review.policy.PolicySettings;
import org.hinomi.collector.search.WrongQuestion;
import org.hinomi.core.file.AtomicFile;
import org.hinomi.core.file.OwnerFiles;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;
import org.jspecify.annotations.Nullable;

/** What people ask of reviews, as names and values. Thread-safe. */
public final class ReviewRequests {
  /** Of the policy that reviews go by, below the folder of reviews. */
  private static final String POLICY = "policy.yaml";

  /** As many as a month and the one before it have at most. */
  private static final int READ_DAYS = 62;

  private final Path data;
  private final InstantSource clock;
  private final Archive archive;
  private final ReviewDesk desk;
  private final ReviewViews views;
  private final Optional<LanguageModel> model;

  /** What can be asked; those that change something come with a POST. */
  public enum Action {
    START,
    FINDING,
    STEP,
    SIGN,
    EXPLAIN,
    LIST,
    STATUS,
    FINDINGS,
    SHOW,
    INIT;

    /** Whether it changes something. */
    public boolean changes() {
      return compareTo(LIST) < 0;
    }

    /** As the API and the command line name it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Of a data folder; no language model is asked. */
  public ReviewRequests(Path data, InstantSource clock, Archive archive, ReviewDesk.Seal seal) {
    this(data, clock, archive, seal, Optional.empty());
  }

  /**
   * Of a data folder.
   *
   * @param model that explains reviews
   */
  public ReviewRequests(
      Path data,
      InstantSource clock,
      Archive archive,
      ReviewDesk.Seal seal,
      Optional<LanguageModel> model) {
    this.model = model;
    this.data = data;
    this.clock = clock;
    this.archive = archive;
    this.desk = new ReviewDesk(data, clock, seal);
    this.views = new ReviewViews(data, archive, desk);
  }

  /** The type of an answer. */
  public static String mediaType(Action action, Map<String, String> values) {
    return action == Action.SHOW
        ? ReviewFormat.of(values.getOrDefault("format", "html")).mediaType()
        : "text/plain; charset=utf-8";
  }

  /**
   * Answers.
   *
   * @param values those that the action wants: docs/review.md
   * @param body of {@code start}: the policy; empty: the one of the last review
   * @throws WrongQuestion where something is missing or wrong
   */
  public void answer(
      Action action,
      Map<String, String> values,
      String body,
      Language language,
      ReviewRun.Progress progress,
      OutputStream out)
      throws IOException, InterruptedException {
    try {
      switch (action) {
        case START -> write(out, start(values, body, language, progress));
        case FINDING -> write(out, finding(values, language));
        case STEP -> write(out, step(values, language));
        case SIGN -> write(out, sign(values, language));
        case EXPLAIN -> write(out, explain(values, language));
        case LIST -> write(out, new ReviewLists(desk, language).reviews());
        case FINDINGS ->
            write(
                out,
                new ReviewLists(desk, language)
                    .findings(
                        values.getOrDefault("review", ""),
                        values.containsKey("state") ? state(values) : null,
                        values.getOrDefault("format", "table").equals("json")));
        case STATUS -> write(out, status(language));
        case SHOW -> show(values, language, progress, out);
        case INIT ->
            write(
                out,
                new PolicyProposal(archive, clock, language)
                    .text(zone(values.getOrDefault("zone", "UTC")), values));
      }
    } catch (SettingsException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private String start(
      Map<String, String> values, String body, Language language, ReviewRun.Progress progress)
      throws IOException, SettingsException {
    Path folder = OwnerFiles.folder(ReviewLog.folder(data));
    if (body.isBlank()) {
      return start(values, policy(), language, progress);
    }
    // It takes the place of the one in force when a review has gone by it, not before.
    Path asked = Files.createTempDirectory(folder, "asked-");
    Path candidate = asked.resolve(POLICY);
    try {
      Files.writeString(candidate, body);
      String summary = start(values, candidate, language, progress);
      AtomicFile.write(folder, POLICY, body.getBytes(StandardCharsets.UTF_8));
      return summary;
    } finally {
      Files.deleteIfExists(candidate);
      Files.delete(asked);
    }
  }

  private String start(
      Map<String, String> values, Path policy, Language language, ReviewRun.Progress progress)
      throws IOException, SettingsException {
    Book.Review review =
        desk.start(
            policy,
            needed(values, "period"),
            by(values),
            archive,
            ReviewChecks.all(PeopleTables.in(data)),
            progress);
    return new ReviewLists(desk, language).summary(review);
  }

  private String finding(Map<String, String> values, Language language) throws IOException {
    String id = needed(values, "id");
    if (values.containsKey("what")) {
      desk.point(
          by(values),
          new BookEntry.Pointer(
              id,
              needed(values, "what"),
              values.getOrDefault("date", ""),
              values.getOrDefault("place", ""),
              values.getOrDefault("keeper", "")));
    }
    boolean said =
        values.containsKey("state")
            || values.containsKey("owner")
            || values.containsKey("due")
            || values.containsKey("comment");
    if (said) {
      desk.change(
          by(values),
          new BookEntry.Change(
              id,
              values.containsKey("state") ? state(values) : null,
              values.get("owner"),
              values.get("due"),
              values.get("comment")));
    }
    return new ReviewLists(desk, language).finding(id);
  }

  private String step(Map<String, String> values, Language language)
      throws IOException, SettingsException {
    String number = needed(values, "number");
    if (!number.matches("[1-4]")) {
      throw new WrongQuestion("review-step", number);
    }
    Book.Review review = ReviewDesk.review(desk.file().read(), values.getOrDefault("review", ""));
    desk.step(
        by(values),
        new BookEntry.StepDone(
            review.id(),
            Integer.parseInt(number),
            !values.getOrDefault("done", "true").equals("false"),
            values.getOrDefault("note", "")));
    return new ReviewLists(desk, language)
        .summary(ReviewDesk.review(desk.file().read(), review.id()));
  }

  private String sign(Map<String, String> values, Language language)
      throws IOException, SettingsException, InterruptedException {
    Book.Review review = ReviewDesk.review(desk.file().read(), values.getOrDefault("review", ""));
    desk.sign(review.id(), by(values));
    return new ReviewLists(desk, language)
        .summary(ReviewDesk.review(desk.file().read(), review.id()));
  }

  /** What a model says; with {@code show}, what it would be sent, which it is not then. */
  private String explain(Map<String, String> values, Language language)
      throws IOException, SettingsException, InterruptedException {
    ReviewView view = views.review(values.getOrDefault("review", ""));
    String instructions = ReviewQuestion.instructions(language);
    String text = ReviewQuestion.text(view, language);
    if (values.getOrDefault("show", "false").equals("true")) {
      return instructions + "\n\n" + text;
    }
    LanguageModel asked = model.orElseThrow(() -> new WrongQuestion("review-model"));
    return desk.explain(by(values), view.review().id(), asked, instructions, text) + "\n";
  }

  private void show(
      Map<String, String> values, Language language, ReviewRun.Progress progress, OutputStream out)
      throws IOException, SettingsException {
    ReviewView view =
        values.containsKey("period")
            ? period(needed(values, "period"), progress)
            : views.review(values.getOrDefault("review", ""));
    ReviewFormat.of(values.getOrDefault("format", "html"))
        .write(view, language, values.getOrDefault("table", ""), out);
  }

  private ReviewView period(String text, ReviewRun.Progress progress)
      throws IOException, SettingsException {
    return view(Period.parse(text, PolicySettings.load(policy()).zone()), progress);
  }

  /** The newest review of a period; where nobody has begun one, what it would say. */
  public ReviewView view(Period period, ReviewRun.Progress progress)
      throws IOException, SettingsException {
    return views.period(policy(), period, progress);
  }

  /** The policy in force; empty where there is none yet. */
  public Optional<Policy> policyInForce() throws IOException, SettingsException {
    Path file = ReviewLog.folder(data).resolve(POLICY);
    return Files.exists(file) ? Optional.of(PolicySettings.load(file)) : Optional.empty();
  }

  private Path policy() {
    Path policy = ReviewLog.folder(data).resolve(POLICY);
    if (!Files.exists(policy)) {
      throw new WrongQuestion("review-policy");
    }
    return policy;
  }

  private String status(Language language) throws IOException, SettingsException {
    StringBuilder text = new StringBuilder();
    for (Overdue overdue : overdue()) {
      text.append(text(overdue, language)).append('\n');
    }
    return text
        + new ReviewLists(desk, language).status(LocalDate.ofInstant(clock.instant(), zone()));
  }

  /** The zone that the due days of findings are of. */
  private ZoneId zone() throws IOException, SettingsException {
    return policyInForce().map(Policy::zone).orElse(ZoneOffset.UTC);
  }

  /** Periods whose reviews should be signed by now; none where there is no policy yet. */
  public List<Overdue> overdue() throws IOException, SettingsException {
    Optional<Policy> policy = policyInForce();
    Optional<LocalDate> first = firstDay();
    if (policy.isEmpty() || first.isEmpty()) {
      return List.of();
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), policy.get().zone());
    return Overdue.of(policy.get(), desk, desk.file().read(), today, first.get());
  }

  /**
   * Reads the days that are over, so that the next review need not; nothing where there is no
   * policy yet.
   */
  public void read() throws IOException, SettingsException {
    Path file = ReviewLog.folder(data).resolve(POLICY);
    if (!Files.exists(file)) {
      return;
    }
    Policy policy = PolicySettings.load(file);
    Instant now = clock.instant();
    // Files are of days of UTC; today's are joined yet.
    LocalDate to =
        LocalDate.ofInstant(
            LocalDate.ofInstant(now, ZoneOffset.UTC).atStartOfDay(ZoneOffset.UTC).toInstant(),
            policy.zone());
    Period month = new Period(to.minusDays(READ_DAYS), to, policy.zone());
    ReviewRun.read(new ReviewContext(month, policy, archive.nextPosition(), now, archive));
  }

  /** What people are told of an overdue review. */
  public static Notice notice(Overdue overdue) {
    return new Notice(
        "review-overdue." + overdue.rhythm() + "." + overdue.period().text(),
        "REVIEW",
        4,
        overdue.period().end(),
        text(overdue, Language.EN),
        new Notice.Words() {
          @Override
          public String subject(Language language) {
            return text(overdue, language);
          }

          @Override
          public String body(Language language) {
            return text(overdue, language) + "\n";
          }
        });
  }

  private static String text(Overdue overdue, Language language) {
    return Messages.of(Observation.class, language)
        .get(
            "status.overdue",
            overdue.period().text(),
            Messages.of(Observation.class, language).get("rhythm." + overdue.rhythm()),
            overdue.sources());
  }

  /** The first day (UTC) of which the history holds something. */
  public Optional<LocalDate> firstDay() throws IOException {
    return StoppedCatalog.of(data.resolve("history"), clock).parts().stream()
        .map(part -> LocalDate.parse(part.day()))
        .min(LocalDate::compareTo);
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "zone: " + text + " (expected: a zone such as Asia/Tokyo or +09:00)", e);
    }
  }

  private static FindingState state(Map<String, String> values) {
    String text = values.getOrDefault("state", "");
    for (FindingState state : FindingState.values()) {
      if (state.name().equals(text.toUpperCase(Locale.ROOT).replace('-', '_'))) {
        return state;
      }
    }
    throw new IllegalArgumentException(
        "state: " + text + " (expected: open, accepted, fixed, false-positive)");
  }

  private static String by(Map<String, String> values) {
    return values.getOrDefault("by", "");
  }

  private static String needed(Map<String, String> values, String name) {
    @Nullable String value = values.get(name);
    if (value == null || value.isBlank()) {
      throw new WrongQuestion("unsaid", name);
    }
    return value;
  }
}
