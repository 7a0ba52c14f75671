package org.hinomi.core.windows;

/** Event XML that cannot be read; the message says what is wrong and at which character. */
public final class MalformedEventException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedEventException(String what, int at) {
    super("event XML, character " + at + ": " + what);
  }
}
