package org.hinomi.collector.app;

import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hinomi.collector.decode.columns.DeclaredFormat;
import org.hinomi.collector.decode.columns.DeclaredPattern;
import org.hinomi.collector.decode.columns.DeclaredTime;
import org.hinomi.collector.decode.columns.RecordLayout;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.settings.Section;
import org.jspecify.annotations.Nullable;

/** The entries of {@code decode.formats}: how texts that come from somewhere are written. */
final class FormatSettings {
  private static final String ANY_PLACE = "hosts, sources, files or programs";

  private FormatSettings() {}

  /** What the texts are; the words are those of {@code import --type}. */
  private enum Type {
    JSON(AgentFrame.FORMAT_JSON),
    CSV(AgentFrame.FORMAT_CSV),
    KV(AgentFrame.FORMAT_PAIRS),
    W3C(AgentFrame.FORMAT_W3C),
    PATTERN(AgentFrame.FORMAT_PATTERN);

    private final String wireName;

    Type(String wireName) {
      this.wireName = wireName;
    }
  }

  static DeclaredFormat read(Section s) {
    List<String> hosts = s.text("hosts").list();
    List<String> sources = s.text("sources").list();
    List<String> files = s.text("files").list();
    List<String> programs = s.text("programs").list();
    if (hosts.isEmpty() && sources.isEmpty() && files.isEmpty() && programs.isEmpty()) {
      s.problem("hosts", "missing", "one or more of " + ANY_PLACE);
    }
    Optional<Type> type = s.oneOf("type", Type.class).optional();
    RecordLayout layout = layout(s, type.orElse(null));
    if (!s.has("type") && !s.has("zone") && !s.has("charset")) {
      s.problem("type", "missing", "type, zone or charset");
    }
    if (!programs.isEmpty() && s.has("charset")) {
      s.problem("charset", "beside programs", "charset of hosts, sources or files");
    }
    return new DeclaredFormat(
        hosts,
        sources,
        files,
        programs,
        layout,
        s.zone("zone").optional().orElse(null),
        s.charset("charset").optional().orElse(null));
  }

  private static @Nullable RecordLayout layout(Section s, @Nullable Type type) {
    List<String> columns = s.text("columns").list();
    String delimiter = s.text("delimiter").orElse("");
    String pattern = s.text("pattern").orElse("");
    Map<String, String> map = s.map("map");
    DeclaredTime time = time(s);
    only(s, type, "pattern", Type.PATTERN);
    only(s, type, "delimiter", Type.CSV);
    only(s, type, "columns", Type.CSV, Type.W3C);
    only(s, type, "map", Type.values());
    only(s, type, "time-format", Type.values());
    map.forEach(
        (column, field) -> {
          if (column.indexOf(',') >= 0 || !field.matches("[^,=]+")) {
            s.problem(
                "map", column + ": " + field, "COLUMN: FIELD, without comma, FIELD without =");
          }
        });
    if (type == null) {
      return null;
    }
    boolean table = type == Type.CSV || type == Type.W3C;
    if (table && columns.isEmpty()) {
      s.problem("columns", "missing", "the names of the columns, in their order");
    }
    if (delimiter.codePointCount(0, delimiter.length()) > 1) {
      s.problem("delimiter", delimiter, "one character");
    }
    if (type == Type.PATTERN && !isSound(s, pattern)) {
      return null;
    }
    Map<String, String> parameters = new HashMap<>();
    parameters.put(AgentFrame.FORMAT, type.wireName);
    parameters.put(AgentFrame.COLUMNS, String.join(AgentFrame.COLUMN_SEPARATOR, columns));
    parameters.put(AgentFrame.DELIMITER, delimiter);
    parameters.put(AgentFrame.PATTERN, pattern);
    parameters.put(
        AgentFrame.MAP,
        map.entrySet().stream()
            .map(entry -> entry.getKey() + '=' + entry.getValue())
            .collect(Collectors.joining(",")));
    return new RecordLayout(name -> parameters.getOrDefault(name, ""), time);
  }

  private static void only(Section s, @Nullable Type type, String key, Type... with) {
    if (s.has(key) && (type == null || !List.of(with).contains(type))) {
      s.problem(
          key,
          type == null ? "without type" : "with type " + word(type),
          List.of(with).stream()
              .map(FormatSettings::word)
              .collect(Collectors.joining(" or ", "type ", "")));
    }
  }

  private static String word(Type type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static boolean isSound(Section s, String pattern) {
    if (pattern.isEmpty()) {
      s.problem("pattern", "missing", "a regular expression with named groups: (?<user.name>\\S+)");
      return false;
    }
    try {
      if (new DeclaredPattern(pattern).names().isEmpty()) {
        s.problem("pattern", pattern, "at least one named group: (?<user.name>\\S+)");
      }
      return true;
    } catch (IllegalArgumentException e) {
      s.problem(
          "pattern",
          pattern,
          "a regular expression of Java; "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      return false;
    }
  }

  private static @Nullable DeclaredTime time(Section s) {
    String format = s.text("time-format").orElse("");
    String tag = s.text("locale").orElse("");
    Locale locale = Locale.ENGLISH;
    if (!tag.isEmpty()) {
      try {
        locale = new Locale.Builder().setLanguageTag(tag).build();
      } catch (IllformedLocaleException e) {
        s.problem("locale", tag, "a language as de, fr or pt-BR");
      }
      if (format.isEmpty()) {
        s.problem("locale", tag, "time-format beside it");
      }
    }
    if (format.isEmpty()) {
      return null;
    }
    try {
      return new DeclaredTime(format, locale);
    } catch (IllegalArgumentException e) {
      s.problem("time-format", format, "letters as in dd.MM.yyyy HH:mm:ss; " + e.getMessage());
      return null;
    }
  }
}
