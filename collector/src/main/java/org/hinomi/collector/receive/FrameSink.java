package org.hinomi.collector.receive;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.hinomi.collector.receive.Counters.Received;
import org.jspecify.annotations.Nullable;

/**
 * Collects the records that a framer cuts out of one read, and counts them. Not thread-safe; one
 * per connection.
 */
public final class FrameSink {
  private static final byte[] NOTHING = {};

  private final ChunkBuilder chunk = new ChunkBuilder();
  private final Received received;
  private long bytes;
  private long truncated;

  public FrameSink(Received received) {
    this.received = received;
  }

  /** Makes room for what {@code readable} bytes off the wire may need. */
  public void expect(int readable) {
    chunk.reserve(readable + (readable >> 4) + 64);
  }

  /** A whole record that stands in one piece. */
  public void whole(ByteBuf from, int index, int length) {
    chunk.add(from, index, length);
    bytes += length;
  }

  /** A record in two pieces, cut to {@code head} and {@code rest} from what was longer. */
  public void pieces(
      byte[] head,
      int headLength,
      ByteBuf rest,
      int restIndex,
      int restLength,
      long originalLength,
      @Nullable FrameFault fault) {
    chunk.add(head, headLength, rest, restIndex, restLength, originalLength, fault);
    bytes += headLength + restLength;
    if (originalLength > headLength + restLength) {
      truncated++;
    }
    if (fault != null) {
      received.fault(fault);
    }
  }

  /** The first piece is all that there is. */
  public void piece(byte[] bytesOfIt, int length, long originalLength, @Nullable FrameFault fault) {
    pieces(bytesOfIt, length, Unpooled.EMPTY_BUFFER, 0, 0, originalLength, fault);
  }

  /** The second piece is all that there is. */
  public void piece(
      ByteBuf from, int index, int length, long originalLength, @Nullable FrameFault fault) {
    pieces(NOTHING, 0, from, index, length, originalLength, fault);
  }

  public int count() {
    return chunk.count();
  }

  /** What to build the chunk of this read from; counts it. */
  public ChunkBuilder finish() {
    received.add(chunk.count(), bytes);
    received.truncated(truncated);
    bytes = 0;
    truncated = 0;
    return chunk;
  }
}
