package org.hinomi.collector.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hinomi.collector.access.Passwords.BusyException;
import org.hinomi.collector.access.Principal.Proof;
import org.hinomi.collector.access.Sessions.Session;
import org.hinomi.core.settings.Secret;

/** Knows who somebody is by what they show. Thread-safe. */
public final class Gatekeeper {
  private static final int LONGEST_NAME = 64;

  private final UserBook users;
  private final TokenBook tokens;
  private final InstantSource clock;
  private final byte[] local;
  private final Passwords passwords = new Passwords();
  private final Lockouts lockouts;
  private final Sessions sessions = new Sessions();

  /** How a login went. */
  public sealed interface Login {
    /** Why somebody is refused who has failed too often. */
    String HELD = "too-many-failures";

    /** Who logged in, and what the browser holds from now on. */
    record Done(User user, Secret session) implements Login {}

    /**
     * It did not.
     *
     * @param reason unknown-user, wrong-password, locked, {@link #HELD}; for the record, not for
     *     whoever tried
     * @param lockedOut whether this failure is the one from which the account is held back
     */
    record Refused(String reason, boolean lockedOut) implements Login {}
  }

  /**
   * @param dir as {@link UserBook#folderIn} gives it
   * @param local what commands on this machine show
   * @param lockouts what is known of failed logins
   */
  public Gatekeeper(Path dir, InstantSource clock, Secret local, Lockouts lockouts) {
    this.lockouts = lockouts;
    this.users = new UserBook(dir, clock);
    this.tokens = new TokenBook(dir, clock);
    this.clock = clock;
    this.local = local.reveal().getBytes(StandardCharsets.UTF_8);
  }

  /** Whether there are users: without, only this machine is answered. */
  public boolean hasUsers() throws IOException {
    return users.exist();
  }

  /** Who shows this token. */
  public Optional<Principal> byToken(String shown) throws IOException {
    if (MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), local)) {
      return Optional.of(Principal.LOCAL);
    }
    Optional<ApiToken> token = tokens.find(shown);
    if (token.isEmpty()) {
      return Optional.empty();
    }
    ApiToken known = token.get();
    return users
        .find(known.user())
        .filter(user -> !user.locked())
        .map(user -> new Principal(user.name(), Proof.TOKEN, known.id(), both(known, user)));
  }

  private static Set<Scope> both(ApiToken token, User user) {
    Set<Scope> both = EnumSet.noneOf(Scope.class);
    for (Scope scope : Scope.values()) {
      if (scope.in(token.scopes()) && scope.in(user.scopes())) {
        both.add(scope);
      }
    }
    return both;
  }

  /** The session that a browser shows, where it still counts. */
  public Optional<Session> session(String shown) throws IOException {
    Optional<Session> session = sessions.use(shown, clock.instant());
    if (session.isEmpty() || user(session.get()).isPresent()) {
      return session;
    }
    sessions.end(shown);
    return Optional.empty();
  }

  /** Who a session is of. */
  public Optional<Principal> by(Session session) throws IOException {
    return user(session).map(user -> new Principal(user.name(), Proof.PASSWORD, "", user.scopes()));
  }

  private Optional<User> user(Session session) throws IOException {
    return users
        .find(session.user())
        .filter(user -> !user.locked() && !user.changed().isAfter(session.began()));
  }

  /**
   * Tries a name and a password.
   *
   * @param address from which
   */
  public Login login(String name, String password, String address)
      throws IOException, InterruptedException, BusyException {
    Instant now = clock.instant();
    String asked = name.strip().toLowerCase(Locale.ROOT);
    if (asked.length() > LONGEST_NAME) {
      asked = asked.substring(0, LONGEST_NAME);
    }
    Optional<User> user = users.find(asked);
    Instant unlocked = user.map(User::unlocked).orElse(Instant.EPOCH);
    int attempt = lockouts.attempt(asked, unlocked, address, now);
    if (attempt == 0) {
      return new Login.Refused(Login.HELD, false);
    }
    // A name that nobody has takes as long as one that somebody has.
    boolean fits;
    try {
      fits = passwords.fits(password, user.map(User::hash).orElse(Passwords.NOBODYS));
    } catch (BusyException e) {
      lockouts.untried(asked, address);
      throw e;
    }
    if (user.isEmpty() || !fits) {
      return new Login.Refused(
          user.isEmpty() ? "unknown-user" : "wrong-password", attempt == Lockouts.ACCOUNT_FAILURES);
    }
    if (user.get().locked()) {
      return new Login.Refused("locked", false);
    }
    lockouts.succeeded(asked, address);
    return new Login.Done(user.get(), sessions.begin(asked, now));
  }

  /** Which users are held back because they have failed too often, and until when. */
  public SortedMap<String, Instant> held() throws IOException {
    SortedMap<String, Instant> held = new TreeMap<>();
    for (User user : users.all()) {
      lockouts
          .held(user.name(), user.unlocked(), clock.instant())
          .ifPresent(until -> held.put(user.name(), until));
    }
    return held;
  }

  /** Ends the session that a browser shows. */
  public void logout(String shown) {
    sessions.end(shown);
  }
}
