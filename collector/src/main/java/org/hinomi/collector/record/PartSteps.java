package org.hinomi.collector.record;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hinomi.collector.record.ManifestEntry.Disposal;
import org.hinomi.collector.record.ManifestEntry.Hold;
import org.hinomi.collector.record.ManifestEntry.Move;
import org.hinomi.collector.record.ManifestEntry.Release;
import org.hinomi.collector.record.ManifestEntry.Signature;
import org.jspecify.annotations.Nullable;

/**
 * Steps of a history beside recording: each is one line of the manifest, and what it deletes is
 * deleted after that line is synced. Thread-safe; calls wait for the step.
 */
public final class PartSteps {
  private final EventStore events;
  private final InstantSource clock;

  PartSteps(EventStore events, InstantSource clock) {
    this.events = events;
    this.clock = clock;
  }

  /** Decides which of the parts of one moment are meant. */
  public interface Choice {
    List<Part> of(List<Part> parts) throws IOException;
  }

  /**
   * Deletes parts of one class.
   *
   * @param choice of those that go; asked while nothing else changes the list
   * @param by who, or which policy
   * @return what went
   */
  public List<Part> dispose(String retentionClass, String ground, String by, Choice choice)
      throws IOException, InterruptedException {
    List<Part> gone = new ArrayList<>();
    events.change(
        (parts, files, next) -> {
          gone.addAll(
              choice.of(
                  parts.stream()
                      .filter(part -> part.retentionClass().equals(retentionClass))
                      .toList()));
          return gone.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new ManifestEntry(
                      List.of(),
                      gone.stream().map(Part::file).toList(),
                      next,
                      List.of(),
                      false,
                      new Disposal(now(), by, retentionClass, ground, gone),
                      null,
                      null,
                      null,
                      null));
        });
    return gone;
  }

  /** Makes parts of what is recorded and in none yet: steps are about parts. */
  public void seal() throws IOException {
    events.flush();
  }

  /** Begins a legal hold. */
  public Hold hold(String id, String query, String by, String reason)
      throws IOException, InterruptedException {
    Hold hold = new Hold(id, query, by, reason, now());
    events.change((parts, files, next) -> Optional.of(step(next, hold, null, null)));
    return hold;
  }

  /** Ends a legal hold. */
  public Release release(String id, String by, String reason)
      throws IOException, InterruptedException {
    Release release = new Release(id, by, reason, now());
    events.change((parts, files, next) -> Optional.of(step(next, null, release, null)));
    return release;
  }

  /** Notes a signature under a review. */
  public Signature sign(String review, String by, String role, String head)
      throws IOException, InterruptedException {
    Signature signature = new Signature(review, by, role, head, now());
    events.change((parts, files, next) -> Optional.of(step(next, null, null, signature)));
    return signature;
  }

  private static ManifestEntry step(
      long next, @Nullable Hold hold, @Nullable Release release, @Nullable Signature signature) {
    return new ManifestEntry(
        List.of(), List.of(), next, List.of(), false, null, hold, release, null, signature);
  }

  /**
   * Puts parts into another class, as they are: their rows go on naming the class under which they
   * were recorded.
   *
   * @return what was moved, as it was before
   */
  public List<Part> move(String from, String to, String by, String reason, Predicate<Part> which)
      throws IOException, InterruptedException {
    List<Part> moved = new ArrayList<>();
    events.change(
        (parts, files, next) -> {
          List<Part> made = new ArrayList<>();
          for (Part part : parts) {
            if (part.retentionClass().equals(from) && which.test(part)) {
              made.add(files.move(part, to));
              moved.add(part);
            }
          }
          return moved.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new ManifestEntry(
                      made,
                      moved.stream().map(Part::file).toList(),
                      next,
                      List.of(),
                      false,
                      null,
                      null,
                      null,
                      new Move(from, to, by, reason, now()),
                      null));
        });
    return moved;
  }

  /** The files of parts, for a choice by name. */
  public static Set<String> names(Collection<Part> parts) {
    return parts.stream().map(Part::file).collect(Collectors.toSet());
  }

  private String now() {
    return clock.instant().toString();
  }
}
