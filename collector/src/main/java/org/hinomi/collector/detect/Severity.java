package org.hinomi.collector.detect;

/** How bad a condition is, in ascending order. */
public enum Severity {
  WARNING,
  CRITICAL
}
