package org.hinomi.agent.watch.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.windows.DhcpLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of the columns of a W3C extended log (Microsoft IIS) or of Windows' DHCP server: the
 * file says them in a line of its own, {@code #Fields: date time …} or {@code ID,Date,Time,…}, and
 * may say others later; each line after it is sent along with them. Of any other file it costs a
 * look at the first byte of a line. Not thread-safe.
 */
final class FileColumns {
  private static final Logger log = LoggerFactory.getLogger(FileColumns.class);
  private static final String DIRECTIVE = "#Fields:";

  /** Where reading goes on in the middle of a file, its names are looked for in its first bytes. */
  private static final int HEAD = 64 << 10;

  /** Characters of all names; those of IIS have some 300. */
  private static final int MOST = 4096;

  private String columns = "";
  private String format = AgentFrame.FORMAT_W3C;

  /** Whether the head of a log of the DHCP server was met, and its names are still to come. */
  private boolean head;

  /** The attributes given last, and the same with the names: they are the same for most lines. */
  private Map<String, String> bare = Map.of();

  private Map<String, String> named = Map.of();

  /**
   * Takes the names that stand at the start of a file.
   *
   * @param before only those before this byte
   */
  void look(Path file, long before) {
    if (!Files.isRegularFile(file)) {
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes((int) Math.min(HEAD, before));
      if (start.length > 0 && (start[0] == '#' || DhcpLog.isHead(start))) {
        new String(start, StandardCharsets.UTF_8)
            .lines()
            .forEach(line -> line(line.getBytes(StandardCharsets.UTF_8), Map.of()));
      }
    } catch (IOException e) {
      // Who reads on will meet the same and say so.
      log.atDebug().addKeyValue("path", file).log("cannot be looked into: {}", e.toString());
    }
  }

  /** Takes the next line; where it has values, its attributes are given with the names. */
  Map<String, String> line(byte[] line, Map<String, String> attributes) {
    byte first = line.length == 0 ? 0 : line[0];
    if (first == '#') {
      directive(new String(line, StandardCharsets.UTF_8));
      return attributes;
    }
    if ((first == '\t' || first == ' ' || first == 'M') && DhcpLog.isHead(line)) {
      head = true;
      columns = "";
    } else if (head && first == 'I') {
      dhcp(new String(line, StandardCharsets.UTF_8));
      return attributes;
    }
    if (columns.isEmpty()) {
      return attributes;
    }
    if (!attributes.equals(bare)) {
      bare = attributes;
      Map<String, String> all = new HashMap<>(attributes);
      all.put(AgentFrame.FORMAT, format);
      all.put(AgentFrame.COLUMNS, columns);
      // As a record holds it: the spool and the frames make once what has the same object.
      named = Map.copyOf(all);
    }
    return named;
  }

  private void directive(String line) {
    if (line.startsWith(DIRECTIVE)) {
      String names = line.substring(DIRECTIVE.length()).strip();
      take(AgentFrame.FORMAT_W3C, List.of(names.split("\\s+")));
    }
  }

  private void dhcp(String line) {
    List<String> names = DhcpLog.columns(line);
    if (names != null) {
      head = false;
      take(AgentFrame.FORMAT_CSV, names);
    }
  }

  private void take(String of, List<String> names) {
    String all = String.join(AgentFrame.COLUMN_SEPARATOR, names);
    format = of;
    columns = all.length() > MOST ? "" : all;
    bare = Map.of();
  }
}
