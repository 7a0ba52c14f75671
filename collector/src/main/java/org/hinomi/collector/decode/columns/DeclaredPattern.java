package org.hinomi.collector.decode.columns;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pattern with named groups. Names may have dots, underscores and any letters, so that they can
 * be those of stored fields: {@code (?<source.ip>\S+)}.
 */
final class DeclaredPattern {
  private static final Pattern GROUP = Pattern.compile("\\(\\?<([\\p{L}@_][\\p{L}\\p{N}@_.-]*)>");

  /** Characters that may be looked at for a record: a pattern that tries more is of no use. */
  private static final int STEPS = 2_000_000;

  private final Pattern pattern;
  private final List<String> names = new ArrayList<>();

  /**
   * @throws IllegalArgumentException where it is no pattern
   */
  DeclaredPattern(String declared) {
    Matcher group = GROUP.matcher(declared);
    StringBuilder text = new StringBuilder();
    while (group.find()) {
      names.add(group.group(1));
      group.appendReplacement(text, "(?<g" + names.size() + ">");
    }
    pattern = Pattern.compile(group.appendTail(text).toString(), Pattern.DOTALL);
  }

  void read(String text, Map<String, Object> values) throws MalformedRecordException {
    Matcher matcher = pattern.matcher(new Bounded(text, new int[] {STEPS}));
    try {
      if (!matcher.find()) {
        throw new MalformedRecordException("pattern: does not fit");
      }
    } catch (IllegalStateException | StackOverflowError e) {
      throw new MalformedRecordException("pattern: takes too long; left off");
    }
    for (int i = 0; i < names.size(); i++) {
      String value = matcher.group("g" + (i + 1));
      if (value != null) {
        values.putIfAbsent(names.get(i), value);
      }
    }
  }

  /** Ends a search that looks at too many characters. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Bounded(CharSequence text, int[] left) implements CharSequence {
    @Override
    public char charAt(int index) {
      if (--left[0] < 0) {
        throw new IllegalStateException("too many steps");
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
