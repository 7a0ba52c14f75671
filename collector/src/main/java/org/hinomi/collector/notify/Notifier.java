package org.hinomi.collector.notify;

import org.hinomi.collector.alert.Transition;

/** One destination of notifications. Called by one thread at a time; may block. */
public interface Notifier extends AutoCloseable {
  /** The destination's name in the settings. */
  String name();

  /**
   * Tries once to deliver. Throws nothing: a failure is {@link Delivery.RetryAfter} or {@link
   * Delivery.Rejected}.
   */
  Delivery deliver(Transition transition);

  /** Tries once to tell something that is no alert. Throws nothing, as {@link #deliver}. */
  default Delivery tell(Notice notice) {
    return new Delivery.Rejected(name() + " takes alerts only");
  }

  @Override
  void close();
}
