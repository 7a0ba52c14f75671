package org.hinomi.collector.review.policy;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * What is logged and why, and how it is reviewed.
 *
 * @param file its name
 * @param sha256 of the file, which stands in every report
 * @param calendar when people work
 * @param second rhythms whose reviews need a second signature
 * @param grace how long after its end a period must be signed
 * @param keywords that no event should have, in any letter case
 */
public record Policy(
    String file,
    String sha256,
    String company,
    ZoneId zone,
    WorkingTime calendar,
    Set<Rhythm> second,
    Duration grace,
    List<RegisteredSource> sources,
    List<String> keywords,
    Thresholds thresholds) {
  public Policy {
    second = Set.copyOf(second);
    sources = List.copyOf(sources);
    keywords = List.copyOf(keywords);
  }

  /** When a source is in use: by its own calendar where it has one, else when people work. */
  public WorkingTime calendar(RegisteredSource source) {
    return source.calendar().orElse(calendar);
  }
}
