package org.hinomi.collector.imports.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.List;
import org.hinomi.collector.imports.read.Found;
import org.hinomi.collector.imports.read.FrameParameters;
import org.hinomi.collector.imports.read.RawLines;
import org.hinomi.collector.imports.read.RecordSource;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.text.RecordLines;
import org.hinomi.core.text.RecordLines.Place;
import org.jspecify.annotations.Nullable;

/**
 * Gives the records of a log whose records {@link RecordLines} tells, such as a slow query log,
 * each with its lines. Not thread-safe.
 */
public final class JoinedLines implements RecordSource {
  private final RawLines lines;
  private final RecordLines places = new RecordLines();
  private final String attributes;
  private @Nullable Place waiting;

  /**
   * @param path as records show it
   * @param charset of its text; null for UTF-8
   */
  public JoinedLines(InputStream in, String path, ZoneId zone, @Nullable Charset charset) {
    this.lines = new RawLines(in);
    FrameParameters parameters =
        new FrameParameters()
            .put(AgentFrame.SOURCE, "import")
            .put(AgentFrame.KIND, AgentFrame.KIND_LINE)
            .put(AgentFrame.FORMAT, AgentFrame.FORMAT_TEXT)
            .put(AgentFrame.PATH, path)
            .put(AgentFrame.ZONE, zone.getId());
    if (charset != null) {
      parameters.put(AgentFrame.CHARSET, charset.name());
    }
    attributes = parameters.toString();
  }

  /** Whether the first bytes of a file hold a record of several lines. */
  public static boolean isOf(byte[] head) {
    RecordLines places = new RecordLines();
    int start = 0;
    for (int i = 0; i < head.length; i++) {
      if (head[i] == '\n') {
        byte[] line = java.util.Arrays.copyOfRange(head, start, i);
        if (places.next(line, line.length) == Place.MORE) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }

  @Override
  public @Nullable Found next() {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    long length = 0;
    boolean holds = false;
    while (true) {
      Place place = waiting;
      waiting = null;
      if (place == null) {
        if (!lines.next()) {
          break;
        }
        place = places.next(lines.bytes(), lines.text());
      }
      if (holds && place != Place.MORE) {
        waiting = place;
        break;
      }
      if (!holds && lines.text() == 0) {
        continue;
      }
      if (holds) {
        add(record, new byte[] {'\n'}, 1);
        length++;
      }
      add(record, lines.bytes(), lines.text());
      length += lines.length() - (lines.kept() - lines.text());
      holds = true;
      if (place == Place.ALONE) {
        break;
      }
    }
    return holds
        ? new Found(
            0,
            Found.NO_TIME,
            null,
            attributes,
            record.toByteArray(),
            length,
            lines.damage() != null,
            "")
        : null;
  }

  private static void add(ByteArrayOutputStream record, byte[] bytes, int length) {
    record.write(bytes, 0, Math.max(0, Math.min(length, Found.LIMIT - record.size())));
  }

  @Override
  public List<String> problems() {
    IOException damage = lines.damage();
    return damage == null ? List.of() : List.of(String.valueOf(damage.getMessage()));
  }
}
