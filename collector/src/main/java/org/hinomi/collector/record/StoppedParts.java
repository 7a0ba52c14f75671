package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/** The parts of a history that nobody writes. Immutable. */
final class StoppedParts implements EventFiles {
  private final Path history;
  private final Collection<Part> parts;
  private final long nextPosition;

  private record Files(List<Path> files) implements Held {
    @Override
    public void close() {
      // They stay.
    }
  }

  StoppedParts(Path history) throws IOException {
    this.history = history;
    Catalog catalog = Catalog.of(Manifest.read(history).entries());
    this.parts = List.copyOf(catalog.parts().values());
    this.nextPosition = catalog.nextPosition();
  }

  @Override
  public Held files(Window window) {
    return new Files(
        parts.stream()
            .filter(part -> part.mayHold(window))
            .map(part -> history.resolve(part.file()))
            .toList());
  }

  @Override
  public void suspect() {
    // Who only reads mends nothing: the collector does at its next start.
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
