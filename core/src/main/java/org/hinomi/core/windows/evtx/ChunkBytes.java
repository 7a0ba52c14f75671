package org.hinomi.core.windows.evtx;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads little-endian numbers out of a chunk; outside of it, it throws. */
record ChunkBytes(byte[] bytes, int length) {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  void require(int offset, long size) throws BinXmlException {
    if (offset < 0 || size < 0 || offset + size > length) {
      throw new BinXmlException(
          offset, size + " bytes at " + offset + " (expected: an end up to " + length + ")");
    }
  }

  int u8(int offset) throws BinXmlException {
    require(offset, 1);
    return bytes[offset] & 0xff;
  }

  int u16(int offset) throws BinXmlException {
    require(offset, 2);
    return (short) SHORT.get(bytes, offset) & 0xffff;
  }

  /** Unsigned values above 2^31 come out negative, which {@link #require} refuses. */
  int i32(int offset) throws BinXmlException {
    require(offset, 4);
    return (int) INT.get(bytes, offset);
  }

  long i64(int offset) throws BinXmlException {
    require(offset, 8);
    return (long) LONG.get(bytes, offset);
  }

  /**
   * UTF-16 text; what XML 1.0 cannot hold (controls, lone surrogates) becomes U+FFFD, so that the
   * event and its XML say the same.
   */
  String utf16(int offset, int characters) throws BinXmlException {
    require(offset, 2L * characters);
    char[] text = new char[characters];
    for (int i = 0; i < characters; i++) {
      text[i] = (char) (short) SHORT.get(bytes, offset + 2 * i);
    }
    return XmlText.valid(text);
  }
}
