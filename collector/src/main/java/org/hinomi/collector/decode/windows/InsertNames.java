package org.hinomi.collector.decode.windows;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hinomi.core.windows.EventValue;
import org.hinomi.core.windows.WindowsEvent;
import org.hinomi.core.windows.WindowsEvent.EventSystem;
import org.jspecify.annotations.Nullable;

/**
 * Gives the values of an event their names where it has lost them; inserts.txt says how that table
 * is written. Immutable once read.
 */
final class InsertNames {
  private final Map<String, List<String>> names = new HashMap<>();

  private InsertNames() {}

  /** The table that comes with this program. */
  static InsertNames load() {
    try (InputStream in = InsertNames.class.getResourceAsStream("inserts.txt")) {
      if (in == null) {
        throw new IllegalStateException("inserts.txt: not in this program");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InsertNames parse(String text) {
    InsertNames table = new InsertNames();
    Map<String, List<String>> lists = new HashMap<>();
    String provider = "";
    for (String line : text.lines().toList()) {
      if (line.startsWith("provider ")) {
        provider = line.substring("provider ".length()).strip();
      } else if (!line.isBlank() && !line.startsWith("#")) {
        String[] sides = line.split(" += ", 2);
        List<String> all = new ArrayList<>();
        for (String word : sides[1].split(" ")) {
          all.addAll(
              word.startsWith("@")
                  ? lists.getOrDefault(word.substring(1), List.of())
                  : List.of(word));
        }
        if (sides[0].startsWith("list ")) {
          lists.put(sides[0].substring("list ".length()), all);
        } else {
          for (String id : sides[0].split(", ")) {
            table.names.put(key(provider, id), List.copyOf(all));
          }
        }
      }
    }
    return table;
  }

  private static String key(@Nullable String provider, @Nullable Object eventId) {
    return String.valueOf(provider).toLowerCase(Locale.ROOT) + '\n' + eventId;
  }

  /** The event with the names that its values have; as it is where they are not known. */
  WindowsEvent name(WindowsEvent event) {
    EventSystem system = event.system();
    List<String> known = names.get(key(system.provider().name(), system.eventId()));
    if (known == null) {
      return event;
    }
    List<EventValue> data = new ArrayList<>(event.data());
    for (int i = 0; i < Math.min(known.size(), data.size()); i++) {
      if (data.get(i).name() == null) {
        data.set(i, new EventValue(known.get(i), data.get(i).value()));
      }
    }
    return new WindowsEvent(system, event.section(), data, event.message());
  }
}
