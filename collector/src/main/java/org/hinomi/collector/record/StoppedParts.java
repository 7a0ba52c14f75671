package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** The parts of a history that nobody writes. Immutable. */
final class StoppedParts implements EventFiles {
  private final Path history;
  private final Collection<Part> parts;
  private final long nextPosition;

  /** Files by name, with their hashes. */
  private record Files(Map<Path, String> hashes) implements Held {
    @Override
    public List<Path> files() {
      return List.copyOf(hashes.keySet());
    }

    @Override
    public String sha256(Path file) {
      return hashes.getOrDefault(file, "");
    }

    @Override
    public void close() {
      // They stay.
    }
  }

  StoppedParts(Path history) throws IOException {
    this.history = history;
    StoppedCatalog catalog = StoppedCatalog.of(history, InstantSource.system());
    this.parts = catalog.parts();
    this.nextPosition = catalog.nextPosition();
  }

  @Override
  public Held files(Window window) {
    return held(part -> part.mayHold(window));
  }

  @Override
  public Held files(Positions positions) {
    return held(part -> part.mayHold(positions));
  }

  /** Nobody writes: nothing to wait for. */
  @Override
  public long awaitEvent(long position, Duration patience) {
    return nextPosition;
  }

  private Held held(Predicate<Part> wanted) {
    Map<Path, String> hashes = new LinkedHashMap<>();
    parts.stream()
        .filter(wanted)
        .forEach(part -> hashes.put(history.resolve(part.file()), part.sha256()));
    return new Files(hashes);
  }

  @Override
  public boolean suspect() {
    // Who only reads mends nothing: the collector does at its next start.
    return false;
  }

  @Override
  public OptionalLong lastReceivedMicros() {
    return parts.stream().mapToLong(Part::receivedToMicros).max();
  }

  @Override
  public long nextPosition() {
    return nextPosition;
  }

  @Override
  public long rows() {
    return parts.stream().mapToLong(Part::rows).sum();
  }
}
