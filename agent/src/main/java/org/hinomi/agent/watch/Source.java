package org.hinomi.agent.watch;

import java.util.Map;

/**
 * Something that yields records: a log file, the systemd journal. It runs on one thread of its own
 * and is used once.
 */
public interface Source extends AutoCloseable {

  /** The name that the settings give it; unique in one agent. */
  String name();

  /**
   * Reads and hands on until closed. Trouble with the thing that is watched is a state, retried,
   * never an exception.
   *
   * @param positions the last acknowledged position of each stream of this source; empty at its
   *     first start ever
   * @param sink where the records go
   * @throws InterruptedException when the thread was interrupted without {@link #close}
   */
  void run(Map<String, String> positions, RecordSink sink) throws InterruptedException;

  /** How it stands now. Callable from any thread. */
  SourceStatus status();

  /** Makes {@link #run} return soon. Callable from any thread, more than once. */
  @Override
  void close();
}
