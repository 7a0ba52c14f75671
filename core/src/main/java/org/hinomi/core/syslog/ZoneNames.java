package org.hinomi.core.syslog;

/**
 * Offsets of time zone abbreviations that mean one offset only. Ambiguous ones (CST, IST, BST, …)
 * have none: the sender's configured zone decides.
 */
final class ZoneNames {
  /** No offset known for this abbreviation. */
  static final int UNKNOWN = Integer.MIN_VALUE;

  private static final String[] NAMES = {
    "UTC", "GMT", "Z", "WET", "WEST", "CET", "CEST", "MET", "MEST", "EET", "EEST", "MSK", "JST",
    "KST", "HKT", "SGT", "AEST", "AEDT", "NZST", "NZDT", "EST", "EDT", "CDT", "MDT", "PST", "PDT"
  };
  private static final int[] MINUTES = {
    0, 0, 0, 0, 60, 60, 120, 60, 120, 120, 180, 180, 540, 540, 480, 480, 600, 660, 720, 780, -300,
    -240, -300, -360, -480, -420
  };

  private ZoneNames() {}

  /** Offset in seconds, or {@link #UNKNOWN}. */
  static int offset(byte[] b, int start, int end) {
    for (int i = 0; i < NAMES.length; i++) {
      if (NAMES[i].length() == end - start && Ascii.startsWith(b, start, end, NAMES[i])) {
        return MINUTES[i] * 60;
      }
    }
    return UNKNOWN;
  }
}
