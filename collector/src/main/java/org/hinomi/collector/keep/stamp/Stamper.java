package org.hinomi.collector.keep.stamp;

import java.io.IOException;

/** Gets time stamps. */
public interface Stamper {
  /** Who gives them, for messages. */
  String name();

  /**
   * Gets one over a text.
   *
   * @throws IOException where there is none to be had now
   */
  TimeStamp stamp(String text) throws IOException, InterruptedException;
}
