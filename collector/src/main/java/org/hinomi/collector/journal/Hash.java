package org.hinomi.collector.journal;

import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 hash: the head of the chain up to some commit. Immutable by agreement. */
public final class Hash {
  /** What the first group of a history is chained to. */
  public static final Hash ZERO = new Hash(new byte[JournalFormat.HASH_LENGTH]);

  private final byte[] bytes;

  Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The array itself, not a copy: read only. */
  byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** 64 hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
