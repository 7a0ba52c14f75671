package org.hinomi.collector.access;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.hinomi.core.settings.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Who is logged in, in memory: a restart logs everybody out. Known by the hash of what the browser
 * holds. Bounded: the session that was used least lately goes. Thread-safe.
 */
public final class Sessions {
  /** PCI DSS 8.2.8 wants 15 minutes. */
  static final Duration IDLE = Duration.ofMinutes(15);

  static final Duration LONGEST = Duration.ofHours(12);
  private static final int MOST = 1_000;
  private static final int MOST_OF_A_USER = 10;
  private static final int SECRET_BYTES = 32;

  /**
   * One.
   *
   * @param csrf what forms and requests of this session must show
   */
  public record Session(String user, Secret csrf, Instant began, Instant used) {}

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);

  /** Begins one; gives what the browser holds. */
  public synchronized Secret begin(String user, Instant now) {
    if (sessions.values().stream().filter(each -> each.user.equals(user)).count()
        >= MOST_OF_A_USER) {
      removeOldest(user);
    }
    if (sessions.size() >= MOST) {
      removeOldest(null);
    }
    Secret secret = secret();
    sessions.put(TokenBook.sha256(secret.reveal()), new Session(user, secret(), now, now));
    return secret;
  }

  /** The session of what a browser shows, where it has not ended; that uses it. */
  public synchronized Optional<Session> use(String shown, Instant now) {
    String key = TokenBook.sha256(shown);
    Session session = sessions.get(key);
    if (session == null) {
      return Optional.empty();
    }
    boolean over =
        now.isAfter(session.used.plus(IDLE))
            || now.isAfter(session.began.plus(LONGEST))
            // A clock that was put back lengthens no session.
            || now.isBefore(session.used.minus(IDLE));
    if (over) {
      sessions.remove(key);
      return Optional.empty();
    }
    Session used = new Session(session.user, session.csrf, session.began, now);
    sessions.put(key, used);
    return Optional.of(used);
  }

  /** Ends one. */
  public synchronized void end(String shown) {
    sessions.remove(TokenBook.sha256(shown));
  }

  private void removeOldest(@Nullable String user) {
    sessions.entrySet().stream()
        .filter(each -> user == null || each.getValue().user.equals(user))
        .findFirst()
        .map(Map.Entry::getKey)
        .ifPresent(sessions::remove);
  }

  private Secret secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return new Secret(HexFormat.of().formatHex(bytes));
  }
}
