package org.hinomi.collector.access;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts failures of logins, of each account and of each address, and holds back who has too many.
 * It knows so many at most; the one that has failed least lately goes. Thread-safe.
 */
final class Lockouts {
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
    if (failed != null && failed.at.isBefore(since)) {
      accounts.remove(account);
    }
    int ofAccount = count(accounts, account, now) + 1;
    int ofAddress = count(addresses, Network.ofOne(address), now) + 1;
    if (ofAccount > ACCOUNT_FAILURES || ofAddress > ADDRESS_FAILURES) {
      return 0;
    }
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
    accounts.remove(account);
    takeBack(addresses, Network.ofOne(address));
  }

  /** Takes an attempt back of which the password was never looked at. */
  synchronized void untried(String account, String address) {
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

  private static int count(Map<String, Failures> failures, String key, Instant now) {
    Failures failed = failures.get(key);
    if (failed == null) {
      return 0;
    }
    // A clock that was put back holds nobody for longer.
    Duration ago = Duration.between(failed.at, now).abs();
    if (ago.compareTo(HELD) >= 0) {
      failures.remove(key);
      return 0;
    }
    return failed.count;
  }

  private static void put(Map<String, Failures> failures, String key, Failures failed) {
    failures.remove(key);
    failures.put(key, failed);
  }
}
