package org.hinomi.core.sigma;

import static java.util.Objects.requireNonNull;

/**
 * Why a rule is refused.
 *
 * @param file name of the file, as the caller gave it
 * @param line counted from 1
 * @param key where in the rule, e.g. {@code detection.selection.Image|re}
 * @param message what is there, what is expected, what to do
 * @param reason the kind of trouble
 */
public record SigmaProblem(String file, int line, String key, String message, Reason reason) {

  /** The kinds of trouble; their names count refused rules. */
  public enum Reason {
    /** Not YAML, or not UTF-8. */
    SYNTAX,
    /** A part that a rule must have is missing, or is of the wrong kind. */
    STRUCTURE,
    /** A word that Sigma does not know. */
    VALUE,
    /** The condition cannot be read, or names a search identifier that is not there. */
    CONDITION,
    /** A filter, a construct of Sigma 1, or a correlation where none is applied. */
    UNSUPPORTED_DOCUMENT
  }

  public SigmaProblem {
    requireNonNull(file, "file");
    requireNonNull(key, "key");
    requireNonNull(message, "message");
    requireNonNull(reason, "reason");
  }

  /** {@code file:line: key: message}, as {@code check} prints it. */
  @Override
  public String toString() {
    return file + ":" + line + ": " + (key.isEmpty() ? "" : key + ": ") + message;
  }
}
