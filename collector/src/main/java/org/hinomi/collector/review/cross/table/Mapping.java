package org.hinomi.collector.review.cross.table;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one file is to be read.
 *
 * @param kind what the table is about; empty where it is to be left out
 * @param charset of a CSV file; empty: told from its bytes
 * @param headLine line of the file that holds the heads, from 1
 * @param columns the head of each column that means something
 * @param tolerance how far its times may be from those of the logs
 */
public record Mapping(
    Optional<TableKind> kind,
    String charset,
    long headLine,
    Map<Role, String> columns,
    Duration tolerance) {
  /** Clocks of people, and the way from the gate to the desk. */
  public static final Duration TOLERANCE = Duration.ofMinutes(30);

  /** Lines at the top of a sheet among which the heads are looked for: titles come before them. */
  private static final int TITLES = 10;

  public Mapping {
    columns = Map.copyOf(columns);
  }

  /** What the heads of a file say that it is. */
  static Mapping propose(Grid grid) {
    Mapping best = null;
    for (Grid.Line line : grid.rows().stream().limit(TITLES).toList()) {
      Mapping mapping = of(grid.charset(), line);
      if (best == null || mapping.columns.size() > best.columns.size()) {
        best = mapping;
      }
    }
    return best == null
        ? new Mapping(Optional.empty(), grid.charset(), 1, Map.of(), TOLERANCE)
        : best;
  }

  private static Mapping of(String charset, Grid.Line line) {
    Map<String, String> heads = new HashMap<>();
    for (String cell : line.cells()) {
      heads.putIfAbsent(Names.plain(cell).replaceAll("[_-]", ""), cell.strip());
    }
    Map<Role, String> columns = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      List<String> words = role.words();
      words.stream()
          .filter(heads::containsKey)
          .findFirst()
          .map(heads::remove)
          .ifPresent(head -> columns.put(role, head));
    }
    return new Mapping(TableKind.of(columns.keySet()), charset, line.number(), columns, TOLERANCE);
  }
}
