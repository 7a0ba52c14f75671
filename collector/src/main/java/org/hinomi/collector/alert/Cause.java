package org.hinomi.collector.alert;

/** What led to a transition. */
public enum Cause {
  /** A sample. */
  SAMPLE,
  /**
   * The settings: at the start no threshold looks at the series any more, so its alert is cleared.
   * Such a transition has neither value nor level.
   */
  THRESHOLD_REMOVED
}
