package org.hinomi.collector.detect;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hinomi.core.text.Glob;

/**
 * Which series of a metric a threshold looks at.
 *
 * @param only each of these attributes must be there and match one of its patterns
 * @param except an attribute that is there must match none of its patterns
 * @param without none of these attributes may be there: how the total of a metric is told from its
 *     parts, such as {@code system.cpu.utilization} without {@code cpu.mode}
 */
public record AttributeFilter(
    SortedMap<String, List<Glob>> only, SortedMap<String, List<Glob>> except, Set<String> without) {

  public static final AttributeFilter ALL =
      new AttributeFilter(
          Collections.emptySortedMap(), Collections.emptySortedMap(), Collections.emptySet());

  public AttributeFilter {
    only = copy(only);
    except = copy(except);
    without = Set.copyOf(without);
  }

  public boolean accepts(Map<String, String> attributes) {
    for (Map.Entry<String, List<Glob>> entry : only.entrySet()) {
      String value = attributes.get(entry.getKey());
      if (value == null || !anyMatches(entry.getValue(), value)) {
        return false;
      }
    }
    for (Map.Entry<String, List<Glob>> entry : except.entrySet()) {
      String value = attributes.get(entry.getKey());
      if (value != null && anyMatches(entry.getValue(), value)) {
        return false;
      }
    }
    for (String name : without) {
      if (attributes.containsKey(name)) {
        return false;
      }
    }
    return true;
  }

  private static boolean anyMatches(List<Glob> globs, String value) {
    for (Glob glob : globs) {
      if (glob.matches(value)) {
        return true;
      }
    }
    return false;
  }

  private static SortedMap<String, List<Glob>> copy(SortedMap<String, List<Glob>> map) {
    TreeMap<String, List<Glob>> copy = new TreeMap<>();
    map.forEach((name, globs) -> copy.put(name, List.copyOf(globs)));
    return Collections.unmodifiableSortedMap(copy);
  }
}
