package org.hinomi.core.sigma;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Says which events the {@code logsource} of a rule means, by the table {@code logsources.yaml}
 * beside this class, which is documented there. A rule's product must be the event's system or
 * declared for its source; its category and its service, where it has them, must each be declared
 * or have an entry that holds. A service is also the program of that name.
 *
 * <p>Immutable and thread-safe.
 */
final class LogSources {
  /** The table that ships. */
  static final LogSources TABLE = read("logsources.yaml");

  private static final String ANY = "*";

  private record Entry(
      @Nullable String product,
      Set<String> channels,
      Set<String> providers,
      Set<Integer> ids,
      Set<String> programs) {
    boolean holds(EventSource source) {
      return (product == null || source.isOf(product))
          && (ids.isEmpty() || source.eventId() != null && ids.contains(source.eventId()))
          && (channels.isEmpty() || has(channels, source.channel()))
          && (providers.isEmpty() || has(providers, source.provider()))
          && (programs.isEmpty()
              || source.program() != null && programs.contains(ANY)
              || has(programs, source.program()));
    }

    Stream<String> words() {
      return Stream.of(channels, providers, programs, ids)
          .flatMap(Set::stream)
          .map(Object::toString);
    }

    private static boolean has(Set<String> words, @Nullable String word) {
      return word != null && words.contains(word.toLowerCase(Locale.ROOT));
    }
  }

  private final Map<String, List<Entry>> categories = new HashMap<>();
  private final Map<String, List<Entry>> services = new HashMap<>();

  private LogSources() {}

  /** Whether rules of this log source look at such events. */
  boolean concerns(LogSource rule, EventSource source) {
    String product = rule.product();
    String service = rule.service();
    return (product == null || source.isOf(product))
        && is(rule.category(), source.declared().category(), categories, source)
        && (is(service, source.declared().service(), services, source)
            || service != null && service.equalsIgnoreCase(source.program()));
  }

  private static boolean is(
      @Nullable String wanted,
      @Nullable String declared,
      Map<String, List<Entry>> table,
      EventSource source) {
    if (wanted == null || wanted.equalsIgnoreCase(declared)) {
      return true;
    }
    for (Entry entry : table.getOrDefault(wanted.toLowerCase(Locale.ROOT), List.of())) {
      if (entry.holds(source)) {
        return true;
      }
    }
    return false;
  }

  /** Every log, provider, event id and program that the table names, in lower case. */
  Set<String> words() {
    return Stream.concat(categories.values().stream(), services.values().stream())
        .flatMap(List::stream)
        .flatMap(Entry::words)
        .collect(Collectors.toSet());
  }

  private static LogSources read(String resource) {
    LogSources sources = new LogSources();
    try (InputStream in = LogSources.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing beside " + LogSources.class);
      }
      Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
      for (Object each : read instanceof List<?> list ? list : List.of()) {
        sources.add(each instanceof Map<?, ?> map ? map : Map.of());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
    return sources;
  }

  private void add(Map<?, ?> written) {
    Object category = written.get("category");
    Object name = category == null ? written.get("service") : category;
    Object product = written.get("product");
    Entry entry =
        new Entry(
            product == null ? null : product.toString(),
            words(written.get("channel")),
            words(written.get("provider")),
            numbers(written.get("id")),
            words(written.get("program")));
    if (name == null) {
      throw new IllegalStateException(written + ": neither category nor service");
    }
    (category == null ? services : categories)
        .computeIfAbsent(name.toString(), n -> new ArrayList<>(1))
        .add(entry);
  }

  private static Set<String> words(@Nullable Object written) {
    return Set.copyOf(
        list(written).stream().map(word -> word.toString().toLowerCase(Locale.ROOT)).toList());
  }

  private static Set<Integer> numbers(@Nullable Object written) {
    return Set.copyOf(list(written).stream().map(Integer.class::cast).toList());
  }

  private static List<?> list(@Nullable Object written) {
    return switch (written) {
      case null -> List.of();
      case List<?> list -> list;
      default -> List.of(written);
    };
  }
}
