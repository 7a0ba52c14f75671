package org.hinomi.collector.alert;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The disk of whoever puts steps together into messages: the steps that wait for it, what it keeps
 * of each group, and the queues of the messages. Steps taken, groups changed and messages queued
 * are one transaction, so that after a crash no step is lost and none is told twice. Thread-safe.
 */
public interface Grouping {

  /** Name of the queue that the steps wait in; no destination may have it. */
  String QUEUE = "routing";

  /**
   * A message to be queued.
   *
   * @param order messages with the same one keep their order
   */
  record Outgoing(String id, String destination, String order, String json) {}

  /**
   * What follows from steps, or from time that went by.
   *
   * @param taken the numbers of the steps that are in it
   * @param groups what is kept of those that changed; of those that are over, nothing
   */
  record Change(List<Long> taken, Map<String, Optional<String>> groups, List<Outgoing> messages) {
    public Change {
      taken = List.copyOf(taken);
      groups = Map.copyOf(groups);
      messages = List.copyOf(messages);
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
      return taken.isEmpty() && groups.isEmpty() && messages.isEmpty();
    }
  }

  /** The steps that wait, the oldest first; at most so many. */
  List<Outbox.Queued> waiting(int limit) throws IOException;

  /** What is kept, by the names of the groups. */
  Map<String, String> groups() throws IOException;

  /** Makes it so, all or nothing. */
  void commit(Change change, Instant now) throws IOException;

  /**
   * Records a step that no record of the journal led to, and queues it as if one had.
   *
   * @param except the queue that does not get it: what is told of a channel is told on the others
   * @return false where it was there already
   */
  boolean raise(Transition transition, String except, Instant now) throws IOException;
}
