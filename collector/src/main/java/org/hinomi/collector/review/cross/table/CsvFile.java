package org.hinomi.collector.review.cross.table;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads delimited text (RFC 4180): commas, semicolons or tabs between cells, quotes round those
 * that hold such a sign or the end of a line. What is not closed ends with the file.
 */
final class CsvFile {
  private static final String DELIMITERS = ",\t;";
  private static final int LOOK = 4096;

  private final String text;
  private final char delimiter;
  private int at;
  private long line = 1;

  private CsvFile(String text) {
    this.text = text;
    delimiter = delimiter(text);
  }

  static Grid read(byte[] bytes, Charset charset) {
    String text = new String(bytes, charset);
    CsvFile file = new CsvFile(text.startsWith("\uFEFF") ? text.substring(1) : text);
    List<Grid.Line> lines = new ArrayList<>();
    while (file.at < file.text.length()) {
      long number = file.line;
      List<String> cells = file.record();
      if (cells.stream().anyMatch(cell -> !cell.isBlank())) {
        lines.add(new Grid.Line(number, cells));
      }
    }
    return new Grid(charset.name(), lines);
  }

  /** The one that the start of the file has most of. */
  private static char delimiter(String text) {
    String head = text.substring(0, Math.min(text.length(), LOOK));
    char best = ',';
    long most = 0;
    for (char candidate : DELIMITERS.toCharArray()) {
      long count = head.chars().filter(c -> c == candidate).count();
      if (count > most) {
        best = candidate;
        most = count;
      }
    }
    return best;
  }

  private List<String> record() {
    List<String> cells = new ArrayList<>();
    while (true) {
      cells.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
      if (at >= text.length()) {
        return cells;
      }
      char end = text.charAt(at++);
      if (end != delimiter) {
        if (end == '\r' && at < text.length() && text.charAt(at) == '\n') {
          at++;
        }
        line++;
        return cells;
      }
    }
  }

  private String plain() {
    int start = at;
    while (at < text.length() && !isEnd(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted() {
    StringBuilder cell = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        if (at >= text.length() || text.charAt(at) != '"') {
          return cell.append(plain()).toString();
        }
        at++;
      }
      line += c == '\n' ? 1 : 0;
      cell.append(c);
    }
    return cell.toString();
  }

  private boolean isEnd(char c) {
    return c == delimiter || c == '\r' || c == '\n';
  }
}
