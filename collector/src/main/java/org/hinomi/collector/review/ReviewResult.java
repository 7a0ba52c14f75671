package org.hinomi.collector.review;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that a review found, as it was when it was asked. Nothing in it changes later.
 *
 * @param period as {@link Period#parse} reads it
 * @param zone of its days
 * @param policy name of its file
 * @param policySha256 of that file
 * @param until first position of the journal that did not count
 * @param asOf when it was asked, ISO 8601, UTC
 */
public record ReviewResult(
    String period,
    String zone,
    String company,
    String policy,
    String policySha256,
    long until,
    String asOf,
    List<Part> parts) {
  public ReviewResult {
    parts = List.copyOf(parts);
  }

  /** What one check gave. */
  public record Part(String check, Step step, List<Table> tables, List<Observation> observations) {
    public Part {
      tables = List.copyOf(tables);
      observations = List.copyOf(observations);
    }
  }

  /** All that was seen, the gravest first, else in the order of the steps. */
  public List<Observation> observations() {
    List<Observation> all = new ArrayList<>();
    parts.forEach(part -> all.addAll(part.observations()));
    all.sort((a, b) -> b.severity().compareTo(a.severity()));
    return all;
  }

  /** A table by its id. */
  public Optional<Table> table(String id) {
    return parts.stream()
        .flatMap(part -> part.tables().stream())
        .filter(table -> table.id().equals(id))
        .findFirst();
  }
}
