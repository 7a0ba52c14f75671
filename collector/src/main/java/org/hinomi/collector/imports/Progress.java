package org.hinomi.collector.imports;

import org.hinomi.core.windows.evtx.Damage;
import org.jspecify.annotations.Nullable;

/** Told how an import goes on. */
public interface Progress {
  /** Stored bytes that were read; what is read ahead is not told. */
  void read(long bytes);

  /** New records on their way. */
  void records(long count);

  /** Something of a file could not be read. */
  void problem(String path, @Nullable String reason);

  /**
   * Something in an event log is damaged; what can be read besides is.
   *
   * @param count how often
   * @param first the first of them
   */
  void damage(String path, long count, Damage first);
}
