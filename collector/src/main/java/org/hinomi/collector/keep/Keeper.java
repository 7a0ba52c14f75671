package org.hinomi.collector.keep;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.hinomi.collector.record.Catalog;
import org.hinomi.collector.record.Manifest;
import org.hinomi.collector.record.ManifestEntry.Hold;
import org.hinomi.collector.record.ManifestEntry.Release;
import org.hinomi.collector.record.ManifestLines;
import org.hinomi.collector.record.Part;
import org.hinomi.collector.record.PartSearch;
import org.hinomi.collector.record.PartSteps;
import org.hinomi.collector.search.QueryException;
import org.hinomi.collector.search.WrongQuestion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what is due and not held, holds and releases, moves to longer classes. One for a history;
 * thread-safe, one step at a time.
 */
public final class Keeper {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

  private static final Duration COUNTING = Duration.ofSeconds(10);

  private final Path data;
  private final PartSteps steps;
  private final InstantSource clock;

  public Keeper(Path data, PartSteps steps, InstantSource clock) {
    this.data = data;
    this.steps = steps;
    this.clock = clock;
  }

  /**
   * Deletes all parts whose time is over, but for those that hold something held.
   *
   * @return what went
   */
  public synchronized List<Part> dispose(RetentionPolicy policy)
      throws IOException, InterruptedException {
    LocalDate today = today();
    return dispose(
        policy,
        part ->
            policy
                .retentionClass(part.retentionClass())
                .due(day(part))
                .filter(due -> !due.isAfter(today))
                .isPresent(),
        "");
  }

  /**
   * Deletes the oldest day of all that the policy lets go where the disk is filling up, if there is
   * one.
   *
   * @return what went
   */
  public synchronized List<Part> shorten(RetentionPolicy policy)
      throws IOException, InterruptedException {
    LocalDate today = today();
    List<Part> allowed =
        new ArrayList<>(
            parts().stream()
                .filter(
                    part ->
                        policy
                            .retentionClass(part.retentionClass())
                            .dueInNeed(day(part))
                            .filter(due -> !due.isAfter(today))
                            .isPresent())
                .sorted(Comparator.comparing(Part::day))
                .toList());
    allowed.removeIf(part -> !part.day().equals(allowed.getFirst().day()));
    Set<String> wanted = PartSteps.names(allowed);
    return dispose(
        policy,
        part -> wanted.contains(part.file()),
        " (shortened to at-least, because the disk was filling up)");
  }

  private List<Part> dispose(RetentionPolicy policy, Predicate<Part> due, String remark)
      throws IOException, InterruptedException {
    List<Part> candidates = parts().stream().filter(due).toList();
    if (candidates.isEmpty()) {
      return List.of();
    }
    Set<String> held = new HoldSearch(data, clock).held(candidates);
    Map<String, Set<String>> byClass = new TreeMap<>();
    for (Part part : candidates) {
      if (!held.contains(part.file())) {
        byClass.computeIfAbsent(part.retentionClass(), made -> new HashSet<>()).add(part.file());
      }
    }
    List<Part> gone = new ArrayList<>();
    for (Map.Entry<String, Set<String>> each : byClass.entrySet()) {
      RetentionClass of = policy.retentionClass(each.getKey());
      List<Part> disposed =
          steps.dispose(
              each.getKey(),
              of.ground() + remark,
              "policy " + policy.source(),
              parts -> parts.stream().filter(p -> each.getValue().contains(p.file())).toList());
      gone.addAll(disposed);
      LOG.atInfo()
          .addKeyValue("class", each.getKey())
          .addKeyValue("parts", disposed.size())
          .addKeyValue("events", disposed.stream().mapToLong(Part::rows).sum())
          .addKeyValue("held", held.size())
          .log("Events were disposed of; the manifest says which and why.");
    }
    return gone;
  }

  /**
   * Begins a legal hold.
   *
   * @throws QueryException where the query cannot be understood
   * @throws WrongQuestion where it is not said who and why
   */
  public synchronized Hold hold(String query, String by, String reason)
      throws QueryException, IOException, InterruptedException {
    said("by", by);
    said("reason", reason);
    try (PartSearch search = new PartSearch(data.resolve("history"))) {
      HoldSearch.condition(search, query, clock);
    }
    return steps.hold(ManifestLines.read(data.resolve("history")).freeHold(), query, by, reason);
  }

  /**
   * Counts what a query finds now, beside all other steps, for some seconds at most: who begins a
   * legal hold shall see what it holds.
   */
  HoldSearch.Found found(String query) throws QueryException, IOException {
    steps.seal();
    return HoldSearch.found(data, query, parts(), COUNTING, clock);
  }

  /** Ends a legal hold. */
  public synchronized Release release(String id, String by, String reason)
      throws IOException, InterruptedException {
    said("by", by);
    said("reason", reason);
    if (Holds.of(data).present().stream().noneMatch(hold -> hold.id().equals(id))) {
      throw new WrongQuestion("hold", id);
    }
    return steps.release(id, by, reason);
  }

  /**
   * Moves parts to a class that keeps them longer.
   *
   * @param days which of them
   * @return what was moved
   */
  public synchronized List<Part> move(
      RetentionPolicy policy,
      String from,
      String to,
      Predicate<LocalDate> days,
      String by,
      String reason)
      throws IOException, InterruptedException {
    said("by", by);
    said("reason", reason);
    steps.seal();
    Set<String> known = new LinkedHashSet<>(policy.classes().keySet());
    RetentionClass target = policy.classes().get(to);
    if (target == null) {
      throw new WrongQuestion("class", to, String.join(", ", known));
    }
    parts().forEach(part -> known.add(part.retentionClass()));
    if (!known.contains(from)) {
      throw new WrongQuestion("class", from, String.join(", ", known));
    }
    LocalDate today = today();
    LocalDate now = policy.retentionClass(from).due(today).orElse(LocalDate.MAX);
    if (!target.due(today).orElse(LocalDate.MAX).isAfter(now)) {
      throw new WrongQuestion("class.shorter", to, from);
    }
    return steps.move(from, to, by, reason, part -> days.test(day(part)));
  }

  /**
   * Notes a signature under a review in the manifest.
   *
   * @param head hash of the line of the log of reviews that has it
   */
  public synchronized void sign(String review, String by, String role, String head)
      throws IOException, InterruptedException {
    said("by", by);
    steps.sign(review, by, role, head);
  }

  private static void said(String name, String text) {
    if (text.isBlank()) {
      throw new WrongQuestion("unsaid", name);
    }
  }

  private List<Part> parts() throws IOException {
    return List.copyOf(
        Catalog.of(Manifest.read(data.resolve("history")).entries()).parts().values());
  }

  /** The day of a part, UTC. */
  static LocalDate day(Part part) {
    return LocalDate.parse(part.day());
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
