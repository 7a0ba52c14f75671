package org.hinomi.collector.imports.capture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What could not be read of a file, by kind: a broken disk gives thousands. Not thread-safe. */
final class Troubles {
  /** Kinds that are told apart. */
  private static final int KINDS = 64;

  private final Map<String, long[]> kinds = new LinkedHashMap<>();

  /**
   * @param position in the file, in bytes
   */
  void add(String what, long position) {
    if (kinds.size() < KINDS || kinds.containsKey(what)) {
      kinds.computeIfAbsent(what, kind -> new long[] {0, position})[0]++;
    }
  }

  List<String> told() {
    List<String> all = new ArrayList<>();
    kinds.forEach(
        (what, seen) ->
            all.add(
                what
                    + (seen[0] == 1 ? " (at byte " : " (" + seen[0] + " times, first at byte ")
                    + seen[1]
                    + ")"));
    return all;
  }
}
