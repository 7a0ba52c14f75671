package org.hinomi.core.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Collects what is wrong while files are read. For one thread. */
final class Problems {
  private final List<ConfigProblem> found = new ArrayList<>();

  void add(Place place, String key, String value, String expected) {
    found.add(new ConfigProblem(place.file(), place.line(), key, value, expected));
  }

  boolean any() {
    return !found.isEmpty();
  }

  /** Each problem once, in the order of the lines; overrides after the file. */
  List<ConfigProblem> inOrder() {
    return Stream.concat(
            found.stream().filter(p -> !p.file().equals(Overrides.FILE)),
            found.stream().filter(p -> p.file().equals(Overrides.FILE)))
        .distinct()
        .sorted(
            Comparator.comparing((ConfigProblem p) -> p.file().equals(Overrides.FILE))
                .thenComparingInt(ConfigProblem::line))
        .toList();
  }
}
