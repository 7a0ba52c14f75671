package org.hinomi.collector.decode.agent;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import org.hinomi.collector.decode.CharsetText;
import org.hinomi.collector.decode.columns.ColumnsDecoder;
import org.hinomi.collector.decode.columns.ColumnsReading;
import org.hinomi.collector.decode.columns.DeclaredFormat;
import org.hinomi.collector.decode.columns.DeclaredFormats;
import org.hinomi.collector.decode.columns.RecordLayout;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines as the settings declare it of their host, source, file or program; others as they are
 * read without a word. Not thread-safe.
 */
final class DeclaredLines {
  private final DeclaredFormats formats;
  private final LineDecoder lines;
  private final ImportedLineDecoder imports;
  private final ColumnsDecoder columns;

  DeclaredLines(
      DeclaredFormats formats,
      LineDecoder lines,
      ImportedLineDecoder imports,
      ColumnsDecoder columns) {
    this.formats = formats;
    this.lines = lines;
    this.imports = imports;
    this.columns = columns;
  }

  /**
   * A line that an agent has read.
   *
   * @param host that the frame names
   * @throws IllegalArgumentException where the charset of the frame is unknown
   */
  Reading live(Original original, String host, FrameParams params) {
    String told = params.value(AgentFrame.CHARSET);
    if (formats.isEmpty()) {
      return lines.read(original, told.isEmpty() ? null : imports.charset(told));
    }
    DeclaredFormat format = whole(host, params);
    Charset charset = told.isEmpty() ? null : imports.charset(told);
    Original line = original;
    if (format != null) {
      charset = format.charset() == null ? charset : format.charset();
      line = in(original, format.zone());
      Reading own = declared(line, format, charset);
      if (own != null && !own.fields.containsKey(Fields.ERROR_MESSAGE)) {
        return own;
      }
      Reading usual = lines.read(line, charset);
      if (own != null) {
        usual.fields.put(Fields.ERROR_MESSAGE, own.fields.get(Fields.ERROR_MESSAGE));
      }
      return usual;
    }
    return program(lines.read(line, charset), line, host, params);
  }

  /** The same line in the zone that is declared for its host, source or file. */
  Original zoned(Original original, String host, FrameParams params) {
    DeclaredFormat format = formats.isEmpty() ? null : whole(host, params);
    return format == null ? original : in(original, format.zone());
  }

  /**
   * An imported line.
   *
   * @throws IllegalArgumentException where zone or charset of the frame are unknown
   */
  Reading imported(Original original, String host, FrameParams params) {
    if (formats.isEmpty()) {
      return imports.read(original, params);
    }
    DeclaredFormat format = whole(host, params);
    // An import always names a zone, its default where nobody has told one: what is declared wins.
    Original line = in(original, imports.zone(params.value(AgentFrame.ZONE), original.zone()));
    Reading own = null;
    if (format != null) {
      String told = params.value(AgentFrame.CHARSET);
      Charset charset = told.isEmpty() ? format.charset() : imports.charset(told);
      own = declared(in(line, format.zone()), format, charset);
      if (own != null && !own.fields.containsKey(Fields.ERROR_MESSAGE)) {
        return own;
      }
    }
    Reading usual = imports.read(original, params);
    if (own != null) {
      usual.fields.put(Fields.ERROR_MESSAGE, own.fields.get(Fields.ERROR_MESSAGE));
      return usual;
    }
    return program(usual, line, host, params);
  }

  private @Nullable DeclaredFormat whole(String host, FrameParams params) {
    return formats.whole(host, params.value(AgentFrame.SOURCE), params.value(AgentFrame.PATH));
  }

  private static Original in(Original original, @Nullable ZoneId zone) {
    return zone == null
        ? original
        : new Original(
            original.buffer(),
            original.start(),
            original.end(),
            original.frameMicros(),
            zone,
            original.app(),
            original.pid());
  }

  /** Null where it declares no layout. */
  private @Nullable Reading declared(
      Original original, DeclaredFormat format, @Nullable Charset charset) {
    RecordLayout layout = format.layout();
    if (layout == null) {
      return null;
    }
    CharsetText text =
        CharsetText.of(
            original.buffer(),
            original.start(),
            original.end() - original.start(),
            charset == null ? StandardCharsets.UTF_8 : charset);
    ColumnsReading read =
        columns.read(text.text(), layout, original.zone(), original.frameMicros());
    Reading reading = Reading.of(read);
    if (reading.app == null) {
      reading.app = original.app();
      reading.pid = original.pid();
    }
    if (text.damaged()) {
      reading.fields.put(Fields.EVENT_CHARSET_DAMAGED, true);
    }
    return reading;
  }

  /** What is declared of the program that a line is of. */
  private Reading program(Reading reading, Original original, String host, FrameParams params) {
    DeclaredFormat format =
        formats.ofProgram(
            reading.host == null ? host : reading.host,
            params.value(AgentFrame.SOURCE),
            params.value(AgentFrame.PATH),
            reading.app);
    RecordLayout layout = format == null ? null : format.layout();
    if (format == null || layout == null) {
      return reading;
    }
    ZoneId zone = format.zone() == null ? original.zone() : format.zone();
    reading.take(columns.read(reading.message, layout, zone, original.frameMicros()));
    return reading;
  }
}
