package org.hinomi.collector.record;

import java.io.IOException;

/** The history could not be read or written; the message says what and what to do. */
public class HistoryException extends IOException {
  private static final long serialVersionUID = 1;

  HistoryException(String message) {
    super(message);
  }

  HistoryException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Another process has the history open. */
  public static final class InUse extends HistoryException {
    private static final long serialVersionUID = 1;

    InUse(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** A question took longer than it may. */
  public static final class TooSlow extends HistoryException {
    private static final long serialVersionUID = 1;

    TooSlow(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The thread that asked was interrupted, and the question has ended. */
  public static final class Cancelled extends HistoryException {
    private static final long serialVersionUID = 1;

    Cancelled(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * The hot file was found damaged and opened again, or set aside and made anew: the journal is to
   * be read again from the writer's next position.
   */
  public static final class Damaged extends HistoryException {
    private static final long serialVersionUID = 1;

    Damaged(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
