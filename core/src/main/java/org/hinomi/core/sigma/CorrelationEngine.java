package org.hinomi.core.sigma;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Applies correlation rules to the events that other rules match. Time is that of the events: a
 * match is within the timespan whatever the order of arrival, as long as an event is not later than
 * the newest one by more than the allowance; later ones are left out and counted.
 *
 * <p>After each event that it looks at, a rule tells whether its condition holds for the events of
 * the group in the timespan that ends with it, or, for conditions with only {@code gt} and {@code
 * gte}, with an event after it that came earlier. It tells so each time that it holds. An event
 * without one of the fields of {@code group-by} belongs to no group.
 *
 * <p>The state is bounded: when there are too many groups the one that was quiet for longest goes,
 * and of a group too large its oldest events; both are counted. Thread-safe.
 */
public final class CorrelationEngine {
  /** Events that are kept of one group. */
  public static final int ENTRY_LIMIT = 10_000;

  /** Events that are kept of all groups together. */
  static final int TOTAL_LIMIT = 500_000;

  private static final int FORMAT = 1;

  /**
   * A correlation rule that holds.
   *
   * @param rule the rule
   * @param group the values of its group-by fields, in order
   * @param firstTime the time of the first event that counted, in ms since 1970
   * @param time the time of the last one
   * @param events how many events counted
   */
  public record Match(
      CorrelationRule rule, List<String> group, long firstTime, long time, int events) {
    public Match {
      group = List.copyOf(group);
    }
  }

  /**
   * A group whose state changed.
   *
   * @param name as {@link #restore(String, byte[])} wants it
   * @param state null where the group is gone
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier between two calls, compared by nobody
  public record GroupState(String name, byte @Nullable [] state) {}

  /** What a rule that matched is called. */
  private record Source(@Nullable String id, @Nullable String name) {
    boolean isNamed(String reference) {
      return reference.equals(id) || reference.equals(name);
    }
  }

  private final List<CorrelationRule> rules;
  private final int groupLimit;
  private final long allowance;
  private final Map<String, CorrelationGroup> groups = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<String> changed = new LinkedHashSet<>();
  private int total;
  private long newest = Long.MIN_VALUE;
  private long late;
  private long evictedGroups;
  private long evictedEvents;

  /**
   * @param rules those that are in force, whose references are known to be right
   * @param groupLimit groups that are kept, over all rules
   * @param allowance how much later than the newest event one may be, in ms
   */
  public CorrelationEngine(List<CorrelationRule> rules, int groupLimit, long allowance) {
    this.rules = List.copyOf(rules);
    this.groupLimit = groupLimit;
    this.allowance = allowance;
  }

  /**
   * Takes an event.
   *
   * @param time of the event, in ms since 1970
   * @param matched the rules that it matches
   * @return the correlation rules that hold with it, those that others look at first
   */
  public synchronized List<Match> accept(long time, FieldView event, List<SigmaRule> matched) {
    if (matched.isEmpty() || rules.isEmpty()) {
      return List.of();
    }
    if (newest != Long.MIN_VALUE && time < newest - allowance) {
      late++;
      return List.of();
    }
    newest = Math.max(newest, time);
    List<Match> matches = new ArrayList<>();
    List<Source> sources = new ArrayList<>();
    for (SigmaRule rule : matched) {
      sources.add(new Source(rule.id(), rule.name()));
    }
    // What holds is an event itself for the rules that look at it.
    for (int i = 0; i < sources.size(); i++) {
      Source source = sources.get(i);
      for (CorrelationRule rule : rules) {
        int position = position(rule, source);
        Match match = position < 0 ? null : add(rule, position, source, time, event);
        if (match != null) {
          matches.add(match);
          sources.add(new Source(rule.id(), rule.name()));
        }
      }
    }
    return matches;
  }

  private static int position(CorrelationRule rule, Source source) {
    for (int i = 0; i < rule.rules().size(); i++) {
      String reference = rule.rules().get(i);
      if (source.isNamed(reference)) {
        return i;
      }
    }
    return -1;
  }

  private @Nullable Match add(
      CorrelationRule rule, int position, Source source, long time, FieldView event) {
    List<String> key = new ArrayList<>();
    for (String field : rule.groupBy()) {
      List<String> values = event.values(alias(rule, field, source));
      if (values.isEmpty()) {
        return null;
      }
      key.add(String.join("\n", values));
    }
    List<String> values = new ArrayList<>();
    for (String field : rule.fields()) {
      List<String> found = event.values(alias(rule, field, source));
      if (found.isEmpty()) {
        return null;
      }
      values.add(String.join("\n", found));
    }
    String name = name(rule, key);
    CorrelationGroup group = groups.computeIfAbsent(name, n -> new CorrelationGroup());
    total -= group.size();
    int enough = rule.enoughEvents();
    int over =
        group.add(
            new CorrelationGroup.Entry(time, position, String.join("\u0000", values)),
            newest - allowance - rule.timespan(),
            Math.min(enough, ENTRY_LIMIT),
            rule.type() == CorrelationRule.Type.VALUE_COUNT && enough < ENTRY_LIMIT);
    // What goes because there are more than enough is not missed.
    evictedEvents += enough < ENTRY_LIMIT ? 0 : over;
    total += group.size();
    changed.add(name);
    while (groups.size() > groupLimit || total > TOTAL_LIMIT && groups.size() > 1) {
      Map.Entry<String, CorrelationGroup> quietest = groups.entrySet().iterator().next();
      total -= quietest.getValue().size();
      changed.add(quietest.getKey());
      groups.remove(quietest.getKey());
      evictedGroups++;
    }
    List<CorrelationGroup.Entry> window = group.holds(rule, time);
    return window.isEmpty()
        ? null
        : new Match(rule, key, window.getFirst().time(), window.getLast().time(), window.size());
  }

  private static String alias(CorrelationRule rule, String field, Source source) {
    Map<String, String> byRule = rule.aliases().getOrDefault(field, Map.of());
    for (Map.Entry<String, String> named : byRule.entrySet()) {
      if (source.isNamed(named.getKey())) {
        return named.getValue();
      }
    }
    return field;
  }

  /** A group of another definition of the rule is another group. */
  private static String name(CorrelationRule rule, List<String> key) {
    return String.join(
        "\u0000",
        rule.key(),
        rule.type().name(),
        String.join(",", rule.rules()),
        String.join(",", rule.groupBy()),
        String.join(",", rule.fields()),
        String.join("\u0000", key));
  }

  /** Events that came later than is allowed. */
  public synchronized long late() {
    return late;
  }

  /** Groups that went because there were too many. */
  public synchronized long evictedGroups() {
    return evictedGroups;
  }

  /** Events that went because their group was too large. */
  public synchronized long evictedEvents() {
    return evictedEvents;
  }

  /** The groups that changed since the last call, for whoever keeps the state piece by piece. */
  public synchronized List<GroupState> changes() {
    List<GroupState> states = new ArrayList<>(changed.size());
    for (String name : changed) {
      CorrelationGroup group = groups.get(name);
      states.add(new GroupState(name, group == null ? null : bytes(group::write)));
    }
    changed.clear();
    return states;
  }

  /** Time of the newest event, ms since 1970; {@link Long#MIN_VALUE} before the first. */
  public synchronized long newest() {
    return newest;
  }

  /** Forgets everything, and goes on after an event of this time. */
  public synchronized void reset(long newestTime) {
    groups.clear();
    changed.clear();
    total = 0;
    newest = newestTime;
  }

  /**
   * Takes up a group.
   *
   * @throws IOException where the state is none; then nothing has changed
   */
  public synchronized void restore(String name, byte[] state) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
      CorrelationGroup group = CorrelationGroup.read(in, ENTRY_LIMIT);
      groups.put(name, group);
      total += group.size();
    }
  }

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writing.to(out);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /** The state, for {@link #restore(byte[])}. */
  public synchronized byte[] save() {
    return bytes(this::write);
  }

  private void write(DataOutputStream out) throws IOException {
    out.writeInt(FORMAT);
    out.writeLong(newest);
    out.writeLong(late);
    out.writeLong(evictedGroups);
    out.writeLong(evictedEvents);
    out.writeInt(groups.size());
    for (Map.Entry<String, CorrelationGroup> group : groups.entrySet()) {
      CorrelationGroup.writeText(out, group.getKey());
      group.getValue().write(out);
    }
  }

  /**
   * Takes up a state that was saved, in place of its own.
   *
   * @throws IOException when it is none; then nothing has changed
   */
  public synchronized void restore(byte[] saved) throws IOException {
    Map<String, CorrelationGroup> read = new LinkedHashMap<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved))) {
      int format = in.readInt();
      if (format != FORMAT) {
        throw new IOException("format " + format + " (expected: " + FORMAT + ")");
      }
      long savedNewest = in.readLong();
      long savedLate = in.readLong();
      long savedGroups = in.readLong();
      long savedEvents = in.readLong();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        read.put(CorrelationGroup.readText(in), CorrelationGroup.read(in, ENTRY_LIMIT));
      }
      newest = savedNewest;
      late = savedLate;
      evictedGroups = savedGroups;
      evictedEvents = savedEvents;
    }
    groups.clear();
    groups.putAll(read);
    total = read.values().stream().mapToInt(CorrelationGroup::size).sum();
  }
}
