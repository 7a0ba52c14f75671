package org.hinomi.collector.access;

import java.time.Instant;
import java.util.Set;

/**
 * What a program shows instead of a password. The token itself is kept nowhere.
 *
 * @param id by which people speak of it: 8 hexadecimal digits
 * @param name what it is for
 * @param user whose it is: it may no more than its user, and ends with it
 * @param scopes what it may
 * @param sha256 of the token, hexadecimal
 * @param made when
 * @param until when it ends
 */
public record ApiToken(
    String id,
    String name,
    String user,
    Set<Scope> scopes,
    String sha256,
    Instant made,
    Instant until) {
  public ApiToken {
    scopes = Set.copyOf(scopes);
  }
}
