package org.hinomi.collector.decode.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hinomi.collector.decode.Review;
import org.hinomi.collector.decode.service.Placeholder.Form;
import org.hinomi.collector.decode.service.TemplateReader.Entry;
import org.hinomi.collector.decode.service.TemplateReader.Kind;
import org.jspecify.annotations.Nullable;

/** The table services.txt, whose head says how it is written. Immutable once read. */
final class ServiceTable {
  private static final Set<String> OUTCOMES = Set.of("success", "failure", "none");
  private static final char OPEN = '«';
  private static final char CLOSE = '»';

  /** What stands for braces of the text itself while places are looked for. */
  private static final char LEFT = '\u0001';

  private static final char RIGHT = '\u0002';

  private final Map<String, Placeholder> placeholders = new HashMap<>();
  private final Map<String, List<Entry>> groups = new LinkedHashMap<>();
  private final Map<String, List<String>> programs = new LinkedHashMap<>();
  private final List<Entry> lines = new ArrayList<>();
  private final Set<String> fields = new TreeSet<>();

  private List<Entry> group = List.of();
  private Map<String, String> always = new LinkedHashMap<>();
  private Map<String, String> constants = Map.of();
  private @Nullable Kind kind;
  private String program = "";
  private boolean alsoLines;

  private ServiceTable() {
    for (Form form : Form.values()) {
      placeholders.put("_" + form.name().toLowerCase(Locale.ROOT), Placeholder.skip(form));
    }
    placeholders.put("*", Placeholder.skip(Form.TEXT));
    placeholders.put("_", Placeholder.skip(Form.WORD));
  }

  /** The table that comes with this program. */
  static ServiceTable load() {
    try (InputStream in = ServiceTable.class.getResourceAsStream("services.txt")) {
      if (in == null) {
        throw new IllegalStateException("services.txt: not in this program");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws IllegalArgumentException where a line is wrong; the message names it
   */
  static ServiceTable parse(String text) {
    ServiceTable table = new ServiceTable();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      try {
        if (line.startsWith("  ")) {
          table.entry(line.substring(2).stripTrailing());
        } else if (!line.isBlank() && !line.startsWith("#")) {
          table.heading(line.strip());
        }
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new IllegalArgumentException("services.txt:" + number + ": " + line + ": " + e, e);
      }
    }
    return table;
  }

  /** Names of programs in lower case, each with the names of its readers in order. */
  Map<String, List<String>> programs() {
    return programs;
  }

  /** A reader for the patterns of this group; null where there is none. */
  @Nullable ServiceReader reader(String name) {
    List<Entry> entries = groups.get(name);
    return entries == null || entries.isEmpty() ? null : new TemplateReader(entries);
  }

  /** A reader for lines that come without the name of a program. */
  ServiceReader lines() {
    return new TemplateReader(lines);
  }

  /** All stored fields that the table can fill, without those that addresses go to. */
  Set<String> fields() {
    return fields;
  }

  private void heading(String line) {
    String[] words = line.split(" +");
    switch (words[0]) {
      case "field" -> field(words);
      case "program" -> program(words);
      case "event" -> event(words);
      default ->
          throw new IllegalArgumentException(words[0] + " (expected: field, program or event)");
    }
  }

  /** {@code field NAME FORM TARGET…}. */
  private void field(String[] words) {
    List<String> targets = List.of(words).subList(3, words.length);
    targets.forEach(target -> fields.add(target.startsWith("?") ? target.substring(1) : target));
    placeholders.put(
        words[1], new Placeholder(Form.valueOf(words[2].toUpperCase(Locale.ROOT)), targets));
  }

  /** {@code program NAME… [also READER…] [lines]}. */
  private void program(String[] words) {
    List<String> names = new ArrayList<>();
    List<String> readers = new ArrayList<>();
    program = words[1];
    readers.add(program);
    alsoLines = false;
    boolean also = false;
    for (String word : Arrays.asList(words).subList(1, words.length)) {
      if (word.equals("lines")) {
        alsoLines = true;
      } else if (word.equals("also")) {
        also = true;
      } else {
        (also ? readers : names).add(word);
      }
    }
    names.forEach(name -> programs.put(name.toLowerCase(Locale.ROOT), List.copyOf(readers)));
    group = groups.computeIfAbsent(program, unused -> new ArrayList<>());
    always = new LinkedHashMap<>();
    kind = null;
  }

  /** {@code event KIND OUTCOME ACTION [CATEGORY]}. */
  private void event(String[] words) {
    if (!Review.KINDS.contains(words[1]) || !OUTCOMES.contains(words[2])) {
      throw new IllegalArgumentException("event (expected: event KIND OUTCOME ACTION [CATEGORY])");
    }
    constants = new LinkedHashMap<>(always);
    kind =
        new Kind(
            words[1],
            words[2].equals("none") ? "" : words[2],
            words[3],
            words.length > 4 ? words[4] : "",
            constants,
            program);
  }

  private void entry(String line) {
    if (line.startsWith("= ")) {
      String[] parts = line.substring(2).split(" += +", 2);
      fields.add(parts[0]);
      (kind == null ? always : constants).put(parts[0], parts[1]);
      return;
    }
    if (kind == null) {
      throw new IllegalArgumentException("a pattern without an event");
    }
    for (String one : alternatives(line)) {
      Entry entry = new Entry(template(one), kind);
      group.add(entry);
      if (alsoLines) {
        lines.add(entry);
      }
    }
  }

  /** Writes out what stands between « and », the innermost first. */
  private static List<String> alternatives(String line) {
    int close = line.indexOf(CLOSE);
    if (close < 0) {
      return List.of(line);
    }
    int open = line.lastIndexOf(OPEN, close);
    List<String> all = new ArrayList<>();
    for (String one : line.substring(open + 1, close).split("\\|", -1)) {
      all.addAll(alternatives(line.substring(0, open) + one + line.substring(close + 1)));
    }
    return all;
  }

  private Template template(String text) {
    String line = text.replace("\\{", "" + LEFT).replace("\\}", "" + RIGHT);
    List<String> literals = new ArrayList<>();
    List<Placeholder> places = new ArrayList<>();
    int p = 0;
    int open = line.indexOf('{');
    while (open >= 0) {
      int close = line.indexOf('}', open);
      String name = line.substring(open + 1, close);
      Placeholder place = placeholders.get(name);
      if (place == null) {
        throw new IllegalArgumentException("{" + name + "} (expected: the name of a field)");
      }
      literals.add(literal(line.substring(p, open)));
      places.add(place);
      p = close + 1;
      open = line.indexOf('{', p);
    }
    literals.add(literal(line.substring(p)));
    return new Template(literals, places);
  }

  private static String literal(String text) {
    return text.replace(LEFT, '{').replace(RIGHT, '}');
  }
}
