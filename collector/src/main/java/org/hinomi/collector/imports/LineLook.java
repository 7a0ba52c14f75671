package org.hinomi.collector.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import org.hinomi.core.charset.CharsetLook;
import org.hinomi.core.charset.LineUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells how the lines of a file are to be read. What the lines so far leave open is told from those
 * behind them, by a reading of its own; until then all lines were plain ASCII, which is the same in
 * every charset that is told. Not thread-safe.
 */
final class LineLook {
  private final ImportOptions options;
  private final Content content;
  private final LineUnit unit;
  private SyslogLook syslog = new SyslogLook();
  private CharsetLook charsets = new CharsetLook();
  private boolean formatTold;
  private boolean charsetTold;
  private @Nullable Charset charset;

  /**
   * How lines are read.
   *
   * @param syslog whether as syslog daemons write them
   * @param charset null for UTF-8
   */
  record Style(boolean syslog, @Nullable Charset charset) {}

  LineLook(ImportOptions options, Content content, LineUnit unit) {
    this.options = options;
    this.content = content;
    this.unit = unit;
    this.formatTold = options.type() != ImportOptions.Type.AUTO;
    this.charset = unit.charset(options.charset());
    this.charsetTold = charset != null;
  }

  /** Looks at the next line. */
  void line(byte[] bytes, int length) {
    if (!formatTold) {
      syslog.line(bytes, length);
    }
    if (!charsetTold) {
      charsets.line(bytes, length);
    }
  }

  /**
   * How the lines so far are read.
   *
   * @param all whether there are no others
   */
  Style style(boolean all) throws IOException {
    boolean formatOpen = !formatTold && !syslog.isDecided();
    boolean charsetOpen = !charsetTold && !charsets.isPlain() && !charsets.isDecided();
    if (!all && (formatOpen || charsetOpen)) {
      lookAhead(formatOpen, charsetOpen);
    }
    formatTold = true;
    if (!charsetTold && !charsets.isPlain()) {
      charset = charsets.told();
      charsetTold = true;
    }
    boolean read =
        options.type() == ImportOptions.Type.AUTO
            ? syslog.isSyslog()
            : options.type() == ImportOptions.Type.SYSLOG;
    return new Style(read, charset);
  }

  private void lookAhead(boolean atFormat, boolean atCharset) throws IOException {
    SyslogLook allSyslog = new SyslogLook();
    CharsetLook allCharsets = new CharsetLook();
    try (InputStream in = content.open(bytes -> {})) {
      LineReader lines = new LineReader(in, unit);
      while (((atFormat && !allSyslog.isDecided()) || (atCharset && !allCharsets.isDecided()))
          && lines.next()) {
        allSyslog.line(lines.bytes(), lines.length());
        allCharsets.line(lines.bytes(), lines.length());
      }
    }
    syslog = atFormat ? allSyslog : syslog;
    charsets = atCharset ? allCharsets : charsets;
  }
}
