package org.hinomi.core.sigma;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code %name%} stands for in values with the modifier {@code expand}: the values of a list,
 * or, where there is no list of that name, the value that the event itself has in the field {@code
 * name}. The standard names of the specification are never fields: without a list a rule that uses
 * them is refused.
 *
 * @param lists values by name; they may hold wildcards
 */
public record Placeholders(Map<String, List<String>> lists) {
  /** The specification's standard placeholders. */
  private static final Set<String> STANDARD =
      Set.of("Administrators", "JumpServers", "Workstations", "Servers", "DomainControllers");

  public static final Placeholders NONE = new Placeholders(Map.of());

  public Placeholders {
    lists = Map.copyOf(lists);
  }

  /**
   * Replaces what stands between two per cent signs.
   *
   * @throws IllegalArgumentException with the reason, where it cannot be
   */
  List<SigmaText> expand(SigmaText text) {
    List<String> done = List.of("");
    String tokens = text.tokens();
    int from = 0;
    while (from < tokens.length()) {
      int open = tokens.indexOf('%', from);
      int close = open < 0 ? -1 : tokens.indexOf('%', open + 1);
      if (close < 0) {
        done = append(done, List.of(tokens.substring(from)));
        break;
      }
      done = append(done, List.of(tokens.substring(from, open)));
      done = append(done, values(tokens.substring(open + 1, close)));
      from = close + 1;
    }
    return done.stream().map(t -> new SigmaText(t, text.bytes())).toList();
  }

  private List<String> values(String name) {
    if (name.isEmpty() || name.chars().anyMatch(c -> c == SigmaText.STAR || c == ' ')) {
      throw new IllegalArgumentException("%" + name + "%: not a placeholder (expected: %name%)");
    }
    List<String> values = lists.get(name);
    if (values != null) {
      return values.stream().map(v -> SigmaText.of(v, false).tokens()).toList();
    }
    if (STANDARD.contains(name)) {
      throw new IllegalArgumentException(
          "%" + name + "%: there is no list of this name (write one into placeholders.yaml)");
    }
    return List.of(SigmaText.FIELD + name + SigmaText.FIELD);
  }

  private static List<String> append(List<String> starts, List<String> ends) {
    if ((long) starts.size() * ends.size() > SigmaText.EXPANSION_LIMIT) {
      throw new IllegalArgumentException(
          "the placeholders make more than " + SigmaText.EXPANSION_LIMIT + " values of it");
    }
    List<String> all = new ArrayList<>();
    for (String start : starts) {
      for (String end : ends) {
        all.add(start + end);
      }
    }
    return all;
  }
}
