package org.hinomi.collector.decode;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import org.hinomi.core.charset.Mojibake;

/**
 * Bytes of a charset as text.
 *
 * @param text U+FFFD where bytes are not of the charset; without a byte order mark
 * @param damaged whether there are such bytes, or the text had been damaged before ({@link
 *     Mojibake})
 */
public record CharsetText(String text, boolean damaged) {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** Reads {@code [start, start + length)}. */
  public static CharsetText of(byte[] b, int start, int length, Charset charset) {
    String text;
    boolean damaged = false;
    try {
      text = charset.newDecoder().decode(ByteBuffer.wrap(b, start, length)).toString();
    } catch (CharacterCodingException e) {
      damaged = true;
      text = new String(b, start, length, charset);
    }
    boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    return new CharsetText(marked ? text.substring(1) : text, damaged || Mojibake.in(text));
  }
}
