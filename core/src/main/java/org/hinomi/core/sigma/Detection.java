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

  /** The field has a value that passes this test. */
  record Field(String name, ValueTest test) implements Detection {
    @Override
    public boolean matches(FieldView event) {
      return anyMatches(test, event.values(name));
    }
  }

  /** The event has the field, whatever its value. */
  record Exists(String name) implements Detection {
    @Override
    public boolean matches(FieldView event) {
      return !event.values(name).isEmpty();
    }
  }

  /**
   * A value of the field holds, between these ends, a value of another field of the event.
   *
   * @param name the field, {@code ""} for the texts of the event
   * @param text literals, wildcards, and names of fields
   */
  record Reference(String name, SigmaText text, boolean cased) implements Detection {
    @Override
    public boolean matches(FieldView event) {
      List<String> values = name.isEmpty() ? event.texts() : event.values(name);
      return !values.isEmpty() && anyMatches(event, values, text.tokens());
    }

    private boolean anyMatches(FieldView event, List<String> values, String tokens) {
      int open = tokens.indexOf(SigmaText.FIELD);
      if (open < 0) {
        return Detection.anyMatches(Pattern.of(new SigmaText(tokens, false), cased), values);
      }
      int close = tokens.indexOf(SigmaText.FIELD, open + 1);
      for (String value : event.values(tokens.substring(open + 1, close))) {
        // A value with what stands for a token would change what the rule says.
        if (!SigmaText.holdsTokens(value)
            && anyMatches(
                event, values, tokens.substring(0, open) + value + tokens.substring(close + 1))) {
          return true;
        }
      }
      return false;
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

  /** One of the event's texts passes this test. */
  record Keyword(ValueTest test) implements Detection {
    @Override
    public boolean matches(FieldView event) {
      return anyMatches(test, event.texts());
    }
  }

  private static boolean anyMatches(ValueTest test, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      if (test.matches(values.get(i))) {
        return true;
      }
    }
    return false;
  }
}
