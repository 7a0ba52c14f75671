package org.hinomi.collector.journal;

import java.io.IOException;

/** Journal bytes that are not what was written. The message says which file and what is wrong. */
public final class DamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedException(String message) {
    super(message);
  }
}
