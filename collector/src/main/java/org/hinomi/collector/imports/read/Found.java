package org.hinomi.collector.imports.read;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A record that a file holds.
 *
 * @param stream counts the records of a file apart that come in an order of their own, from 0
 * @param timeMicros microseconds since 1970, or {@link #NO_TIME}
 * @param host that it speaks of; null where the file names none
 * @param attributes of its frame, as {@link FrameParameters} makes them
 * @param bytes that are kept of it
 * @param fullLength bytes that it has
 * @param partial whether damage tore it
 * @param key what it is known by besides its bytes
 */
@SuppressWarnings("ArrayRecordComponent")
public record Found(
    int stream,
    long timeMicros,
    @Nullable String host,
    String attributes,
    byte[] bytes,
    long fullLength,
    boolean partial,
    String key) {

  public static final long NO_TIME = Long.MIN_VALUE;

  /**
   * Bytes kept of a record: with the rest of its frame it fits a journal group of the least size.
   */
  public static final int LIMIT = 256 << 10;

  public Found {
    requireNonNull(attributes, "attributes");
    requireNonNull(bytes, "bytes");
    requireNonNull(key, "key");
  }
}
