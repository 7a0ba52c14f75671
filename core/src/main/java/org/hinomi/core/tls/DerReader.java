package org.hinomi.core.tls;

import java.util.Arrays;

/**
 * Walks DER values that stand one behind the other. Whatever the bytes are, it ends with a value or
 * with a {@link MalformedException}. Not thread-safe.
 */
final class DerReader {
  /** The bytes are not what was expected at this place. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  private final byte[] bytes;
  private final int end;
  private int at;

  DerReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private DerReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  boolean hasMore() {
    return at < end;
  }

  /** Whether the next value has this tag. */
  boolean nextIs(int tag) {
    return at < end && (bytes[at] & 0xff) == tag;
  }

  /** Goes into the next value, which must have this tag, and behind it here. */
  DerReader enter(int tag) throws MalformedException {
    int[] content = content(tag);
    return new DerReader(bytes, content[0], content[1]);
  }

  /** The content of the next value, which must have this tag. */
  byte[] read(int tag) throws MalformedException {
    int[] content = content(tag);
    return Arrays.copyOfRange(bytes, content[0], content[1]);
  }

  /** The next value as it stands, tag and length included. */
  byte[] whole(int tag) throws MalformedException {
    int from = at;
    content(tag);
    return Arrays.copyOfRange(bytes, from, at);
  }

  private int[] content(int tag) throws MalformedException {
    if (!nextIs(tag)) {
      throw new MalformedException(
          "at byte "
              + at
              + ": "
              + (at < end ? "tag " + (bytes[at] & 0xff) : "the end")
              + " (expected: tag "
              + tag
              + ")");
    }
    int length = end - at < 2 ? 0x80 : bytes[at + 1] & 0xff;
    int from = at + 2;
    if (length >= 0x80) {
      int more = length & 0x7f;
      if (more < 1 || more > 3 || end - from < more) {
        throw new MalformedException("at byte " + at + ": no length of at most three bytes");
      }
      length = 0;
      for (int i = 0; i < more; i++) {
        length = length << 8 | bytes[from++] & 0xff;
      }
    }
    if (length > end - from) {
      throw new MalformedException("at byte " + at + ": longer than what is there");
    }
    at = from + length;
    return new int[] {from, at};
  }
}
