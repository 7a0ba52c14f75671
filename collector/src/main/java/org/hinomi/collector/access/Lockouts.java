package org.hinomi.collector.access;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts failures of logins, of each account and of each address, and holds back who has too many.
 * It knows so many at most; the one that has failed least lately goes. Thread-safe.
 */
public final class Lockouts {
  /** PCI DSS 8.3.4: at most ten, then at least thirty minutes. */
  static final int ACCOUNT_FAILURES = 10;

  /** An address can be that of many people: so many within {@link #HELD}. */
  static final int ADDRESS_FAILURES = 50;

  static final Duration HELD = Duration.ofMinutes(30);
  private static final int MOST = 20_000;

  /**
   * @param at of an account the last one; of an address the first one, or the one too many
   */
  private record Failures(int count, Instant at) {}

  /**
   * The failures of one account or address, for {@link LockoutFile}.
   *
   * @param address whether they are of an address
   * @param at as of the others
   */
  record Kept(boolean address, String name, int count, Instant at) {}

  private final Map<String, Failures> accounts = bounded();
  private final Map<String, Failures> addresses = bounded();
  private long changes;

  private static Map<String, Failures> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
        return size() > MOST;
      }
    };
  }

  /**
   * Takes note of an attempt before its password is looked at, so that many at the same time are no
   * way around; it counts as a failure until {@link #succeeded} says otherwise.
   *
   * @param since failures of the account from before count no more
   * @return how many the account has with this one; 0: account or address has had too many, and
   *     this one does not count
   */
  synchronized int attempt(String account, Instant since, String address, Instant now) {
    Failures failed = accounts.get(account);
    if (failed != null && failed.at.isBefore(since)) {
      accounts.remove(account);
    }
    int ofAccount = count(accounts, account, now) + 1;
    int ofAddress = count(addresses, Network.ofOne(address), now) + 1;
    if (ofAccount > ACCOUNT_FAILURES || ofAddress > ADDRESS_FAILURES) {
      return 0;
    }
    changes++;
    Failures before = addresses.get(Network.ofOne(address));
    Instant first = before == null || ofAddress == ADDRESS_FAILURES ? now : before.at;
    put(addresses, Network.ofOne(address), new Failures(ofAddress, first));
    put(accounts, account, new Failures(ofAccount, now));
    return ofAccount;
  }

  /**
   * Notes a login. The address keeps what it had before: one right password excuses no guessing.
   */
  synchronized void succeeded(String account, String address) {
    changes++;
    accounts.remove(account);
    takeBack(addresses, Network.ofOne(address));
  }

  /** Takes an attempt back of which the password was never looked at. */
  synchronized void untried(String account, String address) {
    changes++;
    takeBack(accounts, account);
    takeBack(addresses, Network.ofOne(address));
  }

  private static void takeBack(Map<String, Failures> failures, String key) {
    failures.computeIfPresent(
        key, (of, failed) -> failed.count > 1 ? new Failures(failed.count - 1, failed.at) : null);
  }

  /**
   * Until when an account is held back; empty: it is not.
   *
   * @param since failures from before count no more
   */
  synchronized Optional<Instant> held(String account, Instant since, Instant now) {
    if (count(accounts, account, now) < ACCOUNT_FAILURES) {
      return Optional.empty();
    }
    return Optional.ofNullable(accounts.get(account))
        .map(Failures::at)
        .filter(at -> !at.isBefore(since))
        .map(at -> at.plus(HELD));
  }

  /** How many accounts and addresses it knows. */
  synchronized int known() {
    return accounts.size() + addresses.size();
  }

  /** Another number after each change. */
  synchronized long changes() {
    return changes;
  }

  /**
   * The failures that still count.
   *
   * @param most so many of accounts, and of addresses: those with the most failures, and of them
   *     the newest
   */
  List<Kept> kept(int most, Instant now) {
    List<Kept> all = new ArrayList<>();
    synchronized (this) {
      accounts.forEach((name, of) -> all.add(new Kept(false, name, of.count, of.at)));
      addresses.forEach((name, of) -> all.add(new Kept(true, name, of.count, of.at)));
    }
    List<Kept> kept = new ArrayList<>();
    for (boolean address : new boolean[] {false, true}) {
      all.stream()
          .filter(one -> one.address == address && !over(one.at, now))
          .filter(one -> address || User.isName(one.name))
          .sorted(Comparator.comparing(Kept::count).thenComparing(Kept::at).reversed())
          .limit(most)
          .forEach(kept::add);
    }
    return kept;
  }

  /** Goes on from what was kept; the oldest first. */
  synchronized void remember(Kept kept) {
    put(kept.address ? addresses : accounts, kept.name, new Failures(kept.count, kept.at));
  }

  private static int count(Map<String, Failures> failures, String key, Instant now) {
    Failures failed = failures.get(key);
    if (failed == null) {
      return 0;
    }
    if (over(failed.at, now)) {
      failures.remove(key);
      return 0;
    }
    return failed.count;
  }

  /** A clock that was put back holds nobody for longer. */
  private static boolean over(Instant at, Instant now) {
    return Duration.between(at, now).abs().compareTo(HELD) >= 0;
  }

  private static void put(Map<String, Failures> failures, String key, Failures failed) {
    failures.remove(key);
    failures.put(key, failed);
  }
}
