package org.hinomi.collector.decode.agent;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.hinomi.collector.decode.CharsetText;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Fields;
import org.hinomi.core.syslog.SyslogHeader;
import org.hinomi.core.syslog.SyslogHeader.Part;
import org.hinomi.core.syslog.SyslogReader;
import org.hinomi.core.syslog.TextReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads an imported line, in the zone and the charset that its frame names. The year that it lacks
 * is the nearest past one, seen from when the file was written last. Not thread-safe.
 */
final class ImportedLineDecoder {
  private final SyslogReader reader = new SyslogReader();
  private final TextReader texts;
  private final ServiceTexts services;
  private final Map<String, ZoneId> zones = new HashMap<>();
  private final Map<String, Charset> charsets = new HashMap<>();
  private @Nullable FrameParams lastParams;
  private @Nullable ZoneId lastZone;
  private @Nullable Style lastStyle;

  ImportedLineDecoder(TextReader texts, ServiceTexts services) {
    this.texts = texts;
    this.services = services;
  }

  /** How the lines of one frame head are read. */
  private record Style(ZoneId zone, @Nullable Charset charset, boolean syslog) {}

  /**
   * @throws IllegalArgumentException where zone or charset are unknown
   */
  Reading read(Original original, FrameParams params) {
    Style style = style(params, original.zone());
    if (style.charset() == null) {
      return read(original.buffer(), original.textStart(), original.end(), original, style);
    }
    boolean[] damaged = new boolean[1];
    byte[] text = text(original, style.charset(), damaged).getBytes(StandardCharsets.UTF_8);
    Reading reading = read(text, 0, text.length, original, style);
    if (damaged[0]) {
      reading.fields.put(Fields.EVENT_CHARSET_DAMAGED, true);
    }
    return reading;
  }

  /** The lines of a file have the same parameters, which are looked into once. */
  @SuppressWarnings("ReferenceEquality")
  private Style style(FrameParams params, ZoneId otherwise) {
    Style same = lastStyle;
    if (same != null && params == lastParams && otherwise.equals(lastZone)) {
      return same;
    }
    String charset = params.value(AgentFrame.CHARSET);
    Style style =
        new Style(
            zone(params.value(AgentFrame.ZONE), otherwise),
            charset.isEmpty() ? null : charset(charset),
            params.value(AgentFrame.FORMAT).equals(AgentFrame.FORMAT_SYSLOG));
    lastParams = params;
    lastZone = otherwise;
    lastStyle = style;
    return style;
  }

  private Reading read(byte[] b, int start, int end, Original original, Style style) {
    ZoneId zone = style.zone();
    boolean syslog = style.syslog();
    SyslogHeader header = null;
    if (syslog && start < end && b[start] == '<') {
      header = reader.read(b, start, end - start, original.frameMicros(), zone, true);
    }
    boolean framed = header != null && header.fault() == null;
    if (header == null || !framed) {
      header = reader.readLine(b, start, end - start, original.frameMicros(), zone);
    }
    Reading reading =
        new Reading(
            syslog
                ? texts.text(b, header.start(Part.MESSAGE), header.end(Part.MESSAGE))
                : texts.text(b, start, end));
    if (header.hasTime()) {
      reading.timeMicros = header.timeMicros();
    }
    if (syslog) {
      reading.host = name(b, header, Part.HOST);
      reading.app = name(b, header, Part.APP);
      reading.pid = name(b, header, Part.PID);
      if (header.priority() >= 0) {
        reading.facility = header.priority() >> 3;
        reading.severity = header.priority() & 7;
      }
    }
    ServiceTexts.Whole whole = () -> syslog ? texts.text(b, start, end) : reading.message;
    // No server writes a priority before a line without a header.
    return framed || syslog && ServiceTexts.isHeaded(b, end, header)
        ? services.headed(reading, whole, original.frameMicros(), zone)
        : services.line(reading, whole, original.frameMicros(), zone);
  }

  private @Nullable String name(byte[] b, SyslogHeader header, Part part) {
    return header.has(part) ? texts.name(b, header.start(part), header.end(part)) : null;
  }

  /**
   * The whole original as text, in the charset that its frame names.
   *
   * @param damaged becomes true where bytes are not of it
   * @throws IllegalArgumentException where the charset is unknown
   */
  String text(Original original, String charset, boolean[] damaged) {
    return text(original, charset.isEmpty() ? StandardCharsets.UTF_8 : charset(charset), damaged);
  }

  private static String text(Original original, Charset charset, boolean[] damaged) {
    int length = original.end() - original.start();
    CharsetText read = CharsetText.of(original.buffer(), original.start(), length, charset);
    damaged[0] |= read.damaged();
    return read.text();
  }

  /**
   * @throws IllegalArgumentException where Java does not know it
   */
  ZoneId zone(String name, ZoneId otherwise) {
    if (name.isEmpty()) {
      return otherwise;
    }
    ZoneId known = zones.get(name);
    if (known != null) {
      return known;
    }
    try {
      ZoneId zone = ZoneId.of(name);
      zones.put(name, zone);
      return zone;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "agent frame: zone \"" + name + "\" (expected: one that Java knows)", e);
    }
  }

  /**
   * @throws IllegalArgumentException where Java does not know it
   */
  Charset charset(String name) {
    Charset known = charsets.get(name);
    if (known != null) {
      return known;
    }
    try {
      Charset charset = Charset.forName(name);
      charsets.put(name, charset);
      return charset;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "agent frame: charset \"" + name + "\" (expected: one that Java knows)", e);
    }
  }
}
