package org.hinomi.collector.decode.windows;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hinomi.core.windows.EventValue;
import org.jspecify.annotations.Nullable;

/**
 * Finds the values of an event in its text, by the labels that stand before them; labels.txt says
 * how that table is written. Immutable once read.
 */
final class EventLabels {
  private static final String SYSMON = "microsoft-windows-sysmon";
  private static final String ANY = "*";

  /** Texts longer than this are read no further: those of Windows have some 3,000 characters. */
  private static final int LONGEST = 32 << 10;

  private static final int LONGEST_LABEL = 80;

  /** Blanks that stand for an empty line, where line ends were made blanks. */
  private static final int EMPTY_LINE = 4;

  private final Map<String, String> names = new HashMap<>();
  private final Set<String> labels = new HashSet<>();
  private final Set<String> headings = new HashSet<>();
  private final Set<String> lists = new HashSet<>();
  private final Map<String, String> words = new HashMap<>();
  private final Map<String, String> values = new HashMap<>();

  private EventLabels() {}

  /** The table that comes with this program. */
  static EventLabels load() {
    try (InputStream in = EventLabels.class.getResourceAsStream("labels.txt")) {
      if (in == null) {
        throw new IllegalStateException("labels.txt: not in this program");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EventLabels parse(String text) {
    EventLabels table = new EventLabels();
    for (String line : text.lines().toList()) {
      if (line.startsWith("list ")) {
        table.lists.addAll(List.of(line.substring("list ".length()).split(", ")));
      } else if (line.startsWith("section ")) {
        table.headings.add(line.substring("section ".length()).strip());
      } else if (!line.isBlank() && !line.startsWith("#")) {
        String[] sides = line.split(" += ", 2);
        if (line.startsWith("word ")) {
          table.words.put(sides[0].substring("word ".length()), sides[1]);
        } else if (line.startsWith("value ")) {
          table.values.put(sides[0].substring("value ".length()), sides[1]);
        } else {
          table.rule(sides[0], sides[1]);
        }
      }
    }
    return table;
  }

  private void rule(String left, String name) {
    int slash = left.indexOf("/ ");
    String label = left.substring(slash + 2);
    String[] before = left.substring(0, slash).strip().split("(?<![, ]) ", 2);
    String heading = before.length > 1 ? before[1] : "";
    for (String id : before[0].split(", ")) {
      names.put(key(id, heading, label), name);
    }
    labels.add(label);
    if (!heading.isEmpty()) {
      headings.add(heading);
    }
  }

  private static String key(String id, String heading, String label) {
    return id + '\n' + heading + '\n' + label;
  }

  /** The values that the text of an event names, each once, in their order. */
  List<EventValue> read(String provider, int id, String text) {
    Walk walk = new Walk(Integer.toString(id), provider.toLowerCase(Locale.ROOT).equals(SYSMON));
    int length = Math.min(text.length(), LONGEST);
    int start = 0;
    int blanks = 0;
    while (start < length) {
      int end = start;
      while (end < length && !isBreak(text, end, length)) {
        end++;
      }
      if (end > start) {
        walk.part(text.substring(start, end), blanks);
      }
      start = end;
      while (start < length && text.charAt(start) <= ' ') {
        start++;
      }
      blanks = start - end;
    }
    return walk.found();
  }

  /** Line ends and tabs, and what senders make of them: two blanks or more. */
  private static boolean isBreak(String text, int i, int length) {
    char c = text.charAt(i);
    return c < ' ' || c == ' ' && i + 1 < length && text.charAt(i + 1) <= ' ';
  }

  /** One text on its way. */
  private final class Walk {
    private final String id;
    private final boolean sysmon;
    private final Map<String, StringBuilder> found = new LinkedHashMap<>();
    private String heading = "";
    private @Nullable String waiting;
    private int blanksBefore;
    private @Nullable StringBuilder list;

    Walk(String id, boolean sysmon) {
      this.id = id;
      this.sysmon = sysmon;
    }

    List<EventValue> found() {
      List<EventValue> all = new ArrayList<>(found.size());
      found.forEach((name, value) -> all.add(new EventValue(name, value.toString())));
      return all;
    }

    void part(String part, int blanks) {
      boolean ends = part.endsWith(":");
      int colon = ends ? part.length() - 1 : part.indexOf(": ");
      String label =
          colon > 0 && colon <= LONGEST_LABEL ? english(part.substring(0, colon).strip()) : null;
      if (label != null && (ends || waiting == null || isKnown(label))) {
        close();
        list = null;
        if (ends) {
          waiting = label;
          blanksBefore = blanks;
        } else {
          put(label, part.substring(colon + 2).strip());
        }
      } else if (waiting != null) {
        String of = waiting;
        waiting = null;
        put(of, part.strip());
      } else if (list != null && blanks > 1 && part.indexOf(' ') < 0) {
        list.append("\n\t\t\t").append(value(part));
      }
    }

    /** A label without a value: a heading, or nothing was there to say. */
    private void close() {
      String of = waiting;
      if (of != null && (headings.contains(of) || !isKnown(of) && blanksBefore >= EMPTY_LINE)) {
        heading = of;
      }
      waiting = null;
    }

    private boolean isKnown(String label) {
      return labels.contains(label) || sysmon;
    }

    private void put(String label, String text) {
      String name = sysmon ? label : name(label);
      if (name == null || text.isEmpty() || !isOf(name, text)) {
        return;
      }
      found.putIfAbsent(name, new StringBuilder(value(text)));
      list = lists.contains(name) ? found.get(name) : null;
    }

    private @Nullable String name(String label) {
      for (String of : List.of(heading, "")) {
        for (String event : List.of(id, ANY)) {
          String name = names.get(key(event, of, label));
          if (name != null) {
            return name;
          }
        }
      }
      return null;
    }
  }

  private String english(String label) {
    return words.getOrDefault(label, label);
  }

  private String value(String text) {
    return values.getOrDefault(text, text);
  }

  /** A SID may have been made a name, and a time spoiled by marks that a charset does not have. */
  private boolean isOf(String name, String text) {
    if (name.endsWith("Sid")) {
      return value(text).startsWith("S-1-");
    }
    return !name.endsWith("Time") || text.indexOf('?') < 0;
  }
}
