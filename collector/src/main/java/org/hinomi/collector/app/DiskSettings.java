package org.hinomi.collector.app;

import org.hinomi.core.settings.Section;

/**
 * Free bytes of the history's disk below which something is done.
 *
 * @param warn people are told
 * @param shorten what the policy allows is deleted before its time
 * @param refuse nothing more is taken in
 */
public record DiskSettings(long warn, long shorten, long refuse) {
  static final DiskSettings DEFAULT = new DiskSettings(1L << 30, 512L << 20, 256L << 20);

  private static final long LEAST = 1L << 20;
  private static final long MOST = 1L << 50;

  static DiskSettings read(Section s) {
    DiskSettings disk =
        new DiskSettings(
            s.size("warn", LEAST, MOST).orElse(DEFAULT.warn),
            s.size("shorten", LEAST, MOST).orElse(DEFAULT.shorten),
            s.size("refuse", LEAST, MOST).orElse(DEFAULT.refuse));
    if (disk.warn < disk.shorten || disk.shorten < disk.refuse) {
      s.problem(
          disk.warn < disk.shorten ? "warn" : "shorten",
          "less than the next one",
          "warn at least as much as shorten, and that at least as much as refuse");
    }
    return disk;
  }
}
