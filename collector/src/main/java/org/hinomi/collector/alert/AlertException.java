package org.hinomi.collector.alert;

import static java.util.Objects.requireNonNull;

/**
 * Something that cannot be done about an alert, for a reason that people can do something about.
 */
public final class AlertException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why not. */
  public enum Reason {
    /** No alert has a name that begins so. */
    NO_ALERT,
    /** Several alerts have a name that begins so. */
    SEVERAL_ALERTS,
    /** It is over. */
    NOT_FIRING,
    /** Its value is still at the level: it cannot be closed. */
    STILL_FIRING,
    /** Nobody looks after it. */
    NOT_ACKNOWLEDGED,
    ALREADY_CLOSED,
    /** The end is not later than the beginning, or than now. */
    ENDS_TOO_EARLY,
    /** A silence of everything, or longer than {@link AlertActions#LONGEST_SILENCE}. */
    TOO_MUCH,
    /** Who, or why, is not said. */
    UNSAID,
    /** No silence that is not over has this name. */
    NO_SILENCE
  }

  private final Reason reason;
  private final String value;

  AlertException(Reason reason, String value) {
    super(reason + ": " + value);
    this.reason = requireNonNull(reason, "reason");
    this.value = requireNonNull(value, "value");
  }

  public Reason reason() {
    return reason;
  }

  /** What was asked for. */
  public String value() {
    return value;
  }
}
