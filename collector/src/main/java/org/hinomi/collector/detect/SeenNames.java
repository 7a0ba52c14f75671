package org.hinomi.collector.detect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/** A {@link SeenSet} that knows what of it is still to be kept. For one thread. */
public final class SeenNames {
  /** How many are known at most. */
  public static final int MOST = SeenSet.MOST;

  /**
   * In what order what is kept is forgotten, the first last: by the day of {@link #changes}, as
   * SQL.
   */
  public static final String ORDER =
      "CASE WHEN day >= %1$d THEN (day - %1$d) >> %2$d ELSE day END DESC, day DESC"
          .formatted(SeenSet.LASTING, SeenSet.AGE_BITS);

  private static final int MOST_CHANGED = 100_000;

  private final SeenSet seen = new SeenSet();
  private final Map<Long, Integer> changed = new LinkedHashMap<>();

  /** Sees a name; gives whether it was not seen for {@value Unusual#MEMORY_DAYS} days. */
  boolean isNew(long name, int today) {
    int last = seen.day(name);
    if (last != today) {
      see(name, today);
    }
    return last == 0 || today - last > Unusual.MEMORY_DAYS;
  }

  /** For how many days the name of something that lasts is known. It is seen, as above. */
  int knownFor(long name, int today) {
    int last = seen.day(name);
    // A file of before has the first day only.
    int known = last == 0 ? 0 : SeenSet.age(last) + today - SeenSet.plain(last);
    if (!SeenSet.lasts(last) || SeenSet.plain(last) < today) {
      see(name, SeenSet.lasting(today, known));
    }
    return known;
  }

  /** Whether a name was seen in the last {@value Unusual#MEMORY_DAYS} days; does not see it. */
  boolean isKnown(long name, int today) {
    int last = seen.day(name);
    return last != 0 && today - last <= Unusual.MEMORY_DAYS;
  }

  /** The day on which a name was seen last; 0 where it was not. */
  int last(long name) {
    return seen.day(name);
  }

  /** Sees a name; gives whether it was not seen on this day. */
  boolean see(long name, int day) {
    boolean news = seen.seen(name, day);
    // A flood of made-up names must not fill the memory; what is not kept is new after a restart.
    if (news && changed.size() < MOST_CHANGED) {
      changed.put(name, day);
    }
    return news;
  }

  /** How many names are known. */
  public int size() {
    return seen.size();
  }

  /** Gives the names, and their days, that are new since it was asked last. */
  public void changes(ObjLongConsumer<Integer> each) {
    changed.forEach((name, day) -> each.accept(day, name));
    changed.clear();
  }

  public boolean changed() {
    return !changed.isEmpty();
  }

  /** Takes back a name that was kept. */
  public void restore(long name, int day) {
    seen.seen(name, day);
  }
}
