package org.hinomi.core.settings;

/** A text that is not what its key wants; says what would be. */
final class UnfitException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String expected;

  UnfitException(String expected) {
    super(expected);
    this.expected = expected;
  }

  String expected() {
    return expected;
  }
}
