package org.hinomi.core.text;

import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;

/** What an operator reads of something that failed and often does not say why itself. */
public final class Reason {
  private Reason() {}

  /** Its message; where it has none, what its kind means: the JDK's HTTP client says nothing. */
  public static String of(Throwable failure) {
    String message = failure.getMessage();
    if (message != null) {
      return message;
    }
    if (failure instanceof ConnectException) {
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        if (cause instanceof UnresolvedAddressException) {
          return "no such host";
        }
      }
      return "nobody answers";
    }
    return failure.getClass().getSimpleName();
  }
}
