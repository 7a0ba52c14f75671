package org.hinomi.agent.spool;

/**
 * Keeps an interrupt that came before from the thread until the end: a file closes when an
 * interrupted thread writes or syncs it.
 */
record HeldInterrupt(boolean came) implements AutoCloseable {

  static HeldInterrupt begin() {
    return new HeldInterrupt(Thread.interrupted());
  }

  @Override
  public void close() {
    if (came) {
      Thread.currentThread().interrupt();
    }
  }
}
