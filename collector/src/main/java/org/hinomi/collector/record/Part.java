package org.hinomi.collector.record;

import java.util.List;

/**
 * A file of events as the manifest knows it. Times are microseconds since 1970.
 *
 * @param file below the folder {@code history}, with {@code /} between folders
 * @param sha256 of its bytes, hexadecimal
 * @param fromMicros the earliest of its events' times, {@code toMicros} the latest
 * @param groups SHA-256 of the columns of each row group, in their order: these bytes stay the same
 *     when parts are joined, so that what was once said of them can be checked later; empty in
 *     parts that an older program wrote
 */
public record Part(
    String file,
    long bytes,
    String sha256,
    long rows,
    long firstPosition,
    long lastPosition,
    long fromMicros,
    long toMicros,
    long receivedFromMicros,
    long receivedToMicros,
    List<String> groups) {

  @SuppressWarnings("ConstantValue")
  public Part {
    groups = groups == null ? List.of() : List.copyOf(groups);
  }

  /** A part of which no row groups are known. */
  Part(
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
    this(
        file,
        bytes,
        sha256,
        rows,
        firstPosition,
        lastPosition,
        fromMicros,
        toMicros,
        receivedFromMicros,
        receivedToMicros,
        List.of());
  }

  /** The part that holds what several held. */
  static Part joined(String file, long bytes, String sha256, List<Part> parts) {
    return new Part(
        file,
        bytes,
        sha256,
        parts.stream().mapToLong(Part::rows).sum(),
        parts.stream().mapToLong(Part::firstPosition).min().orElseThrow(),
        parts.stream().mapToLong(Part::lastPosition).max().orElseThrow(),
        parts.stream().mapToLong(Part::fromMicros).min().orElseThrow(),
        parts.stream().mapToLong(Part::toMicros).max().orElseThrow(),
        parts.stream().mapToLong(Part::receivedFromMicros).min().orElseThrow(),
        parts.stream().mapToLong(Part::receivedToMicros).max().orElseThrow(),
        parts.stream().anyMatch(part -> part.groups().isEmpty())
            ? List.of()
            : parts.stream().flatMap(part -> part.groups().stream()).toList());
  }

  /** The same part under another name. */
  Part in(String otherFile) {
    return new Part(
        otherFile,
        bytes,
        sha256,
        rows,
        firstPosition,
        lastPosition,
        fromMicros,
        toMicros,
        receivedFromMicros,
        receivedToMicros,
        groups);
  }

  /** The same part up to another position. */
  Part upTo(long position) {
    return new Part(
        file,
        bytes,
        sha256,
        rows,
        firstPosition,
        position,
        fromMicros,
        toMicros,
        receivedFromMicros,
        receivedToMicros,
        groups);
  }

  /** Its retention class: what the folder says. */
  public String retentionClass() {
    return among("class=");
  }

  /** The day of its events, UTC, as {@code 2026-11-23}. */
  public String day() {
    return among("date=");
  }

  private String among(String key) {
    int at = file.indexOf(key);
    return at < 0 ? "" : file.substring(at + key.length(), file.indexOf('/', at));
  }

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
