package org.hinomi.collector.review.book;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.book.BookEntry.Change;
import org.hinomi.collector.review.book.BookEntry.Explained;
import org.hinomi.collector.review.book.BookEntry.Found;
import org.hinomi.collector.review.book.BookEntry.Normal;
import org.hinomi.collector.review.book.BookEntry.Pointer;
import org.hinomi.collector.review.book.BookEntry.Seen;
import org.hinomi.collector.review.book.BookEntry.Signed;
import org.hinomi.collector.review.book.BookEntry.Started;
import org.hinomi.collector.review.book.BookEntry.StepDone;
import org.jspecify.annotations.Nullable;

/** What the log of reviews comes to: reviews, findings, what is normal. For one thread. */
public final class Book {
  private final Map<String, Review> reviews = new LinkedHashMap<>();
  private final Map<String, Finding> findings = new LinkedHashMap<>();
  private final List<Normal> normals = new ArrayList<>();

  /** Something said at a moment by somebody. */
  public record Said<T>(String at, String by, T what) {}

  /** A review and how far it is. */
  public static final class Review {
    private final Said<Started> started;
    private final Set<String> openBefore;
    private final Map<Integer, Said<StepDone>> steps = new LinkedHashMap<>();
    private final List<Said<Signed>> signatures = new ArrayList<>();
    private final List<Said<Explained>> explained = new ArrayList<>();

    private Review(Said<Started> started, Set<String> openBefore) {
      this.started = started;
      this.openBefore = openBefore;
    }

    /** Names it. */
    public String id() {
      return started.what().review();
    }

    public Said<Started> started() {
      return started;
    }

    /** By number, what was said last of each step. */
    public Map<Integer, Said<StepDone>> steps() {
      return Collections.unmodifiableMap(steps);
    }

    /** What a language model said to it, oldest first. */
    public List<Said<Explained>> explained() {
      return Collections.unmodifiableList(explained);
    }

    public List<Said<Signed>> signatures() {
      return Collections.unmodifiableList(signatures);
    }
  }

  /** A finding and all that was said of it. */
  public static final class Finding {
    private final Said<Found> found;
    private final List<String> seen = new ArrayList<>();
    private final List<Said<Change>> changes = new ArrayList<>();
    private final List<Said<Pointer>> pointers = new ArrayList<>();
    private FindingState state = FindingState.OPEN;
    private String owner;
    private String due;

    private Finding(Said<Found> found) {
      this.found = found;
      this.owner = found.what().owner();
      this.due = found.what().due();
      this.seen.add(found.what().review());
    }

    public String id() {
      return found.what().finding();
    }

    public Said<Found> found() {
      return found;
    }

    /** Reviews that saw it, the first that found it first. */
    public List<String> seen() {
      return Collections.unmodifiableList(seen);
    }

    public List<Said<Change>> changes() {
      return Collections.unmodifiableList(changes);
    }

    public List<Said<Pointer>> pointers() {
      return Collections.unmodifiableList(pointers);
    }

    public FindingState state() {
      return state;
    }

    public String owner() {
      return owner;
    }

    /** A day, ISO 8601. */
    public String due() {
      return due;
    }

    private void change(Said<Change> said) {
      changes.add(said);
      Change change = said.what();
      state = Objects.requireNonNullElse(change.state(), state);
      owner = Objects.requireNonNullElse(change.owner(), owner);
      due = Objects.requireNonNullElse(change.due(), due);
    }
  }

  /** Puts entries together. */
  public static Book of(List<BookEntry> entries) {
    Book book = new Book();
    entries.forEach(book::add);
    return book;
  }

  void add(BookEntry entry) {
    if (entry.started() != null) {
      Set<String> open =
          findings.values().stream()
              .filter(finding -> finding.state().carriedOver())
              .map(Finding::id)
              .collect(Collectors.toUnmodifiableSet());
      Review review = new Review(said(entry, entry.started()), open);
      reviews.put(review.id(), review);
    } else if (entry.found() != null) {
      Finding finding = new Finding(said(entry, entry.found()));
      findings.put(finding.id(), finding);
    } else if (entry.seen() != null) {
      Seen seen = entry.seen();
      finding(seen.finding()).ifPresent(finding -> finding.seen.add(seen.review()));
    } else if (entry.change() != null) {
      Said<Change> said = said(entry, entry.change());
      finding(said.what().finding()).ifPresent(finding -> change(finding, said));
    } else if (entry.step() != null) {
      Said<StepDone> said = said(entry, entry.step());
      review(said.what().review()).ifPresent(r -> r.steps.put(said.what().number(), said));
    } else if (entry.signed() != null) {
      Said<Signed> said = said(entry, entry.signed());
      review(said.what().review()).ifPresent(review -> review.signatures.add(said));
    } else if (entry.explained() != null) {
      Said<Explained> said = said(entry, entry.explained());
      if (said.what().answerSha256() != null) {
        review(said.what().review()).ifPresent(review -> review.explained.add(said));
      }
    } else if (entry.normal() != null) {
      normals.add(entry.normal());
    } else if (entry.pointer() != null) {
      Said<Pointer> said = said(entry, entry.pointer());
      finding(said.what().finding()).ifPresent(finding -> finding.pointers.add(said));
    }
  }

  /** What is a finding after all is not normal any more. */
  private void change(Finding finding, Said<Change> said) {
    boolean wasNone = finding.state() == FindingState.FALSE_POSITIVE;
    finding.change(said);
    if (wasNone && finding.state() != FindingState.FALSE_POSITIVE) {
      Found found = finding.found().what();
      normals.removeIf(
          normal -> normal.kind().equals(found.kind()) && normal.key().equals(found.key()));
    }
  }

  private static <T> Said<T> said(BookEntry entry, T what) {
    return new Said<>(entry.at(), entry.by(), what);
  }

  /** Oldest first. */
  public List<Review> reviews() {
    return List.copyOf(reviews.values());
  }

  public Optional<Review> review(String id) {
    return Optional.ofNullable(reviews.get(id));
  }

  /** Oldest first. */
  public List<Finding> findings() {
    return List.copyOf(findings.values());
  }

  public Optional<Finding> finding(String id) {
    return Optional.ofNullable(findings.get(id));
  }

  /** What a review is about: findings that it saw, and those that were open when it began. */
  public List<Finding> findings(Review review) {
    return findings.values().stream()
        .filter(
            finding ->
                finding.seen().contains(review.id()) || review.openBefore.contains(finding.id()))
        .toList();
  }

  /** The finding that an observation is again, unless it is settled: fixed, or none. */
  public Optional<Finding> known(Observation observation) {
    return findings.values().stream()
        .filter(finding -> finding.found().what().kind().equals(observation.kind().id()))
        .filter(finding -> finding.found().what().key().equals(observation.key()))
        .filter(
            finding ->
                finding.state() == FindingState.OPEN || finding.state() == FindingState.ACCEPTED)
        .findFirst();
  }

  /** Why an observation is normal; null: it is not. */
  public @Nullable Normal normal(Observation observation) {
    return normals.stream()
        .filter(normal -> normal.kind().equals(observation.kind().id()))
        .filter(normal -> normal.key().equals(observation.key()))
        .findFirst()
        .orElse(null);
  }
}
