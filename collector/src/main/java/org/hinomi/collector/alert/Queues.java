package org.hinomi.collector.alert;

import java.util.List;
import java.util.stream.Stream;

/**
 * The queues of notifications, each named as its destination.
 *
 * @param steps those that get each step of an alert
 * @param messages those that get only messages in which steps were put together
 */
public record Queues(List<String> steps, List<String> messages) {
  public Queues {
    steps = List.copyOf(steps);
    messages = List.copyOf(messages);
  }

  List<String> all() {
    return Stream.concat(steps.stream(), messages.stream()).toList();
  }
}
