package org.hinomi.collector.alert;

/** What led to a transition. */
public enum Cause {
  /** A sample. */
  SAMPLE,
  /** An event that a rule matches. */
  EVENT,
  /** No event matched the rule for as long as the settings say. */
  QUIET,
  /**
   * The settings: at the start no threshold looks at the series any more, so its alert is cleared.
   * Such a transition has neither value nor level.
   */
  THRESHOLD_REMOVED,
  /** The settings: at the start the rule on events is no longer there, or was refused. */
  RULE_REMOVED,
  /** A channel of notifications that takes none, or takes them again. */
  CHANNEL,
  /** A person. */
  PERSON,
  /** The time of an acknowledgement is over. */
  EXPIRED,
  /** The alert became worse than it was when somebody took it. */
  WORSE
}
