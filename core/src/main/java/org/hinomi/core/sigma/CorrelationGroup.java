package org.hinomi.core.sigma;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The events of one group of one correlation rule, in order of their time. */
final class CorrelationGroup {
  private static final int TEXT_LIMIT = 1 << 20;

  /** An event: when, which of the rules it matched, and the values that are looked at. */
  record Entry(long time, int rule, String value) {}

  private final List<Entry> entries = new ArrayList<>();

  int size() {
    return entries.size();
  }

  /**
   * Adds one, and lets go what is older than a time or more than fits; says how many did not.
   *
   * @param newestOfValue whether, when there are too many, the newest of each value are enough
   */
  int add(Entry entry, long oldest, int limit, boolean newestOfValue) {
    int place = entries.size();
    while (place > 0 && entries.get(place - 1).time > entry.time) {
      place--;
    }
    entries.add(place, entry);
    int expired = 0;
    while (entries.get(expired).time < oldest) {
      expired++;
    }
    entries.subList(0, expired).clear();
    if (entries.size() > limit && newestOfValue) {
      Set<String> newer = new HashSet<>();
      List<Entry> kept = new ArrayList<>();
      for (Entry each : entries.reversed()) {
        if (newer.add(each.value)) {
          kept.add(each);
        }
      }
      entries.clear();
      entries.addAll(kept.reversed());
    }
    int over = Math.max(0, entries.size() - limit);
    entries.subList(0, over).clear();
    return over;
  }

  /** The events that make the rule hold with one of this time among them; else none. */
  List<Entry> holds(CorrelationRule rule, long time) {
    boolean grows = rule.bounds().stream().allMatch(bound -> bound.operator().startsWith("gt"));
    for (int end = last(time); end < entries.size(); end++) {
      long from = entries.get(end).time - rule.timespan();
      if (from > time) {
        break;
      }
      int start = end;
      while (start > 0 && entries.get(start - 1).time >= from) {
        start--;
      }
      List<Entry> window = entries.subList(start, end + 1);
      if (holds(rule, window)) {
        return List.copyOf(window);
      }
      if (!grows) {
        break;
      }
    }
    return List.of();
  }

  private int last(long time) {
    int last = entries.size() - 1;
    while (last > 0 && entries.get(last).time > time) {
      last--;
    }
    return Math.max(last, 0);
  }

  private static boolean holds(CorrelationRule rule, List<Entry> window) {
    Detection expression = rule.expression();
    if (expression != null) {
      List<String> names =
          window.stream().map(entry -> rule.rules().get(entry.rule)).distinct().toList();
      boolean complete =
          rule.type() != CorrelationRule.Type.TEMPORAL_ORDERED
              || ordered(rule.rules().size(), window) == names.size();
      return complete && expression.matches(new Names(names));
    }
    BigDecimal figure = figure(rule, window);
    return figure != null && rule.holds(figure);
  }

  private static @Nullable BigDecimal figure(CorrelationRule rule, List<Entry> window) {
    return switch (rule.type()) {
      case EVENT_COUNT -> BigDecimal.valueOf(window.size());
      case VALUE_COUNT -> BigDecimal.valueOf(values(window).size());
      case TEMPORAL -> BigDecimal.valueOf(window.stream().mapToInt(Entry::rule).distinct().count());
      case TEMPORAL_ORDERED -> BigDecimal.valueOf(ordered(rule.rules().size(), window));
      case VALUE_SUM -> numbers(window).stream().reduce(BigDecimal.ZERO, BigDecimal::add);
      case VALUE_AVG -> {
        List<BigDecimal> numbers = numbers(window);
        yield numbers.isEmpty()
            ? null
            : numbers.stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(numbers.size()), MathContext.DECIMAL64);
      }
      case VALUE_PERCENTILE -> {
        BigDecimal percentile = rule.percentile();
        yield percentile == null ? share(window) : percentile(numbers(window), percentile);
      }
    };
  }

  private static Set<String> values(List<Entry> window) {
    Set<String> values = new HashSet<>();
    window.forEach(entry -> values.add(entry.value));
    return values;
  }

  private static List<BigDecimal> numbers(List<Entry> window) {
    List<BigDecimal> numbers = new ArrayList<>();
    for (Entry entry : window) {
      BigDecimal number = NumberTest.number(entry.value);
      if (number != null) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  /** How many different rules matched one after the other in the order of the rules. */
  private static int ordered(int rules, List<Entry> window) {
    int[] longest = new int[rules];
    int best = 0;
    for (Entry entry : window) {
      int before = 0;
      for (int i = 0; i < entry.rule; i++) {
        before = Math.max(before, longest[i]);
      }
      longest[entry.rule] = Math.max(longest[entry.rule], before + 1);
      best = Math.max(best, longest[entry.rule]);
    }
    return best;
  }

  /** The per cent of the events that have the value of the last one. */
  private static BigDecimal share(List<Entry> window) {
    String value = window.getLast().value;
    long same = window.stream().filter(entry -> entry.value.equals(value)).count();
    return BigDecimal.valueOf(same * 100)
        .divide(BigDecimal.valueOf(window.size()), MathContext.DECIMAL64);
  }

  /** Between the two nearest numbers, in proportion. */
  private static @Nullable BigDecimal percentile(List<BigDecimal> numbers, BigDecimal percentile) {
    if (numbers.isEmpty()) {
      return null;
    }
    List<BigDecimal> sorted = numbers.stream().sorted().toList();
    BigDecimal rank = percentile.multiply(BigDecimal.valueOf(sorted.size() - 1L)).movePointLeft(2);
    int below = rank.intValue();
    BigDecimal low = sorted.get(below);
    BigDecimal high = sorted.get(Math.min(below + 1, sorted.size() - 1));
    return low.add(high.subtract(low).multiply(rank.subtract(BigDecimal.valueOf(below))));
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(entries.size());
    for (Entry entry : entries) {
      out.writeLong(entry.time);
      out.writeInt(entry.rule);
      writeText(out, entry.value);
    }
  }

  static CorrelationGroup read(DataInputStream in, int limit) throws IOException {
    CorrelationGroup group = new CorrelationGroup();
    int count = in.readInt();
    if (count < 0 || count > limit) {
      throw new IOException(count + " events in a group (expected: at most " + limit + ")");
    }
    for (int i = 0; i < count; i++) {
      group.entries.add(new Entry(in.readLong(), in.readInt(), readText(in)));
    }
    return group;
  }

  static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > TEXT_LIMIT) {
      throw new IOException(length + " bytes of text (expected: at most " + TEXT_LIMIT + ")");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, UTF_8);
  }

  /** The names of the rules that matched, as an event that conditions in words look at. */
  private record Names(List<String> texts) implements FieldView {
    @Override
    public List<String> values(String field) {
      return List.of();
    }
  }
}
