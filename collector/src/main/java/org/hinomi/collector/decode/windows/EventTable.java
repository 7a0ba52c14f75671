package org.hinomi.collector.decode.windows;

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
import org.hinomi.collector.decode.Review;
import org.hinomi.collector.decode.windows.EventRule.Handle;
import org.jspecify.annotations.Nullable;

/** The table events.txt, whose head says how it is written. Immutable once read. */
final class EventTable {
  private static final Set<String> OUTCOMES = Set.of("success", "failure", "audit", "none");

  private final Map<String, Map<Long, String>> names = new HashMap<>();
  private final Map<String, Map<String, List<Source>>> groups = new HashMap<>();
  private final Map<String, EventRule> rules = new HashMap<>();
  private List<String> providers = List.of();

  /** What the lines below a heading belong to. */
  private Block block =
      line -> {
        throw new IllegalArgumentException("a line without a heading");
      };

  private @Nullable Draft draft;

  /** Takes a line below a heading. */
  private interface Block {
    void line(String line);
  }

  /** An event of which all lines have not yet come. */
  private static final class Draft {
    List<String> keys = List.of();
    String kind = "";
    String outcome = "";
    String action = "";
    final Map<String, List<Source>> fields = new LinkedHashMap<>();
    @Nullable Handle keep;
    @Nullable Handle recall;
  }

  private EventTable() {}

  /** The table that comes with this program. */
  static EventTable load() {
    try (InputStream in = EventTable.class.getResourceAsStream("events.txt")) {
      if (in == null) {
        throw new IllegalStateException("events.txt: not in this program");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws IllegalArgumentException where a line is wrong; the message names it
   */
  static EventTable parse(String text) {
    EventTable table = new EventTable();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      try {
        if (line.startsWith(" ")) {
          table.block.line(line.strip());
        } else if (!line.isBlank() && !line.startsWith("#")) {
          table.heading(line.strip());
        }
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new IllegalArgumentException("events.txt:" + number + ": " + line + ": " + e, e);
      }
    }
    table.close();
    return table;
  }

  /** The rule of an event, or null. */
  @Nullable EventRule rule(@Nullable String provider, @Nullable Integer eventId) {
    return provider == null || eventId == null
        ? null
        : rules.get(key(provider, eventId.toString()));
  }

  /** Names of all fields that a rule can fill. */
  Set<String> fields() {
    Set<String> fields = new java.util.TreeSet<>();
    rules.values().forEach(rule -> fields.addAll(rule.fields().keySet()));
    return fields;
  }

  private static String key(String provider, String eventId) {
    return provider.toLowerCase(Locale.ROOT) + '\n' + eventId;
  }

  private void heading(String line) {
    close();
    String[] words = line.split(" +", 2);
    switch (words[0]) {
      case "names" -> {
        Map<Long, String> table = new HashMap<>();
        names.put(words[1], table);
        block =
            entry -> {
              String[] parts = entry.split(" +", 2);
              Long number = Source.number(parts[0]);
              if (number == null) {
                throw new IllegalArgumentException(parts[0] + " (expected: a number)");
              }
              table.put(number, parts[1]);
            };
      }
      case "fields" -> {
        Map<String, List<Source>> group = new LinkedHashMap<>();
        groups.put(words[1], group);
        block = entry -> field(entry, group);
      }
      case "provider" -> providers = List.of(words[1].split(", *"));
      case "event" -> event(words[1]);
      default ->
          throw new IllegalArgumentException(
              words[0] + " (expected: names, fields, provider or event)");
    }
  }

  private void event(String line) {
    String[] words = line.replaceAll(", +", ",").split(" +");
    Draft event = new Draft();
    List<String> keys = new ArrayList<>();
    for (String id : words[0].split(",")) {
      providers.forEach(provider -> keys.add(key(provider, id)));
    }
    event.keys = keys;
    event.kind = oneOf(Review.KINDS, words[1]);
    event.outcome = oneOf(OUTCOMES, words[2]);
    event.action = words[3];
    for (String group : Arrays.asList(words).subList(4, words.length)) {
      Map<String, List<Source>> fields = groups.get(group);
      if (fields == null) {
        throw new IllegalArgumentException("the unknown group " + group);
      }
      event.fields.putAll(fields);
    }
    draft = event;
    block =
        entry -> {
          if (entry.startsWith("keep =")) {
            event.keep = handle(entry);
          } else if (entry.startsWith("recall =")) {
            event.recall = handle(entry);
          } else {
            field(entry, event.fields);
          }
        };
  }

  private void close() {
    Draft event = draft;
    draft = null;
    if (event == null) {
      return;
    }
    EventRule rule =
        new EventRule(
            event.kind, event.outcome, event.action, event.fields, event.keep, event.recall);
    for (String key : event.keys) {
      if (rules.put(key, rule) != null) {
        throw new IllegalArgumentException("twice: " + key.replace('\n', ' '));
      }
    }
  }

  private void field(String line, Map<String, List<Source>> into) {
    String[] parts = line.split(" = ", 2);
    List<Source> sources = new ArrayList<>();
    for (String source : parts[1].split(" \\| ")) {
      sources.add(Source.parse(source, names));
    }
    into.put(parts[0], sources);
  }

  private static Handle handle(String line) {
    String[] values = line.substring(line.indexOf('=') + 1).strip().split(", *");
    return new Handle(values[0], values[1]);
  }

  private static String oneOf(Set<String> words, String word) {
    if (!words.contains(word)) {
      throw new IllegalArgumentException(word + " (expected: one of " + words + ")");
    }
    return word;
  }
}
