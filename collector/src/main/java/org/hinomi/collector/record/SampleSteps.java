package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Steps of a history by which parts of samples come and go: each is one line of the manifest.
 * Thread-safe; calls wait for the step.
 */
final class SampleSteps {
  private final EventStore events;
  private final PartFiles files;
  private final Path history;

  SampleSteps(EventStore events, PartFiles files, Path history) {
    this.events = events;
    this.files = files;
    this.history = history;
  }

  /** Parts of samples that come, and those that go. */
  record Exchange(List<Part> added, List<Part> removed) {}

  /**
   * Lists parts of samples in the manifest, and deletes those that are not wanted any more.
   *
   * @param ground why they go; empty: others stand in their place
   * @param exchange of those that are listed
   */
  void list(String ground, Instant now, Function<List<Part>, Exchange> exchange)
      throws IOException, InterruptedException {
    events.change(
        (all, unused, next) -> {
          Exchange step = exchange.apply(events.sampleParts());
          return step.added().isEmpty() && step.removed().isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new ManifestEntry(
                      List.of(),
                      List.of(),
                      next,
                      List.of(),
                      false,
                      null,
                      null,
                      null,
                      null,
                      null,
                      new ManifestEntry.Samples(
                          now.toString(), ground, step.added(), step.removed()),
                      null));
        });
  }

  /** A new name for a part of samples. */
  String name(String retentionClass, LocalDate day) throws IOException {
    return files.sampleFile(retentionClass, day);
  }

  /** Where a part of that name stands. */
  Path path(String name) {
    return history.resolve(name);
  }

  /** Gives a file that is written its name as a part. */
  void publish(Path unfinished, String name) throws IOException {
    files.publish(unfinished, name);
  }
}
