package org.hinomi.collector.alert;

import org.jspecify.annotations.Nullable;

/**
 * What the destinations know of an alert that fires.
 *
 * @param told whether they were told of it at all
 * @param untold id of its latest transition, where that was too old to be told and waits for a
 *     current sample to confirm it
 */
record Telling(boolean told, @Nullable String untold) {
  static final Telling NOTHING = new Telling(false, null);
  static final Telling DONE = new Telling(true, null);
}
