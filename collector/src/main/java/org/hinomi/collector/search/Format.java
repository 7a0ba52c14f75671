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
  CSV("text/csv; charset=utf-8"),
  /** A workbook for Excel. */
  XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
  /** Apache Parquet. */
  PARQUET("application/vnd.apache.parquet");

  private final String mediaType;

  Format(String mediaType) {
    this.mediaType = mediaType;
  }

  public String mediaType() {
    return mediaType;
  }

  /** Whether a terminal can show it, and several answers can follow each other. */
  boolean isText() {
    return this != XLSX && this != PARQUET;
  }

  /**
   * Refuses what is no text.
   *
   * @throws IllegalArgumentException with a message for the reader
   */
  public Format text() {
    if (!isText()) {
      throw new WrongQuestion("format.here", this);
    }
    return this;
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
    throw new WrongQuestion(
        "format",
        name,
        Arrays.stream(values()).map(Format::toString).collect(Collectors.joining(", ")));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
