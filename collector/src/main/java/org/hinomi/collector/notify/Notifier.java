package org.hinomi.collector.notify;

import org.hinomi.collector.alert.Transition;

/** One destination of notifications. Called by one thread at a time; may block. */
public interface Notifier extends AutoCloseable {
  /** The destination's name in the settings. */
  String name();

  /**
   * Tries once to deliver a step of an alert. Throws nothing: a failure is {@link
   * Delivery.RetryAfter} or {@link Delivery.Rejected}.
   */
  Delivery deliver(Transition transition);

  /** Tries once to deliver what somebody is told of a group of alerts. Throws nothing. */
  default Delivery deliver(GroupMessage message) {
    return new Delivery.Rejected(name() + " takes the steps of alerts one by one");
  }

  /** Tries once to tell something that is no alert. Throws nothing, as {@link #deliver}. */
  default Delivery tell(Notice notice) {
    return new Delivery.Rejected(name() + " takes alerts only");
  }

  @Override
  void close();
}
