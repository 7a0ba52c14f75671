package org.hinomi.collector.enrich;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * One RELP connection of a sender: the hashes of its last frames, and how far its first frames
 * repeat the last ones of an earlier connection. Not thread-safe.
 */
final class RelpSession {
  /** rsyslog's RELP window is 128 frames, others' at most this. */
  static final int TAIL = 1024;

  /** A place in an earlier session's tail from where this session may repeat it. */
  private record Candidate(long[] tail, int start) {}

  private final long connection;
  private final long[] ring = new long[TAIL];
  private long frames;
  private List<Candidate> candidates;
  private int matched;
  private int confirmed;

  /**
   * @param earlier tails of the sender's earlier sessions, oldest frame first; empty where the
   *     first frames of this one were not seen
   */
  RelpSession(long connection, List<long[]> earlier) {
    this.connection = connection;
    candidates = new ArrayList<>();
    for (long[] tail : earlier) {
      for (int start = 0; start < tail.length; start++) {
        candidates.add(new Candidate(tail, start));
      }
    }
  }

  long connection() {
    return connection;
  }

  /** Whether its frames so far all repeat earlier ones, with more that could follow. */
  boolean undecided() {
    return !candidates.isEmpty();
  }

  /** How many of its first frames are known to be repetitions: they reach the end of a tail. */
  int confirmed() {
    return confirmed;
  }

  /** Takes the next frame; true when it is a repetition or may be one. */
  boolean add(long hash) {
    ring[(int) (frames++ % TAIL)] = hash;
    if (candidates.isEmpty()) {
      return false;
    }
    for (Iterator<Candidate> i = candidates.iterator(); i.hasNext(); ) {
      Candidate candidate = i.next();
      int at = candidate.start + matched;
      if (candidate.tail[at] != hash) {
        i.remove();
      } else if (at == candidate.tail.length - 1) {
        i.remove();
        confirmed = matched + 1;
      }
    }
    matched++;
    if (candidates.isEmpty()) {
      candidates = List.of();
    }
    return confirmed == matched || !candidates.isEmpty();
  }

  /** The last frames, oldest first. */
  long[] tail() {
    int n = (int) Math.min(frames, TAIL);
    long[] tail = new long[n];
    for (int i = 0; i < n; i++) {
      tail[i] = ring[(int) ((frames - n + i) % TAIL)];
    }
    return tail;
  }
}
