package org.hinomi.collector.review;

/** How much an observation matters, the least first. */
public enum Severity {
  /** To be read, not to be followed up. */
  INFO,
  LOW,
  MEDIUM,
  HIGH;

  /** Whether someone has to say what becomes of it. */
  public boolean needsAnswer() {
    return this != INFO;
  }
}
