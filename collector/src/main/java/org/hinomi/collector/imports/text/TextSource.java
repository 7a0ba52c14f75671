package org.hinomi.collector.imports.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.hinomi.collector.imports.read.Found;
import org.hinomi.collector.imports.read.FrameParameters;
import org.hinomi.collector.imports.read.RawLines;
import org.hinomi.collector.imports.read.RecordSource;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.windows.DhcpLog;
import org.jspecify.annotations.Nullable;

/** Gives the records of a file of named values, byte for byte. Not thread-safe. */
public final class TextSource implements RecordSource {
  /** Lines of one record: a quote that is never closed must not take the whole file. */
  private static final int LINES = 1000;

  /** Characters of all names of columns. */
  private static final int COLUMNS = 32 << 10;

  private final TextFormat format;
  private final TextRules rules;
  private final FrameParameters parameters;
  private final Charset charset;
  private final RawLines lines;
  private final @Nullable JsonObjects objects;
  private final boolean dhcp;
  private String attributes = "";
  private String columns = "";
  private boolean ready;
  private boolean waiting;

  /** How a record begins over several lines. */
  private enum Ends {
    WITH_LINE,
    OUTSIDE_QUOTES,
    BEFORE_START
  }

  /**
   * @param head the first bytes of the stream, which it gives too
   * @param path as records show it
   * @param charset of its text; null for UTF-8
   */
  public TextSource(
      InputStream in,
      byte[] head,
      TextFormat format,
      TextRules rules,
      String path,
      ZoneId zone,
      @Nullable Charset charset)
      throws IOException {
    this.format = format;
    this.rules = rules;
    this.charset = charset == null ? StandardCharsets.UTF_8 : charset;
    this.lines = new RawLines(in);
    this.objects = format == TextFormat.JSON ? new JsonObjects(in, head) : null;
    this.dhcp =
        format == TextFormat.CSV
            && rules.columns() == null
            && TextFormat.isDhcp(new String(head, this.charset).lines().limit(4).toList());
    parameters =
        new FrameParameters()
            .put(AgentFrame.SOURCE, "import")
            .put(AgentFrame.KIND, AgentFrame.KIND_COLUMNS)
            .put(AgentFrame.FORMAT, format.wireName())
            .put(AgentFrame.PATH, path)
            .put(AgentFrame.ZONE, zone.getId());
    put(AgentFrame.CHARSET, charset == null ? null : charset.name());
    put(AgentFrame.MAP, rules.map());
    put(AgentFrame.PATTERN, rules.pattern());
    attributes = parameters.toString();
  }

  private void put(String name, @Nullable String value) {
    if (value != null) {
      parameters.put(name, value);
    }
  }

  @Override
  public @Nullable Found next() throws IOException {
    JsonObjects json = objects;
    if (json != null) {
      return json.next() ? found(json.bytes(), json.length()) : null;
    }
    if (format == TextFormat.CSV && !ready) {
      ready = true;
      header();
    }
    return switch (format) {
      case W3C -> w3c();
      case CSV -> record(Ends.OUTSIDE_QUOTES, null);
      default -> {
        Pattern start = rules.start();
        yield record(start == null ? Ends.WITH_LINE : Ends.BEFORE_START, start);
      }
    };
  }

  private void header() throws IOException {
    String names = rules.columns();
    Character named = rules.delimiter();
    if (names == null) {
      Found first = dhcp ? behindHead() : record(Ends.OUTSIDE_QUOTES, null);
      if (first == null) {
        return;
      }
      names = text(first.bytes());
      List<String> usual = dhcp ? DhcpLog.columns(names) : null;
      names = usual == null ? names : String.join(",", usual);
    }
    char delimiter = named == null ? CsvHeader.delimiter(names) : named;
    char ofNames = rules.columns() == null ? delimiter : ',';
    columns = String.join(AgentFrame.COLUMN_SEPARATOR, CsvHeader.names(names, ofNames));
    fits();
    attributes =
        parameters
            .put(AgentFrame.COLUMNS, columns)
            .put(AgentFrame.DELIMITER, String.valueOf(delimiter))
            .toString();
  }

  /** The names of a log of Windows' DHCP server stand behind the list of its event ids. */
  private @Nullable Found behindHead() throws IOException {
    Found line;
    for (int count = 0; (line = record(Ends.WITH_LINE, null)) != null; count++) {
      if (text(line.bytes()).startsWith("ID,")) {
        return line;
      }
      if (count == LINES) {
        throw new IOException(
            "a log of Microsoft DHCP without the names of its columns in its first "
                + LINES
                + " lines (expected: ID,Date,Time,…)");
      }
    }
    return null;
  }

  /** Each frame has the names. */
  private void fits() throws IOException {
    if (columns.length() > COLUMNS) {
      throw new IOException(
          "names of columns: "
              + columns.length()
              + " characters (expected: at most "
              + COLUMNS
              + ")");
    }
  }

  private String text(byte[] bytes) {
    String text = new String(bytes, charset);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** Directives begin with #; the columns may change at any of them. */
  private @Nullable Found w3c() throws IOException {
    Found found;
    while ((found = record(Ends.WITH_LINE, null)) != null) {
      String text = found.bytes().length > 0 && found.bytes()[0] == '#' ? text(found.bytes()) : "";
      if (text.isEmpty()) {
        return found;
      }
      if (text.startsWith("#Fields:")) {
        String names = text.substring("#Fields:".length()).strip();
        columns = String.join(AgentFrame.COLUMN_SEPARATOR, names.split("\\s+"));
        fits();
        attributes = parameters + new FrameParameters().put(AgentFrame.COLUMNS, columns).toString();
      }
    }
    return null;
  }

  /** The next record that is not empty. */
  private @Nullable Found record(Ends ends, @Nullable Pattern start) {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    long length = 0;
    boolean quoted = false;
    for (int count = 0; waiting || lines.next(); count++) {
      waiting = false;
      boolean begins =
          start != null
              && start.matcher(new String(lines.bytes(), 0, lines.text(), charset)).lookingAt();
      if (count > 0 && (begins || count >= LINES)) {
        waiting = true;
        break;
      }
      if (count == 0 && lines.text() == 0) {
        count = -1;
        continue;
      }
      record.write(
          lines.bytes(), 0, Math.max(0, Math.min(lines.kept(), Found.LIMIT - record.size())));
      length += lines.length();
      quoted ^= oddQuotes(lines.bytes(), lines.kept());
      if (ends == Ends.WITH_LINE || (ends == Ends.OUTSIDE_QUOTES && !quoted)) {
        break;
      }
    }
    if (length == 0) {
      return null;
    }
    byte[] bytes = record.toByteArray();
    int end = bytes.length;
    // The end of its last line is not part of it.
    while (length == bytes.length
        && end > 0
        && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
      end--;
    }
    long full = length - (bytes.length - end);
    return found(end == bytes.length ? bytes : Arrays.copyOf(bytes, end), full);
  }

  private static boolean oddQuotes(byte[] bytes, int to) {
    boolean odd = false;
    for (int i = 0; i < to; i++) {
      odd ^= bytes[i] == '"';
    }
    return odd;
  }

  private Found found(byte[] bytes, long length) {
    // What came of a record before the stream broke off.
    boolean torn = damage() != null;
    return new Found(0, Found.NO_TIME, null, attributes, bytes, length, torn, columns);
  }

  private @Nullable IOException damage() {
    JsonObjects json = objects;
    return json == null ? lines.damage() : json.damage();
  }

  @Override
  public List<String> problems() {
    List<String> all = new ArrayList<>();
    IOException damage = damage();
    if (damage != null) {
      all.add(String.valueOf(damage.getMessage()));
    }
    return all;
  }
}
