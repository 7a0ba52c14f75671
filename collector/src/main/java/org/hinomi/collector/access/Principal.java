package org.hinomi.collector.access;

import java.util.EnumSet;
import java.util.Set;

/**
 * Who asks.
 *
 * @param name of the user; of {@link Proof#LOCAL} none is known: who reads the collector's own
 *     files
 * @param proof how that is known
 * @param detail of a token its id; else empty
 * @param scopes what is allowed
 */
public record Principal(String name, Proof proof, String detail, Set<Scope> scopes) {
  /** A command on this machine that reads {@code run.json}. */
  public static final Principal LOCAL = new Principal("", Proof.LOCAL, "", EnumSet.of(Scope.ADMIN));

  /** How somebody shows who they are. */
  public enum Proof {
    LOCAL,
    PASSWORD,
    TOKEN;

    /** As records say it. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public Principal {
    scopes = Set.copyOf(scopes);
  }

  public boolean may(Scope scope) {
    return scope.in(scopes);
  }

  /** Who acts: the user who has shown it; where nobody has, who the request says. */
  public String by(String said) {
    return name.isEmpty() ? said : name;
  }
}
