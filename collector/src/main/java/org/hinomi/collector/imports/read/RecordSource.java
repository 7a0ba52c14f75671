package org.hinomi.collector.imports.read;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives the records of one file, one after the other. Not thread-safe. */
public interface RecordSource {
  /**
   * The next record; null at the end.
   *
   * @throws IOException where the file is not what it was opened as
   */
  @Nullable Found next() throws IOException;

  /** What could not be read, with place and count; complete behind the last record. */
  List<String> problems();
}
