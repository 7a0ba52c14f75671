package org.hinomi.collector.alert;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Notifications that wait for their destinations, on disk. One queue per destination; within it the
 * notifications of one alert, or of one group, keep their order, and those of others may pass one
 * that is tried again later. Thread-safe.
 */
public interface Outbox {

  /** What a destination is given. */
  sealed interface Content {}

  /** A step of an alert, as it is: for programs, which count and compare themselves. */
  record Step(Transition transition) implements Content {}

  /**
   * Several steps put together for people, in the words of who grouped them.
   *
   * @param id names the message
   */
  record Message(String id, String json) implements Content {}

  /**
   * @param number names the row
   * @param notBefore when it may be tried
   * @param attempts how often it has been tried in vain
   * @param queuedAt when the alert took this step for us (not event time)
   */
  record Queued(long number, Content content, Instant notBefore, int attempts, Instant queuedAt) {

    /**
     * The step that waits, in a queue of steps.
     *
     * @throws IllegalStateException where a message waits
     */
    public Transition transition() {
      return switch (content) {
        case Step(Transition step) -> step;
        case Message(String id, String _) -> throw new IllegalStateException(id + " is a message");
      };
    }
  }

  /** Names of the destinations, as in the settings. */
  List<String> destinations();

  /** What is to be tried next, perhaps not yet; empty where nothing waits. */
  Optional<Queued> peek(String destination) throws IOException;

  /** The destination has taken it. */
  void delivered(Queued queued, Instant at) throws IOException;

  /** It is to be tried again, not before {@code notBefore}. */
  void retry(Queued queued, Instant notBefore, String reason) throws IOException;

  /** It is given up. */
  void rejected(Queued queued, Instant at, String reason) throws IOException;

  /** How many wait for the destination. Never blocks. */
  long depth(String destination);

  /** Runs {@code listener}, which must not block, after something was queued. */
  void onQueued(Runnable listener);
}
