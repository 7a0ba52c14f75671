package org.hinomi.collector.imports.read;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times as frames write them: UTC, microseconds (RFC 5424 section 6.2.3). */
public final class FrameTime {
  public static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private FrameTime() {}

  /**
   * @param micros microseconds since 1970
   */
  public static String text(long micros) {
    return FORMAT.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }
}
