package org.hinomi.collector.notify.route;

import java.time.Instant;

/** Times that come again, as working hours or nights. */
public interface Span {
  boolean contains(Instant time);

  /** When it ends, where it contains {@code time}; else {@code time} itself. */
  Instant end(Instant time);
}
