package org.hinomi.collector.record;

/**
 * A file of events as the manifest knows it. Times are microseconds since 1970.
 *
 * @param file below the folder {@code history}, with {@code /} between folders
 * @param sha256 of its bytes, hexadecimal
 * @param fromMicros the earliest of its events' times, {@code toMicros} the latest
 */
record Part(
    String file,
    long bytes,
    String sha256,
    long rows,
    long firstPosition,
    long lastPosition,
    long fromMicros,
    long toMicros,
    long receivedFromMicros,
    long receivedToMicros) {

  /** Whether an event of a window may be in it. */
  boolean mayHold(Window window) {
    return overlaps(window, fromMicros, toMicros)
        || (window.orReceived() && overlaps(window, receivedFromMicros, receivedToMicros));
  }

  /** Whether an event of a span of positions may be in it. */
  boolean mayHold(Positions positions) {
    return positions.overlap(firstPosition, lastPosition);
  }

  private static boolean overlaps(Window window, long first, long last) {
    return (window.from().isEmpty() || last >= window.from().getAsLong())
        && (window.to().isEmpty() || first < window.to().getAsLong());
  }
}
