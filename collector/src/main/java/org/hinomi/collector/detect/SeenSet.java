package org.hinomi.collector.detect;

import java.util.Arrays;

/**
 * What was seen, and on which day last: names as 64-bit hashes, days since 1970, or for things that
 * last {@link #lasting} days. A fixed table with open addressing (linear probing), some 3 MiB; when
 * it is three quarters full, half of it is forgotten, the longest unseen first, of one day what
 * lasts at last. With a quarter of a million names the chance that two share a hash is 2 in 10^9.
 * For one thread.
 */
final class SeenSet {
  private static final int SLOTS = 1 << 18;
  static final int MOST = SLOTS / 4 * 3;

  /** From here on a day is that of something that lasts. */
  static final int LASTING = 1 << 30;

  static final int AGE_BITS = 14;

  private long[] names = new long[SLOTS];
  private int[] days = new int[SLOTS];
  private int size;

  /** FNV-1a with a last mix (Stafford's variant 13), which spreads like names over the table. */
  static long hash(String first, String second, String third) {
    long hash = add(add(add(0xcbf29ce484222325L, first), second), third);
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    hash ^= hash >>> 31;
    return hash == 0 ? 1 : hash;
  }

  private static long add(long hash, String text) {
    long sum = hash;
    for (int i = 0; i < text.length(); i++) {
      sum = (sum ^ text.charAt(i)) * 0x100000001b3L;
    }
    return (sum ^ 0x1f) * 0x100000001b3L;
  }

  /** A day, and for how many days the thing was known then: larger with each day. */
  static int lasting(int day, int age) {
    return LASTING | day << AGE_BITS | Math.min(age, (1 << AGE_BITS) - 1);
  }

  static boolean lasts(int day) {
    return day >= LASTING;
  }

  /** The day itself. */
  static int plain(int day) {
    return lasts(day) ? (day - LASTING) >> AGE_BITS : day;
  }

  /** For how many days a thing was known on a day; 0 where that was not said. */
  static int age(int day) {
    return lasts(day) ? day & (1 << AGE_BITS) - 1 : 0;
  }

  /** In what order things are forgotten. */
  private static int order(int day) {
    return plain(day) * 2 + (lasts(day) ? 1 : 0);
  }

  /** The day on which a name was seen last; 0 where it was not. */
  int day(long name) {
    return days[slot(name)];
  }

  /** A name was seen. Gives whether that changed anything. */
  boolean seen(long name, int day) {
    int slot = slot(name);
    if (names[slot] == name) {
      if (days[slot] >= day) {
        return false;
      }
      days[slot] = day;
      return true;
    }
    if (size >= MOST) {
      forget();
      slot = slot(name);
    }
    names[slot] = name;
    days[slot] = day;
    size++;
    return true;
  }

  int size() {
    return size;
  }

  private int slot(long name) {
    int slot = (int) name & (SLOTS - 1);
    while (names[slot] != 0 && names[slot] != name) {
      slot = (slot + 1) & (SLOTS - 1);
    }
    return slot;
  }

  private void forget() {
    int[] known = new int[size];
    int n = 0;
    for (int i = 0; i < SLOTS; i++) {
      if (names[i] != 0) {
        known[n++] = order(days[i]);
      }
    }
    Arrays.sort(known);
    int bound = known[n / 2];
    int newer = 0;
    int same = 0;
    for (int order : known) {
      newer += order > bound ? 1 : 0;
      same += order == bound ? 1 : 0;
    }
    long[] oldNames = names;
    int[] oldDays = days;
    names = new long[SLOTS];
    days = new int[SLOTS];
    size = 0;
    long spare = n / 2 - newer;
    long passed = 0;
    for (int i = 0; i < SLOTS; i++) {
      int order = order(oldDays[i]);
      boolean keep = oldNames[i] != 0 && order > bound;
      if (oldNames[i] != 0 && order == bound) {
        // As many as the newer ones leave room for, from all over the table: a part of it that
        // stayed full would be searched from end to end for each new name.
        keep = (passed + 1) * spare / same > passed * spare / same;
        passed++;
      }
      if (keep) {
        int slot = slot(oldNames[i]);
        names[slot] = oldNames[i];
        days[slot] = oldDays[i];
        size++;
      }
    }
  }
}
