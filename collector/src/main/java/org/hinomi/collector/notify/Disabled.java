package org.hinomi.collector.notify;

import org.hinomi.collector.alert.Transition;

/**
 * Stands for a channel that cannot be used as it is set: it says so, and what it should deliver
 * waits until somebody has put it right.
 *
 * @param reason with file and line, where there are such
 */
public record Disabled(String name, String reason) implements Notifier {
  @Override
  public Delivery deliver(Transition transition) {
    return new Delivery.RetryAfter(reason);
  }

  @Override
  public Delivery deliver(GroupMessage message) {
    return new Delivery.RetryAfter(reason);
  }

  @Override
  public Delivery tell(Notice notice) {
    return new Delivery.RetryAfter(reason);
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
