package org.hinomi.core.sigma;

import java.util.List;

/**
 * A compiled detection: a tree whose leaves look at one field or at the texts. The tree is open to
 * readers, so that an index can be built from its literals.
 */
public sealed interface Detection {

  boolean matches(FieldView event);

  /** All of them hold; not empty. */
  record And(List<Detection> parts) implements Detection {
    public And {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean matches(FieldView event) {
      for (int i = 0; i < parts.size(); i++) {
        if (!parts.get(i).matches(event)) {
          return false;
        }
      }
      return true;
    }
  }

  /** One of them holds; not empty. */
  record Or(List<Detection> parts) implements Detection {
    public Or {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean matches(FieldView event) {
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i).matches(event)) {
          return true;
        }
      }
      return false;
    }
  }

  /** It does not hold. */
  record Not(Detection part) implements Detection {
    @Override
    public boolean matches(FieldView event) {
      return !part.matches(event);
    }
  }

  /** The field has a value of this pattern. */
  record Field(String name, Pattern pattern) implements Detection {
    @Override
    public boolean matches(FieldView event) {
      return anyMatches(pattern, event.values(name));
    }
  }

  /**
   * The field is absent, or has no value but an empty one or the word {@code null}: what is left of
   * a null in events that are made of text.
   */
  record Null(String name) implements Detection {
    @Override
    public boolean matches(FieldView event) {
      List<String> values = event.values(name);
      for (int i = 0; i < values.size(); i++) {
        String value = values.get(i);
        if (!value.isEmpty() && !value.equals("null")) {
          return false;
        }
      }
      return true;
    }
  }

  /** One of the event's texts has this pattern in it. */
  record Keyword(Pattern pattern) implements Detection {
    @Override
    public boolean matches(FieldView event) {
      return anyMatches(pattern, event.texts());
    }
  }

  private static boolean anyMatches(Pattern pattern, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      if (pattern.matches(values.get(i))) {
        return true;
      }
    }
    return false;
  }
}
