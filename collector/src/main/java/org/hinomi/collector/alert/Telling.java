package org.hinomi.collector.alert;

import org.jspecify.annotations.Nullable;

/**
 * What the destinations know of an alert that fires.
 *
 * @param told whether they were told of it at all
 * @param untold id of its latest transition, where that was not told
 * @param held whether that is so because something holds it back ({@link Holding}); else it was too
 *     old to be told and waits for a current sample to confirm it
 */
record Telling(boolean told, @Nullable String untold, boolean held) {
  static final Telling NOTHING = new Telling(false, null, false);
  static final Telling DONE = new Telling(true, null, false);
}
