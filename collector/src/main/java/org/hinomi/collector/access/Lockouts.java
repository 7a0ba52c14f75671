package org.hinomi.collector.access;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts failures of logins, of each account and of each address, and holds back who has too many.
 * It knows so many at most; the one that has failed least lately goes. Thread-safe.
 */
final class Lockouts {
  /** PCI DSS 8.3.4: at most ten, then at least thirty minutes. */
  static final int ACCOUNT_FAILURES = 10;

  /** An address can be that of many people. */
  static final int ADDRESS_FAILURES = 50;

  static final Duration HELD = Duration.ofMinutes(30);
  private static final int MOST = 20_000;

  /**
   * @param count in a row, none longer ago than {@link #HELD}
   */
  private record Failures(int count, Instant last) {}

  private final Map<String, Failures> accounts = bounded();
  private final Map<String, Failures> addresses = bounded();

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
    if (failed != null && failed.last.isBefore(since)) {
      accounts.remove(account);
    }
    if (count(accounts, account, now) >= ACCOUNT_FAILURES
        || count(addresses, address, now) >= ADDRESS_FAILURES) {
      return 0;
    }
    add(addresses, address, 1, now);
    return add(accounts, account, 1, now);
  }

  /**
   * Notes a login. The address keeps what it had before: one right password excuses no guessing.
   */
  synchronized void succeeded(String account, String address, Instant now) {
    accounts.remove(account);
    add(addresses, address, -1, now);
  }

  /** How many accounts and addresses it knows. */
  synchronized int known() {
    return accounts.size() + addresses.size();
  }

  private static int count(Map<String, Failures> failures, String key, Instant now) {
    Failures failed = failures.get(key);
    if (failed == null) {
      return 0;
    }
    // A clock that was put back holds nobody for longer.
    Duration ago = Duration.between(failed.last, now).abs();
    if (ago.compareTo(HELD) >= 0) {
      failures.remove(key);
      return 0;
    }
    return failed.count;
  }

  private static int add(Map<String, Failures> failures, String key, int more, Instant now) {
    int count = Math.max(0, count(failures, key, now) + more);
    failures.remove(key);
    failures.put(key, new Failures(count, now));
    return count;
  }
}
