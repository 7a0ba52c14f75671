package org.hinomi.collector.receive;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.hinomi.core.event.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Lays records one behind the other as a {@link Chunk} wants them, each copied once. Not
 * thread-safe; after {@link #build} it is empty and may be used again.
 */
public final class ChunkBuilder {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int MAX_HEAD = 4 + 1 + 4 + 1;

  private byte[] records = {};
  private int length;
  private int count;

  /** Makes room for {@code bytes} more, so that records added next need not be moved. */
  public void reserve(int bytes) {
    if (records.length - length < bytes) {
      records = Arrays.copyOf(records, Math.max(length + bytes, length + (length >> 1)));
    }
  }

  public int count() {
    return count;
  }

  /** Bytes so far, heads of the records included. */
  public int length() {
    return length;
  }

  /** Adds one whole record. */
  public void add(ByteBuf from, int index, int recordLength) {
    int at = length;
    reserve(5 + recordLength);
    INT.set(records, at, recordLength);
    records[at + 4] = 0;
    from.getBytes(index, records, at + 5, recordLength);
    length = at + 5 + recordLength;
    count++;
  }

  /**
   * Adds a whole record that begins like the first one that was added.
   *
   * @param shared how many bytes they have in common; 1..65535, no more than the first one has
   * @param from where the rest of it stands, from {@code index} on
   */
  public void addShared(int shared, byte[] from, int index, int restLength) {
    int at = length;
    reserve(7 + restLength);
    INT.set(records, at, restLength);
    records[at + 4] = Chunk.SHARED;
    SHORT.set(records, at + 5, (short) shared);
    System.arraycopy(from, index, records, at + 7, restLength);
    length = at + 7 + restLength;
    count++;
  }

  /**
   * Adds a record that stands in two places, or that is not whole.
   *
   * @param head its first {@code headLength} bytes
   * @param rest where {@code restLength} more stand, from {@code restIndex} on
   * @param originalLength how long it was on the wire; more than is given here where it was cut
   */
  public void add(
      byte[] head,
      int headLength,
      ByteBuf rest,
      int restIndex,
      int restLength,
      long originalLength,
      @Nullable FrameFault fault) {
    int recordLength = headLength + restLength;
    reserve(MAX_HEAD + recordLength);
    boolean truncated = originalLength > recordLength;
    INT.set(records, length, recordLength);
    records[length + 4] =
        (byte) ((truncated ? Chunk.TRUNCATED : 0) | (fault != null ? Chunk.FAULT : 0));
    length += 5;
    if (truncated) {
      INT.set(records, length, (int) Math.min(originalLength, Integer.MAX_VALUE));
      length += 4;
    }
    if (fault != null) {
      records[length++] = (byte) fault.code();
    }
    System.arraycopy(head, 0, records, length, headLength);
    rest.getBytes(restIndex, records, length + headLength, restLength);
    length += recordLength;
    count++;
  }

  /** Gives what was added, of a sender that has proved nothing, and is empty again. */
  public Chunk build(
      Transport transport,
      InetSocketAddress sender,
      long receivedNanos,
      long connection,
      long firstInConnection) {
    return build(transport, sender, null, receivedNanos, connection, firstInConnection);
  }

  /** Gives what was added, and is empty again. */
  public Chunk build(
      Transport transport,
      InetSocketAddress sender,
      @Nullable Peer peer,
      long receivedNanos,
      long connection,
      long firstInConnection) {
    Chunk chunk =
        new Chunk(
            transport,
            sender,
            peer,
            receivedNanos,
            connection,
            firstInConnection,
            count,
            records,
            length);
    records = new byte[0];
    length = 0;
    count = 0;
    return chunk;
  }
}
