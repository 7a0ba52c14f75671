package org.hinomi.collector.journal;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps room for the others while one sender floods. Below half of what may wait, nobody is looked
 * at. From there on, until half is free again, each sender gets a part of the other half that is
 * the smaller the more senders there are, and always leaves one part for who comes next. Not
 * thread-safe.
 */
final class FairShare {
  /** Senders that are told apart; all others count as one. */
  private static final int MOST = 10_000;

  private static final InetAddress OTHERS = InetAddress.ofLiteral("0.0.0.0");

  private final long half;
  private final long upper;
  private final Map<InetAddress, Long> taken = new HashMap<>();

  /**
   * @param most bytes that may wait in all
   */
  FairShare(long most) {
    half = most / 2;
    upper = most - half;
  }

  /**
   * Whether a sender may have this many more bytes wait; they count then.
   *
   * @param waiting bytes that wait already
   */
  boolean allows(InetAddress sender, int more, long waiting) {
    if (waiting + more <= half) {
      return true;
    }
    InetAddress key = taken.size() < MOST || taken.containsKey(sender) ? sender : OTHERS;
    long own = taken.getOrDefault(key, 0L);
    long senders = taken.size() + (own == 0 ? 1 : 0);
    // What is larger than a share is taken once, or it would never be.
    if (own > 0 && own + more > upper / (senders + 1)) {
      return false;
    }
    taken.put(key, own + more);
    return true;
  }

  /**
   * Told when something was written.
   *
   * @param waiting bytes that wait still
   */
  void written(long waiting) {
    if (waiting <= half && !taken.isEmpty()) {
      taken.clear();
    }
  }

  /** How many senders it tells apart now. */
  int known() {
    return taken.size();
  }
}
