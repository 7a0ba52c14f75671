package org.hinomi.core.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.hinomi.core.settings.Place.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One key of a {@link Section}, typed, about to be read. What is wrong is reported to the section's
 * file; the value returned then only stands in until the load ends with an exception.
 */
public final class Setting<T> {
  private final Section section;
  private final String key;
  private final ValueType<T> type;

  Setting(Section section, String key, ValueType<T> type) {
    this.section = section;
    this.key = key;
    this.type = type;
  }

  /** Narrows what is right further; {@code expected} says it in words. */
  public Setting<T> where(Predicate<T> fits, String expected) {
    return new Setting<>(
        section,
        key,
        new ValueType<>(
            expected,
            type.placeholder(),
            (text, base) -> {
              T value = type.parse(text, base);
              if (!fits.test(value)) {
                throw new UnfitException(expected);
              }
              return value;
            }));
  }

  /** The value; a problem when the key is absent. */
  public T required() {
    return node().map(this::value).orElseGet(this::missing);
  }

  /** The value, or {@code fallback} when the key is absent. */
  public T orElse(T fallback) {
    return node().map(this::value).orElse(fallback);
  }

  /** The value; empty when the key is absent, and when it is wrong. */
  public Optional<T> optional() {
    return node().flatMap(n -> Optional.ofNullable(parsed(n, key)));
  }

  /** A list of such values; empty when the key is absent or has nothing behind it. */
  public List<T> list() {
    return list(List.of());
  }

  /** A list of such values, or {@code fallback} when the key is absent. */
  public List<T> list(List<T> fallback) {
    return node().map(n -> values(n, false)).orElse(fallback);
  }

  /** A list of at least one value, or one value without the list around it. */
  public List<T> oneOrMore() {
    Optional<ImmutableNode> node = node();
    if (node.isEmpty()) {
      missing();
      return List.of();
    }
    List<T> values = values(node.get(), true);
    Kind kind = Place.of(node.get()).kind();
    boolean nothing = kind == Kind.EMPTY || kind == Kind.LIST;
    if (nothing && node.get().getChildren().isEmpty()) {
      String is = kind == Kind.LIST ? "an empty list" : "empty";
      section.report(node.get(), key, is, type.expected() + ", or a list of such");
    }
    return values;
  }

  private Optional<ImmutableNode> node() {
    return section.child(key);
  }

  private T missing() {
    section.reportMissing(key, type.expected());
    return type.placeholder();
  }

  private T value(ImmutableNode node) {
    T value = parsed(node, key);
    return value == null ? type.placeholder() : value;
  }

  private List<T> values(ImmutableNode node, boolean oneAllowed) {
    List<T> values = new ArrayList<>();
    Kind kind = Place.of(node).kind();
    if (kind == Kind.LIST) {
      int index = 0;
      for (ImmutableNode entry : node.getChildren()) {
        T value = parsed(entry, key + "[" + index++ + "]");
        if (value != null) {
          values.add(value);
        }
      }
    } else if (oneAllowed && kind == Kind.TEXT) {
      T value = parsed(node, key);
      if (value != null) {
        values.add(value);
      }
    } else if (kind != Kind.EMPTY) {
      String shown = kind == Kind.TEXT ? String.valueOf(node.getValue()) : kind.words();
      section.report(node, key, shown, "a list, each entry " + type.expected());
    }
    return List.copyOf(values);
  }

  /** The value, or null after reporting why there is none. */
  private @Nullable T parsed(ImmutableNode node, String name) {
    Place place = Place.of(node);
    if (place.kind() != Kind.TEXT) {
      section.report(node, name, place.kind().words(), type.expected());
      return null;
    }
    String source = String.valueOf(node.getValue());
    try {
      String text = section.resolve(source, place);
      if (text.isBlank()) {
        section.report(node, name, "blank", type.expected());
        return null;
      }
      return type.parse(text, place.base());
    } catch (UnfitException e) {
      // The source, not what was put in for ${…}: that may be a secret.
      section.report(node, name, source, e.expected());
      return null;
    }
  }
}
