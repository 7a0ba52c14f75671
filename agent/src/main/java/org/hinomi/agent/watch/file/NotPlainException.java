package org.hinomi.agent.watch.file;

import java.io.IOException;

/** Something else than a file stands at the path of a log. */
final class NotPlainException extends IOException {
  private static final long serialVersionUID = 1;

  private final boolean directory;

  NotPlainException(String path, boolean directory) {
    super(path + (directory ? ": a directory" : ": not a plain file"));
    this.directory = directory;
  }

  boolean directory() {
    return directory;
  }
}
