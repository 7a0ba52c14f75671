package org.hinomi.collector.review;

/** What logs are reviewed for. */
public enum Purpose {
  /** After an incident: what happened, and how it came about. */
  CAUSE,
  /** What has happened without anybody noticing. */
  DISCOVERY,
  /** What may be going to happen. */
  PREVENTION
}
