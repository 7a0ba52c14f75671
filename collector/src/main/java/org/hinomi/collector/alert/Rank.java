package org.hinomi.collector.alert;

import java.util.List;

/**
 * Where to look first among many alerts.
 *
 * @param points 0..100; more is more urgent
 * @param reasons what they are made of, the weightiest first
 */
public record Rank(int points, List<Reason> reasons) {
  /** The sum that the reasons are cut to. */
  static final int MOST = 100;

  public Rank {
    reasons = List.copyOf(reasons);
  }

  /**
   * One reason.
   *
   * @param word {@code severity}, {@code rarity}, {@code host}, {@code time}, {@code person},
   *     {@code mail}
   * @param value what was found, such as {@code critical}, {@code first}, {@code holiday}
   */
  public record Reason(String word, String value, int points) {}
}
