package org.hinomi.collector.notify.tower;

import java.io.IOException;

/** A way to a signal tower. For one thread; may block. */
public interface Tower extends AutoCloseable {
  /**
   * Makes it show something.
   *
   * @throws IOException where it does not, with what it said
   */
  void show(Lamp lamp) throws IOException;

  @Override
  default void close() {}
}
