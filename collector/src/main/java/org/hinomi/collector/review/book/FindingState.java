package org.hinomi.collector.review.book;

/** What has become of a finding. */
public enum FindingState {
  /** Somebody has to do something. */
  OPEN,
  /** It stays as it is, for a reason. */
  ACCEPTED,
  /** Its cause is removed. */
  FIXED,
  /** It was none: the like is normal. */
  FALSE_POSITIVE;

  /** Whether it goes on into the next review. */
  public boolean carriedOver() {
    return this == OPEN;
  }
}
