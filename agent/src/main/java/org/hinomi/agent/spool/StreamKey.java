package org.hinomi.agent.spool;

import org.jspecify.annotations.Nullable;

/** The key under which a position is kept. */
record StreamKey(String source, String stream) {
  // Written out: what the compiler makes is costly before it is compiled, and is asked for rarely.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StreamKey key && stream.equals(key.stream) && source.equals(key.source);
  }

  @Override
  public int hashCode() {
    return 31 * source.hashCode() + stream.hashCode();
  }
}
