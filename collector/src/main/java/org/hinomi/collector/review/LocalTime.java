package org.hinomi.collector.review;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;

/** What the clock on the wall shows, in SQL: the offsets of a zone are constants of a statement. */
final class LocalTime {
  private LocalTime() {}

  /** An expression that is right for moments of a span. */
  static String of(String column, ZoneId zone, Instant from, Instant to) {
    ZoneRules rules = zone.getRules();
    List<String> cases = new ArrayList<>();
    Instant at = from;
    ZoneOffset offset = rules.getOffset(from);
    while (true) {
      ZoneOffsetTransition next = rules.nextTransition(at);
      if (next == null || !next.getInstant().isBefore(to)) {
        break;
      }
      cases.add(
          "WHEN "
              + column
              + " < "
              + ReviewSql.time(next.getInstant())
              + " THEN "
              + plus(column, offset));
      at = next.getInstant();
      offset = next.getOffsetAfter();
    }
    return cases.isEmpty()
        ? plus(column, offset)
        : "CASE " + String.join(" ", cases) + " ELSE " + plus(column, offset) + " END";
  }

  private static String plus(String column, ZoneOffset offset) {
    int minutes = offset.getTotalSeconds() / 60;
    return minutes == 0 ? column : "(" + column + " + to_minutes(" + minutes + "))";
  }
}
