package org.hinomi.collector.notify.route;

import java.time.Duration;
import java.util.List;

/**
 * Those who are told of the same things.
 *
 * @param quiet times in which they are told only of what is critical; the rest waits
 * @param escalations in the order of their times
 */
public record Team(String name, Targets targets, List<Span> quiet, List<Escalation> escalations) {

  /**
   * Who is told besides when nobody has acknowledged for so long.
   *
   * @param after the first message
   */
  public record Escalation(Duration after, Targets to) {}

  public Team {
    quiet = List.copyOf(quiet);
    escalations = List.copyOf(escalations);
  }
}
