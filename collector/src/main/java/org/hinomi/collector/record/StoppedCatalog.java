package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * The parts of a history as its manifest and its files say: where lines of the manifest are lost,
 * those that the collector's next start would find.
 *
 * @param parts of events
 * @param samples parts of samples and roll-ups
 * @param nextPosition first journal position that is in no part
 */
public record StoppedCatalog(List<Part> parts, List<Part> samples, long nextPosition) {
  public StoppedCatalog {
    parts = List.copyOf(parts);
    samples = List.copyOf(samples);
  }

  /** Reads them from a folder {@code history}; changes nothing. */
  public static StoppedCatalog of(Path history, InstantSource clock) throws IOException {
    return ManifestRecovery.look(history, clock);
  }
}
