package org.hinomi.collector.access;

import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Somebody who may log in.
 *
 * @param name 1 to 64 letters a-z, digits, {@code . _ - @}; unchangeable
 * @param hash of the password, as {@link Passwords} writes it
 * @param scopes what the user may
 * @param locked by an operator
 * @param changed when password, scopes or lock were: sessions from before count no more
 * @param unlocked failures from before count no more
 */
public record User(
    String name,
    String hash,
    Set<Scope> scopes,
    boolean locked,
    Instant changed,
    Instant unlocked) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");

  public User {
    if (!isName(name)) {
      throw new IllegalArgumentException(name + " (expected: 1..64 of a-z 0-9 . _ - @)");
    }
    scopes = Set.copyOf(scopes);
  }

  /** Whether a user can be called so. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** The same with another password. */
  User withHash(String other, Instant now) {
    return new User(name, other, scopes, locked, now, now);
  }

  /** The same, locked or not. */
  User withLock(boolean lock, Instant now) {
    return new User(name, hash, scopes, lock, now, lock ? unlocked : now);
  }

  @Override
  public String toString() {
    return name;
  }
}
