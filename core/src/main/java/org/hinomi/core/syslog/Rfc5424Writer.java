package org.hinomi.core.syslog;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes one RFC 5424 message. Header fields are cut to their lengths and characters outside
 * PRINTUSASCII become {@code ?}, as §6 demands; values of structured data are escaped (§6.3.3).
 *
 * <p>Not thread-safe; made for one message.
 */
public final class Rfc5424Writer {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);
  private boolean structuredData;

  /**
   * Starts with the header.
   *
   * @param facility 0..23
   * @param severity 0..7
   * @param time null where unknown (written as {@code -})
   */
  public Rfc5424Writer(
      int facility,
      int severity,
      @Nullable Instant time,
      @Nullable String host,
      @Nullable String app,
      @Nullable String procId,
      @Nullable String msgId) {
    if (facility < 0 || facility > 23 || severity < 0 || severity > 7) {
      throw new IllegalArgumentException(
          "facility " + facility + ", severity " + severity + " (expected: 0..23, 0..7)");
    }
    ascii("<" + (facility * 8 + severity) + ">1 ");
    ascii(time == null ? "-" : TIMESTAMP.format(time));
    headerField(host, 255);
    headerField(app, 48);
    headerField(procId, 128);
    headerField(msgId, 32);
    out.write(' ');
  }

  /** Adds a structured data element; names must be valid SD-NAMEs. */
  public Rfc5424Writer element(String sdId, Map<String, String> params) {
    structuredData = true;
    ascii("[" + sdId);
    params.forEach(
        (name, value) -> {
          ascii(" " + name + "=\"");
          out.writeBytes(escape(value).getBytes(StandardCharsets.UTF_8));
          out.write('"');
        });
    out.write(']');
    return this;
  }

  /** Ends with a text, marked as UTF-8 by a BOM (§6.4). */
  public byte[] text(String message) {
    startMessage();
    out.writeBytes(BOM);
    out.writeBytes(message.getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  /** Ends with bytes of any kind, without a BOM. */
  public byte[] bytes(byte[] message) {
    startMessage();
    out.writeBytes(message);
    return out.toByteArray();
  }

  private void startMessage() {
    if (!structuredData) {
      out.write('-');
    }
    out.write(' ');
  }

  private void headerField(@Nullable String value, int limit) {
    out.write(' ');
    if (value == null || value.isEmpty()) {
      out.write('-');
      return;
    }
    for (int i = 0; i < Math.min(value.length(), limit); i++) {
      char c = value.charAt(i);
      out.write(c > 32 && c < 127 ? c : '?');
    }
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("]", "\\]");
  }

  private void ascii(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
