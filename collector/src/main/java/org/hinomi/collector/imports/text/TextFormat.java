package org.hinomi.collector.imports.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.windows.DhcpLog;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/** What records of named values look like. */
public enum TextFormat {
  JSON(AgentFrame.FORMAT_JSON),
  CSV(AgentFrame.FORMAT_CSV),
  PAIRS(AgentFrame.FORMAT_PAIRS),
  W3C(AgentFrame.FORMAT_W3C),
  PATTERN(AgentFrame.FORMAT_PATTERN);

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern TIME_LIKE =
      Pattern.compile("\"?(?:\\d{4}[-/.年]\\d{1,2}[-/.月]|\\d{1,2}[-/]\\d{1,2}[-/]\\d{4}).*");
  private static final Pattern ALL_PAIRS =
      Pattern.compile("(?:[\\w.-]{1,64}=(?:\"[^\"]*+\"|[^\\s\"]*+)(?:\\s++|$)){3,}+");

  private static final int LINES = 20;

  /** Characters that a column's name has at most. */
  private static final int NAME = 100;

  private final String wireName;

  TextFormat(String wireName) {
    this.wireName = wireName;
  }

  String wireName() {
    return wireName;
  }

  /**
   * The format that a file's first bytes have beyond doubt; null where they have none.
   *
   * @param charset of them; null for UTF-8
   */
  public static @Nullable TextFormat of(byte[] head, @Nullable Charset charset) {
    String text = new String(head, charset == null ? StandardCharsets.UTF_8 : charset);
    int mark = text.startsWith("\uFEFF") ? 1 : 0;
    List<String> lines = text.substring(mark).lines().limit(LINES).toList();
    if (lines.isEmpty()) {
      return null;
    }
    if (isJson(lines) || JsonObjects.isWrapper(text.substring(mark))) {
      return JSON;
    }
    if (lines.stream().anyMatch(line -> line.startsWith("#Fields: "))) {
      return W3C;
    }
    if (isDhcp(lines)) {
      return CSV;
    }
    // The last may be cut where the looking ends.
    List<String> whole = lines.size() > 2 ? lines.subList(0, lines.size() - 1) : lines;
    if (whole.stream()
        .allMatch(line -> line.length() < 8192 && ALL_PAIRS.matcher(line).matches())) {
      return PAIRS;
    }
    return isTable(lines) ? CSV : null;
  }

  /** The audit log of Windows' DHCP server: delimited text behind a head that explains it. */
  static boolean isDhcp(List<String> lines) {
    return lines.stream()
        .filter(line -> !line.isBlank())
        .findFirst()
        .filter(DhcpLog::isHead)
        .isPresent();
  }

  private static boolean isJson(List<String> lines) {
    String first = lines.getFirst().strip();
    if (first.startsWith("[")) {
      String next =
          first.length() > 1
              ? first.substring(1).strip()
              : lines.size() > 1 ? lines.get(1).strip() : "";
      return next.startsWith("{");
    }
    if (!first.startsWith("{")) {
      return false;
    }
    String second = lines.size() > 1 ? lines.get(1).strip() : "";
    try {
      return MAPPER.readTree(first).isObject();
    } catch (JacksonException e) {
      // Over several lines, or too long for what is looked at.
      return first.length() < 4
          ? second.startsWith("\"")
          : first.startsWith("{\"") && lines.size() == 1;
    }
  }

  /** A header of at least three names, below it as many values each, one of them a time. */
  private static boolean isTable(List<String> lines) {
    if (lines.size() < 2) {
      return false;
    }
    char delimiter = CsvHeader.delimiter(lines.getFirst());
    List<String> names = CsvHeader.names(lines.getFirst(), delimiter);
    List<String> values = CsvHeader.names(lines.get(1), delimiter);
    if (names.size() < 3 || names.stream().anyMatch(name -> !isName(name))) {
      return false;
    }
    // Values in quotes may hold delimiters and line ends: then the first row must do.
    boolean rows =
        lines.subList(1, Math.max(2, lines.size() - 1)).stream()
            .takeWhile(line -> line.indexOf('"') < 0)
            .allMatch(line -> CsvHeader.names(line, delimiter).size() == names.size());
    return rows && values.stream().anyMatch(value -> TIME_LIKE.matcher(value).matches());
  }

  private static boolean isName(String name) {
    return !name.isBlank() && name.length() <= NAME && !TIME_LIKE.matcher(name).matches();
  }
}
