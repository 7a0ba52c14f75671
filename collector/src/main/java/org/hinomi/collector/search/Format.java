package org.hinomi.collector.search;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How answers are written. */
public enum Format {
  /** Lines for people. */
  TABLE("text/plain; charset=utf-8"),
  /** One JSON object a line. */
  JSON("application/x-ndjson"),
  /** RFC 4180 with a byte order mark, so that spreadsheets read it as UTF-8. */
  CSV("text/csv; charset=utf-8");

  private final String mediaType;

  Format(String mediaType) {
    this.mediaType = mediaType;
  }

  public String mediaType() {
    return mediaType;
  }

  /**
   * Reads a name as options write it.
   *
   * @throws IllegalArgumentException with a message for the reader
   */
  public static Format of(String name) {
    for (Format format : values()) {
      if (format.toString().equals(name)) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "format: "
            + name
            + " (expected: "
            + Arrays.stream(values()).map(Format::toString).collect(Collectors.joining(", "))
            + ")");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
