package org.hinomi.collector.review.policy;

/** On which days a source writes something. */
public enum Expected {
  EVERY_DAY,
  WORKING_DAYS,
  /** Nobody can say: a day without anything is no observation. */
  IRREGULAR
}
