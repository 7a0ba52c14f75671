package org.hinomi.collector.review;

/** The four steps of a log review, from what everybody can do to what needs other records. */
public enum Step {
  /** Are the logs there, whole and readable? */
  PRESENT,
  /** Do they show anything that is plainly wrong? */
  ANOMALIES,
  /** What do counts, trends and people's habits show? */
  STATISTICS,
  /** What do they show beside other records? */
  CROSS_CHECKS;

  /** 1 to 4. */
  public int number() {
    return ordinal() + 1;
  }
}
