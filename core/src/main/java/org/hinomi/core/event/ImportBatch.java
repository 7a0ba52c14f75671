package org.hinomi.core.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Walks the frames of an import as they are sent together, in place. They stand one behind the
 * other, each
 *
 * <pre>
 * int32 LE   length of the bytes that follow; its highest bit: the frame is SHARED
 * uint16 LE  shared bytes   only with SHARED: the frame begins with so many bytes of the first one
 * bytes      the frame; with SHARED the rest of it
 * </pre>
 *
 * <p>Not thread-safe.
 */
public final class ImportBatch {
  /** In the length: the frame shares its first bytes with the first one of the batch. */
  public static final int SHARED = 1 << 31;

  /** Most bytes that a frame shares: a small batch must not become very much. */
  public static final int MOST_SHARED = 4096;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] batch;
  private final int end;
  private final int limit;
  private int next;
  private int firstOffset = -1;
  private int firstLength;
  private int shared;
  private int offset;
  private int length;

  /**
   * @param end of the batch in the array
   * @param limit bytes that a frame may have, those that it shares included
   */
  public ImportBatch(byte[] batch, int end, int limit) {
    this.batch = batch;
    this.end = end;
    this.limit = limit;
  }

  /**
   * Goes to the next frame; false behind the last.
   *
   * @throws IllegalArgumentException where its length does not fit the batch
   */
  public boolean next() {
    if (next == end) {
      return false;
    }
    int word = end - next < 4 ? 0 : (int) INT.get(batch, next);
    int head = word < 0 ? 6 : 4;
    int rest = end - next - head;
    length = word & ~SHARED;
    shared = word < 0 && rest >= 0 ? Short.toUnsignedInt((short) SHORT.get(batch, next + 4)) : 0;
    if (length > rest || length > limit - shared || length + shared == 0) {
      throw new IllegalArgumentException(
          "batch: frame of "
              + length
              + " bytes with "
              + Math.max(0, rest)
              + " left (expected: 1.."
              + limit
              + ", and no more than are left)");
    }
    if (shared > Math.min(firstLength, MOST_SHARED)) {
      throw new IllegalArgumentException(
          "batch: frame that shares "
              + shared
              + " bytes with the first one (expected: at most "
              + Math.min(firstLength, MOST_SHARED)
              + ")");
    }
    offset = next + head;
    next = offset + length;
    if (firstOffset < 0) {
      firstOffset = offset;
      firstLength = length;
    }
    return true;
  }

  /** How many bytes of the first frame this one begins with; 0 where it stands whole. */
  public int shared() {
    return shared;
  }

  /** Where in the batch the frame stands, or what it does not share. */
  public int offset() {
    return offset;
  }

  /** Bytes that stand there. */
  public int length() {
    return length;
  }

  /** Bytes that are not walked yet. */
  public int left() {
    return end - next;
  }

  /** The whole frame, copied. */
  public byte[] frame() {
    byte[] frame = new byte[shared + length];
    System.arraycopy(batch, Math.max(0, firstOffset), frame, 0, shared);
    System.arraycopy(batch, offset, frame, shared, length);
    return frame;
  }
}
