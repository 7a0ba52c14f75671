package org.hinomi.collector.notify;

/** How one attempt to deliver a notification ended. */
public sealed interface Delivery {
  /** The destination has taken it. */
  record Delivered() implements Delivery {}

  /** Not now: the queue tries again with backoff. */
  record RetryAfter(String reason) implements Delivery {}

  /** Never: the destination refused it for good; it is counted and logged. */
  record Rejected(String reason) implements Delivery {}
}
