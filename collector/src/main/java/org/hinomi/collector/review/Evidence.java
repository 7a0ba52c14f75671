package org.hinomi.collector.review;

import java.util.List;

/**
 * What an observation rests on.
 *
 * @param query the statement, or the command, that shows it again
 * @param sha256 of the table that it gave, as {@link Table#csv}
 * @param positions of events in the journal, at most {@link #MOST}
 */
public record Evidence(String query, String sha256, List<Long> positions) {
  /** As many events stand for all. */
  public static final int MOST = 20;

  public Evidence {
    positions = positions.stream().limit(MOST).toList();
  }
}
