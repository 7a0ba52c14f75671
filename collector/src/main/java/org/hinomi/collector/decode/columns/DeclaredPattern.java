package org.hinomi.collector.decode.columns;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.core.text.StepLimit;

/**
 * A pattern with named groups. Names may have dots, underscores and any letters, so that they can
 * be those of stored fields: {@code (?<source.ip>\S+)}.
 */
public final class DeclaredPattern {
  private static final Pattern GROUP = Pattern.compile("\\(\\?<([\\p{L}@_][\\p{L}\\p{N}@_.-]*)>");

  /** Characters that may be looked at for a record: a pattern that tries more is of no use. */
  private static final int LEAST_STEPS = 20_000;

  private static final int STEPS_PER_CHARACTER = 50;
  private static final int MOST_STEPS = 2_000_000;

  private final Pattern pattern;
  private final List<String> names = new ArrayList<>();

  /**
   * @throws IllegalArgumentException where it is no pattern
   */
  public DeclaredPattern(String declared) {
    Matcher group = GROUP.matcher(declared);
    StringBuilder text = new StringBuilder();
    while (group.find()) {
      names.add(group.group(1));
      group.appendReplacement(text, "(?<g" + names.size() + ">");
    }
    pattern = Pattern.compile(group.appendTail(text).toString(), Pattern.DOTALL);
  }

  /** The names of its groups, in their order. */
  public List<String> names() {
    return List.copyOf(names);
  }

  void read(String text, Map<String, Object> values) throws MalformedRecordException {
    int steps =
        (int) Math.min(MOST_STEPS, LEAST_STEPS + (long) STEPS_PER_CHARACTER * text.length());
    Matcher matcher = pattern.matcher(new StepLimit(text, steps));
    try {
      if (!matcher.find()) {
        throw new MalformedRecordException("pattern: does not fit");
      }
    } catch (StepLimit.ReachedException | StackOverflowError e) {
      throw new MalformedRecordException("pattern: takes too long; left off");
    }
    for (int i = 0; i < names.size(); i++) {
      String value = matcher.group("g" + (i + 1));
      if (value != null) {
        values.putIfAbsent(names.get(i), value);
      }
    }
  }
}
