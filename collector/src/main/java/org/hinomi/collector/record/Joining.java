package org.hinomi.collector.record;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Says which parts are to become one, so that the number of files stays small: sixteen small ones
 * of a class and day, or all small ones of a day that is over. A joined part is small no longer, so
 * an event is copied once or twice in its life. Pure.
 */
final class Joining {
  /** A part with fewer rows is small. */
  static final long SMALL_ROWS = 500_000;

  static final int SMALL_PARTS = 16;

  /** Rows of a joined part at most, but for the last one added. */
  private static final long MOST_ROWS = 4_000_000;

  private Joining() {}

  /**
   * The parts to join next, in the order of positions; empty when there is nothing to do.
   *
   * @param today the day that is not over, UTC
   */
  static List<Part> next(Collection<Part> parts, LocalDate today) {
    Map<String, List<Part>> byFolder = new TreeMap<>();
    for (Part part : parts) {
      if (part.rows() < SMALL_ROWS) {
        byFolder.computeIfAbsent(folder(part), made -> new ArrayList<>()).add(part);
      }
    }
    for (Map.Entry<String, List<Part>> entry : byFolder.entrySet()) {
      List<Part> small = entry.getValue();
      boolean over = !entry.getKey().endsWith("=" + today) && small.size() > 1;
      if (over || small.size() >= SMALL_PARTS) {
        return first(small);
      }
    }
    return List.of();
  }

  /** The folder of a part, without a slash at the end. */
  static String folder(Part part) {
    return part.file().substring(0, part.file().lastIndexOf('/'));
  }

  private static List<Part> first(List<Part> small) {
    small.sort(Comparator.comparingLong(Part::firstPosition));
    List<Part> chosen = new ArrayList<>();
    long rows = 0;
    for (Part part : small) {
      chosen.add(part);
      rows += part.rows();
      if (rows >= MOST_ROWS) {
        break;
      }
    }
    return chosen;
  }
}
