package org.hinomi.collector.decode.agent;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.hinomi.collector.decode.CharsetText;
import org.hinomi.core.event.Fields;
import org.hinomi.core.syslog.SyslogHeader;
import org.hinomi.core.syslog.SyslogHeader.Part;
import org.hinomi.core.syslog.SyslogReader;
import org.hinomi.core.syslog.TextReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads a line of a log file: as syslog daemons write it ("Mmm d hh:mm:ss host tag[pid]: text", or
 * with an RFC 3339 time), else the line is the message. A line has no facility and no severity: the
 * file does not keep them. Not thread-safe.
 */
final class LineDecoder {
  private final SyslogReader reader = new SyslogReader();
  private final TextReader texts;
  private final ServiceTexts services;

  LineDecoder(TextReader texts, ServiceTexts services) {
    this.texts = texts;
    this.services = services;
  }

  /**
   * A line in a charset of its own.
   *
   * @param charset null for UTF-8
   */
  Reading read(Original original, @Nullable Charset charset) {
    if (charset == null) {
      return read(original);
    }
    CharsetText text =
        CharsetText.of(
            original.buffer(), original.start(), original.end() - original.start(), charset);
    byte[] bytes = text.text().getBytes(StandardCharsets.UTF_8);
    Reading reading =
        read(
            new Original(
                bytes,
                0,
                bytes.length,
                original.frameMicros(),
                original.zone(),
                original.app(),
                original.pid()));
    if (text.damaged()) {
      reading.fields.put(Fields.EVENT_CHARSET_DAMAGED, true);
    }
    return reading;
  }

  /** The year that a line lacks is the nearest past one, seen from when the agent read the line. */
  private Reading read(Original original) {
    byte[] b = original.buffer();
    int start = original.textStart();
    SyslogHeader header =
        reader.readLine(b, start, original.end() - start, original.frameMicros(), original.zone());
    Reading reading =
        new Reading(texts.text(b, header.start(Part.MESSAGE), header.end(Part.MESSAGE)));
    if (header.hasTime()) {
      reading.timeMicros = header.timeMicros();
    }
    reading.host = name(b, header, Part.HOST);
    String app = name(b, header, Part.APP);
    String pid = name(b, header, Part.PID);
    reading.app = app == null ? original.app() : app;
    reading.pid = pid == null && app == null ? original.pid() : pid;
    ServiceTexts.Whole line =
        () ->
            header.start(Part.MESSAGE) == start
                ? reading.message
                : texts.text(b, start, original.end());
    return ServiceTexts.isHeaded(b, original.end(), header)
        ? services.headed(reading, line, original.frameMicros(), original.zone())
        : services.line(reading, line, original.frameMicros(), original.zone());
  }

  private @Nullable String name(byte[] b, SyslogHeader header, Part part) {
    return header.has(part) ? texts.name(b, header.start(part), header.end(part)) : null;
  }
}
