package org.hinomi.collector.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be recorded, put in the order of time. A machine that is off or cut off says nothing
 * meanwhile. Not thread-safe.
 */
final class Drafts {
  /** A span in which nothing comes from a host, but for what is planted. */
  private record Silence(String host, long from, long to, boolean samplesToo) {
    boolean covers(Draft draft) {
      return draft.host().equals(host)
          && draft.micros() >= from
          && draft.micros() < to
          && (samplesToo || !(draft.body() instanceof Body.Round));
    }
  }

  private final List<Silence> silences = new ArrayList<>();
  private List<Draft> waiting = new ArrayList<>();

  /**
   * Nothing comes from a host in {@code [from, to)}.
   *
   * @param samplesToo whether the host is off, not its logging alone
   */
  void silence(String host, long from, long to, boolean samplesToo) {
    silences.add(new Silence(host, from, to, samplesToo));
  }

  void add(long micros, String host, Body body) {
    add(micros, host, body, null);
  }

  void add(long micros, String host, Body body, @Nullable Incident incident) {
    waiting.add(new Draft(micros, host, body, incident));
  }

  /** Gives all that is before a moment, in order; what is later waits. */
  List<Draft> take(long until) {
    List<Draft> due = new ArrayList<>();
    List<Draft> later = new ArrayList<>();
    for (Draft draft : waiting) {
      if (draft.micros() >= until) {
        later.add(draft);
      } else if (draft.incident() != null || silences.stream().noneMatch(s -> s.covers(draft))) {
        due.add(draft);
      }
    }
    waiting = later;
    // Stable: what happens at the same moment stays in the order in which it was thought of.
    due.sort(Comparator.comparingLong(Draft::micros));
    return due;
  }
}
