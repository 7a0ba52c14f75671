package org.hinomi.core.windows.evtx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Gives positions of a stream that is read once. A file is read forward but for a step back of less
 * than a chunk, where one is found to begin off its place; so the last two chunks are kept. Not
 * thread-safe.
 */
final class StreamSource implements EvtxFile.Source {
  private static final int KEPT = 2 * EvtxChunk.SIZE;

  private final InputStream in;
  private final byte[] kept = new byte[KEPT];
  private long read;

  StreamSource(InputStream in) {
    this.in = in;
  }

  @Override
  public void read(ByteBuffer into, long position) throws IOException {
    if (position < read - KEPT) {
      throw new IllegalStateException(
          "position " + position + " (expected: at least " + (read - KEPT) + ")");
    }
    long end = position + into.remaining();
    while (read < end && fill()) {}
    for (long at = position; at < Math.min(end, read); ) {
      int from = (int) (at % KEPT);
      int length = (int) Math.min(Math.min(end, read) - at, KEPT - from);
      into.put(kept, from, length);
      at += length;
    }
  }

  /** Reads as much as is there, at most a quarter of what is kept. */
  private boolean fill() throws IOException {
    int to = (int) (read % KEPT);
    int n = in.read(kept, to, Math.min(KEPT / 4, KEPT - to));
    read += Math.max(n, 0);
    return n > 0;
  }
}
