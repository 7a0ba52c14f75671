package org.hinomi.core.sigma;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds which of many literals a text begins with, or ends with, or is: it follows the text from
 * that end, character by character, for as long as more than one literal goes on so. Immutable and
 * thread-safe.
 */
final class EdgeIndex {
  private static final int NOWHERE = -1;

  /**
   * A literal at an end of the text.
   *
   * @param literal folded, not empty
   * @param whole whether it must be all of the text
   */
  record Wanted(String literal, boolean whole, int leaf) {}

  /**
   * What is known when a text has come so far.
   *
   * @param open leaves whose literal is complete
   * @param whole those that must be all of the text
   * @param only the literals that are left where all of them are the same text
   * @param onlyOpen the leaves of {@code only} that are complete at its end
   * @param onlyWhole those that must be all of the text
   */
  private record Node(
      int[] open, int[] whole, @Nullable String only, int[] onlyOpen, int[] onlyWhole) {}

  /** Literals that go on alike for so many characters. */
  private record Part(List<Wanted> all, int depth) {}

  private final boolean fromEnd;
  private final Node[] nodes;
  private final long[] keys;
  private final int[] targets;

  /**
   * @param fromEnd whether the literals end the text rather than begin it
   */
  EdgeIndex(List<Wanted> all, boolean fromEnd) {
    this.fromEnd = fromEnd;
    List<Node> made = new ArrayList<>();
    Map<Long, Integer> edges = new HashMap<>();
    Deque<Part> waiting = new ArrayDeque<>();
    waiting.add(new Part(all, 0));
    int numbers = 1;
    for (Part part = waiting.poll(); part != null; part = waiting.poll()) {
      int depth = part.depth;
      int number = made.size();
      List<Wanted> longer = part.all.stream().filter(w -> w.literal.length() > depth).toList();
      boolean alone = longer.stream().map(Wanted::literal).distinct().count() == 1;
      made.add(node(part.all, depth, alone ? longer : List.of()));
      if (alone) {
        continue;
      }
      Map<Character, List<Wanted>> next = new TreeMap<>();
      for (Wanted each : longer) {
        next.computeIfAbsent(at(each.literal, depth), c -> new ArrayList<>(1)).add(each);
      }
      for (Map.Entry<Character, List<Wanted>> each : next.entrySet()) {
        edges.put(key(number, each.getKey()), numbers++);
        waiting.add(new Part(each.getValue(), depth + 1));
      }
    }
    this.nodes = made.toArray(Node[]::new);
    int slots = Integer.highestOneBit(edges.size() * 2 + 2) * 2;
    this.keys = new long[slots];
    this.targets = new int[slots];
    Arrays.fill(targets, NOWHERE);
    edges.forEach(
        (key, target) -> {
          int slot = hash(key) & (slots - 1);
          while (targets[slot] != NOWHERE) {
            slot = (slot + 1) & (slots - 1);
          }
          keys[slot] = key;
          targets[slot] = target;
        });
  }

  private static Node node(List<Wanted> all, int depth, List<Wanted> alone) {
    String only = alone.isEmpty() ? null : alone.getFirst().literal;
    int length = only == null ? 0 : only.length();
    return new Node(
        leaves(all, depth, false),
        leaves(all, depth, true),
        only,
        leaves(alone, length, false),
        leaves(alone, length, true));
  }

  private static int[] leaves(List<Wanted> of, int length, boolean whole) {
    return of.stream()
        .filter(w -> w.literal.length() == length && w.whole == whole)
        .mapToInt(Wanted::leaf)
        .toArray();
  }

  private char at(String text, int depth) {
    return text.charAt(fromEnd ? text.length() - 1 - depth : depth);
  }

  /** Tells the trial of every leaf whose literal is at its place in the text, in whatever case. */
  void find(String text, Trial trial) {
    int length = text.length();
    int at = 0;
    for (int depth = 0; at != NOWHERE; depth++) {
      Node node = nodes[at];
      found(node.open, trial);
      if (depth == length) {
        found(node.whole, trial);
        return;
      }
      String only = node.only;
      if (only != null) {
        if (only.length() <= length && goesOn(text, only, depth)) {
          found(node.onlyOpen, trial);
          if (only.length() == length) {
            found(node.onlyWhole, trial);
          }
        }
        return;
      }
      at = next(key(at, Pattern.fold(at(text, depth))));
    }
  }

  private boolean goesOn(String text, String only, int from) {
    for (int depth = from; depth < only.length(); depth++) {
      if (Pattern.fold(at(text, depth)) != at(only, depth)) {
        return false;
      }
    }
    return true;
  }

  private static void found(int[] leaves, Trial trial) {
    for (int i = 0; i < leaves.length; i++) {
      trial.found(leaves[i]);
    }
  }

  private int next(long key) {
    int slot = hash(key) & (keys.length - 1);
    while (targets[slot] != NOWHERE) {
      if (keys[slot] == key) {
        return targets[slot];
      }
      slot = (slot + 1) & (keys.length - 1);
    }
    return NOWHERE;
  }

  private static long key(int node, char next) {
    return (long) node << 16 | next;
  }

  private static int hash(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 40);
  }
}
