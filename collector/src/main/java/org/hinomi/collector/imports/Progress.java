package org.hinomi.collector.imports;

import org.jspecify.annotations.Nullable;

/** Told how an import goes on. */
public interface Progress {
  /** Stored bytes that were read; each file is read twice. */
  void read(long bytes);

  /** New records on their way. */
  void records(long count);

  /** Something of a file could not be read. */
  void problem(String path, @Nullable String reason);
}
