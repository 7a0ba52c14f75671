package org.hinomi.collector.notify.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with places to fill: <code>{{name}}</code>, or <code>{{name|a=x,b=y,*=z}}</code>, which
 * puts {@code x} where the value is {@code a}, and {@code z} where it is none of those named.
 * Immutable.
 */
public final class Placeholders {
  private static final Pattern PLACE = Pattern.compile("\\{\\{([^{}]*)\\}\\}");
  private static final Pattern CONTENT =
      Pattern.compile("\\s*([a-z_]+)\\s*(?:\\|((?:[^=,|]+=[^=,|]*)(?:,[^=,|]+=[^=,|]*)*))?");
  private static final String OTHERWISE = "*";

  private record Part(String text, String name, Map<String, String> mapped) {
    static Part text(String text) {
      return new Part(text, "", Map.of());
    }
  }

  private final List<Part> parts;

  private Placeholders(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * What is wrong in a text.
   *
   * @param names that can be put in
   * @return the first mistake and what is expected instead, as two texts; empty where all is right
   */
  public static Optional<Mistake> mistake(String text, Set<String> names) {
    Matcher places = PLACE.matcher(text);
    int end = 0;
    while (places.find()) {
      String place = places.group();
      Matcher content = CONTENT.matcher(places.group(1));
      if (!content.matches()) {
        return Optional.of(new Mistake(place, "{{name}} or {{name|value=text,*=text}}"));
      }
      if (!names.contains(content.group(1))) {
        return Optional.of(new Mistake(place, "one of " + String.join(", ", names)));
      }
      if (text.substring(end, places.start()).contains("{{")) {
        return Optional.of(new Mistake("{{", "}} to end it"));
      }
      end = places.end();
    }
    return text.substring(end).contains("{{")
        ? Optional.of(new Mistake("{{", "}} to end it"))
        : Optional.empty();
  }

  /** A place that cannot be filled. */
  public record Mistake(String place, String expected) {}

  /** Reads a text that has no {@link #mistake}; what has one stays as it is. */
  public static Placeholders of(String text) {
    List<Part> parts = new ArrayList<>();
    Matcher places = PLACE.matcher(text);
    int end = 0;
    while (places.find()) {
      Matcher content = CONTENT.matcher(places.group(1));
      if (content.matches()) {
        parts.add(Part.text(text.substring(end, places.start())));
        parts.add(new Part("", content.group(1), mapped(content.group(2))));
        end = places.end();
      }
    }
    parts.add(Part.text(text.substring(end)));
    return new Placeholders(parts);
  }

  private static Map<String, String> mapped(@Nullable String pairs) {
    Map<String, String> mapped = new LinkedHashMap<>();
    if (pairs != null) {
      for (String pair : pairs.split(",", -1)) {
        int equals = pair.indexOf('=');
        mapped.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
      }
    }
    return mapped;
  }

  /** Puts the values in; nothing where there is none of a name. */
  public String fill(Map<String, String> values) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part.name().isEmpty()) {
        text.append(part.text());
        continue;
      }
      String value = values.getOrDefault(part.name(), "");
      text.append(
          part.mapped().isEmpty()
              ? value
              : part.mapped().getOrDefault(value, part.mapped().getOrDefault(OTHERWISE, value)));
    }
    return text.toString();
  }
}
