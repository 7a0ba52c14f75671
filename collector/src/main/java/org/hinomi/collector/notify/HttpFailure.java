package org.hinomi.collector.notify;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;

/** What an operator reads of a request that failed: the JDK's client says nothing of most. */
public final class HttpFailure {
  private HttpFailure() {}

  public static String reason(IOException failure) {
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
