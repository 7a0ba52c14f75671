package org.hinomi.collector.imports;

import java.io.IOException;
import java.util.List;

/** Where imported frames go: a history opened by this process, or a collector. Not thread-safe. */
public interface Target extends AutoCloseable {
  /**
   * What the history holds of earlier imports; waits until all that is durable is in it.
   *
   * @throws IOException where nobody answers or it takes too long
   */
  List<Recorded> recorded() throws IOException, InterruptedException;

  /**
   * Gives a batch on its way; it may return before the batch is durable.
   *
   * @param frames as {@link org.hinomi.core.event.ImportBatch} walks them; the callee's from now on
   * @throws IOException where this or an earlier batch was refused
   */
  void send(byte[] frames, int length) throws IOException, InterruptedException;

  /** Waits until every batch is durable. */
  void flush() throws IOException, InterruptedException;

  @Override
  void close() throws IOException, InterruptedException;
}
