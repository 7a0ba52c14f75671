package org.hinomi.collector.notify.ack;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.hinomi.collector.notify.group.Router;

/** Turns a link that somebody pressed into alerts that somebody sees to. Thread-safe. */
public final class Acknowledgements {

  /** Where it is recorded who sees to an alert. */
  public interface Register {
    Register NONE = (alerts, by, now) -> false;

    /**
     * @param alerts their lives
     * @param by who sees to them
     * @return whether somebody else, or nobody, saw to some of them before
     */
    boolean acknowledge(List<String> alerts, String by, Instant now) throws IOException;

    /**
     * Who sees to some of them already.
     *
     * @param alerts their lives
     */
    default List<Taken> taken(List<String> alerts) throws IOException {
      return List.of();
    }
  }

  /** Somebody sees to an alert. */
  public record Taken(String by, Instant since) {}

  /**
   * How it stands with the alerts of a link.
   *
   * @param open how many are not over; those that are only counted are not among them
   * @param taken those that somebody sees to
   */
  public record Standing(int open, List<Taken> taken) {
    public Standing {
      taken = List.copyOf(taken);
    }
  }

  /** How it ended. */
  public enum Result {
    DONE,
    /** The same person sees to all of them already. */
    UNCHANGED,
    /** None of the alerts is open any more. */
    OVER,
    /** The link is not ours, or too old. */
    REFUSED
  }

  private final Tokens tokens;
  private final Router router;
  private final Register register;
  private final InstantSource clock;

  public Acknowledgements(Tokens tokens, Router router, Register register, InstantSource clock) {
    this.tokens = tokens;
    this.router = router;
    this.register = register;
    this.clock = clock;
  }

  /** What a token grants; changes nothing. */
  public Optional<Tokens.Grant> look(String token) {
    return tokens.read(token, clock.instant());
  }

  /** How it stands with the alerts that a token is about; empty where none is open any more. */
  public Optional<Standing> standing(Tokens.Grant grant) throws IOException {
    Optional<List<String>> alerts = router.open(grant.thread());
    return alerts.isEmpty()
        ? Optional.empty()
        : Optional.of(new Standing(alerts.get().size(), register.taken(alerts.get())));
  }

  /**
   * Acknowledges.
   *
   * @param by who, where the token is for nobody in particular
   * @throws IllegalArgumentException where nobody says who
   */
  public Result acknowledge(String token, String by) throws IOException {
    Instant now = clock.instant();
    Optional<Tokens.Grant> grant = tokens.read(token, now);
    if (grant.isEmpty()) {
      return Result.REFUSED;
    }
    String person = grant.get().person();
    String who = person.isEmpty() ? by : person;
    if (who.isBlank()) {
      throw new IllegalArgumentException("by: missing (expected: the name of who sees to it)");
    }
    Optional<Router.Taken> taken = router.acknowledge(grant.get().thread());
    if (taken.isEmpty()) {
      return Result.OVER;
    }
    boolean others = register.acknowledge(taken.get().lives(), who, now);
    return others || taken.get().first() ? Result.DONE : Result.UNCHANGED;
  }
}
