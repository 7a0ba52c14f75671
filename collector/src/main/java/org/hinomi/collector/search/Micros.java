package org.hinomi.collector.search;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times as the history counts them: microseconds since 1970-01-01T00:00Z. */
final class Micros {
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TABLE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private Micros() {}

  /** Times before the year 1 and after 9999 become the first and last that can be shown. */
  static long of(Instant instant) {
    Instant shown = instant.isBefore(FIRST) ? FIRST : instant.isAfter(LAST) ? LAST : instant;
    return ChronoUnit.MICROS.between(Instant.EPOCH, shown);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** {@code 2026-11-23T08:00:00.000000Z}. */
  static String iso(long micros) {
    return ISO.format(instant(micros));
  }

  /** Milliseconds in the reader's zone, for a table. */
  static String local(long micros, ZoneId zone) {
    return TABLE.withZone(zone).format(instant(micros));
  }
}
