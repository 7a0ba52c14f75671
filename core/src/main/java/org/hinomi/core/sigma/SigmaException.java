package org.hinomi.core.sigma;

/** Leaves the reading of one rule at its first problem of a part; the reader collects them. */
final class SigmaException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final String key;
  private final SigmaProblem.Reason reason;

  SigmaException(int line, String key, SigmaProblem.Reason reason, String message) {
    super(message, null, false, false);
    this.line = line;
    this.key = key;
    this.reason = reason;
  }

  SigmaProblem problem(String file) {
    return new SigmaProblem(file, line, key, String.valueOf(getMessage()), reason);
  }
}
