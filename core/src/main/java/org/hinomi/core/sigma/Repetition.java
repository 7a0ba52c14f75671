package org.hinomi.core.sigma;

import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import org.hinomi.core.sigma.SigmaProblem.Reason;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * How often an event must come before its rule speaks, then anew from nothing: what evntcmd calls
 * count and period. A field of ours beside those of the specification, which allows that:
 *
 * <pre>{@code
 * repeat:
 *     count: 2
 *     within: 180s
 * }</pre>
 *
 * @param count 1..{@value #MOST}
 * @param within from the first to the last event that counts; null where that does not matter
 */
public record Repetition(int count, @Nullable Duration within) {
  /** What is remembered of one rule: a time for each event. */
  public static final int MOST = 10_000;

  static @Nullable Repetition read(@Nullable Node node) throws SigmaException {
    if (node == null) {
      return null;
    }
    if (!(node instanceof MappingNode map)) {
      throw Nodes.problem(node, "repeat", Reason.STRUCTURE, "not a map (expected: count, within)");
    }
    Map<String, Node> entries = Nodes.entries(map, "repeat");
    for (String key : new TreeSet<>(entries.keySet())) {
      if (!key.equals("count") && !key.equals("within")) {
        throw Nodes.problem(
            map, "repeat." + key, Reason.STRUCTURE, "has no place here (expected: count, within)");
      }
    }
    String count = text(entries, "count");
    if (count == null || !count.matches("[1-9][0-9]{0,4}") || Integer.parseInt(count) > MOST) {
      throw Nodes.problem(
          map,
          "repeat.count",
          Reason.VALUE,
          count + " (expected: a number from 1 to " + MOST + ")");
    }
    String within = text(entries, "within");
    return new Repetition(
        Integer.parseInt(count),
        within == null
            ? null
            : Duration.ofMillis(
                Timespan.millis(entries.getOrDefault("within", map), "repeat.within", within)));
  }

  private static @Nullable String text(Map<String, Node> entries, String key)
      throws SigmaException {
    Node node = entries.get(key);
    return node == null ? null : Nodes.scalars(node, "repeat." + key).getFirst().getValue();
  }
}
