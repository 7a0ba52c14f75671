package org.hinomi.collector.decode.agent;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
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
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final SyslogReader reader = new SyslogReader();
  private final TextReader texts;
  private final ServiceTexts services;
  private final Map<String, ZoneId> zones = new HashMap<>();
  private final Map<String, Charset> charsets = new HashMap<>();

  ImportedLineDecoder(TextReader texts, ServiceTexts services) {
    this.texts = texts;
    this.services = services;
  }

  /**
   * @param parameters of the frame, empty where absent
   * @throws IllegalArgumentException where zone or charset are unknown
   */
  Reading read(Original original, UnaryOperator<String> parameters) {
    ZoneId zone = zone(parameters.apply(AgentFrame.ZONE), original.zone());
    String charset = parameters.apply(AgentFrame.CHARSET);
    boolean syslog = parameters.apply(AgentFrame.FORMAT).equals(AgentFrame.FORMAT_SYSLOG);
    if (charset.isEmpty()) {
      int mark = markLength(original);
      return read(
          original.buffer(), original.start() + mark, original.end(), original, zone, syslog);
    }
    boolean[] damaged = new boolean[1];
    byte[] text = utf8(original, charset(charset), damaged);
    Reading reading = read(text, 0, text.length, original, zone, syslog);
    if (damaged[0]) {
      reading.fields.put(Fields.EVENT_CHARSET_DAMAGED, true);
    }
    return reading;
  }

  private Reading read(
      byte[] b, int start, int end, Original original, ZoneId zone, boolean syslog) {
    SyslogHeader header = null;
    if (syslog && start < end && b[start] == '<') {
      header = reader.read(b, start, end - start, original.frameMicros(), zone, true);
    }
    if (header == null || header.fault() != null) {
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
    String whole = syslog ? texts.text(b, start, end) : reading.message;
    return services.line(reading, whole, original.frameMicros(), zone);
  }

  private @Nullable String name(byte[] b, SyslogHeader header, Part part) {
    return header.has(part) ? texts.name(b, header.start(part), header.end(part)) : null;
  }

  private static int markLength(Original original) {
    byte[] b = original.buffer();
    int s = original.start();
    return original.end() - s >= 3
            && b[s] == (byte) 0xEF
            && b[s + 1] == (byte) 0xBB
            && b[s + 2] == (byte) 0xBF
        ? 3
        : 0;
  }

  private static byte[] utf8(Original original, Charset charset, boolean[] damaged) {
    int length = original.end() - original.start();
    String text;
    try {
      text =
          charset
              .newDecoder()
              .decode(ByteBuffer.wrap(original.buffer(), original.start(), length))
              .toString();
    } catch (CharacterCodingException e) {
      damaged[0] = true;
      text = new String(original.buffer(), original.start(), length, charset);
    }
    int mark = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
    return text.substring(mark).getBytes(StandardCharsets.UTF_8);
  }

  private ZoneId zone(String name, ZoneId otherwise) {
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

  private Charset charset(String name) {
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
