package org.hinomi.collector.notify.route;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the times at which nobody would be told. Looks every quarter of an hour. */
public final class RotaGaps {
  private static final Duration STEP = Duration.ofMinutes(15);
  private static final Duration AHEAD = Duration.ofDays(35);

  /** At most so many are told of one place in the settings. */
  private static final int MOST = 3;

  /** A time without anybody on duty, from inclusive, until exclusive. */
  public record Gap(Instant from, Instant until) {}

  private RotaGaps() {}

  /** The first gaps of the weeks to come; none where somebody is told always. */
  public static List<Gap> of(Targets targets, Map<String, Rota> rotas, Instant now) {
    List<Rota> turns = Routing.rotas(targets, rotas);
    if (turns.isEmpty() || !targets.people().isEmpty() || !targets.channels().isEmpty()) {
      return List.of();
    }
    List<Gap> gaps = new ArrayList<>();
    long step = STEP.toSeconds();
    Instant first = Instant.ofEpochSecond(now.getEpochSecond() / step * step);
    Instant end = first.plus(AHEAD);
    Instant open = null;
    for (Instant at = first; !at.isAfter(end) && gaps.size() < MOST; at = at.plus(STEP)) {
      Instant moment = at;
      boolean somebody = turns.stream().anyMatch(rota -> rota.at(moment).isPresent());
      if (open == null && !somebody) {
        open = at;
      }
      if (open != null && (somebody || at.equals(end))) {
        gaps.add(new Gap(open, at));
        open = null;
      }
    }
    return gaps;
  }
}
