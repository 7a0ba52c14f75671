package org.hinomi.collector.imports.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** A stream of UTF-16 as UTF-8, without byte order mark. Not thread-safe. */
public final class Transcoded extends InputStream {
  private final Reader reader;
  private final char[] chars = new char[8192];
  private byte[] bytes = {};
  private int position;
  private boolean started;
  private char high;

  public Transcoded(InputStream in, Charset charset) {
    reader = new InputStreamReader(in, charset);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] b, int offset, int length) throws IOException {
    while (position == bytes.length) {
      int kept = high == 0 ? 0 : 1;
      chars[0] = high;
      int n = reader.read(chars, kept, chars.length - kept);
      if (n < 0 && kept == 0) {
        return -1;
      }
      int all = kept + Math.max(0, n);
      boolean split = n >= 0 && Character.isHighSurrogate(chars[all - 1]);
      high = split ? chars[--all] : 0;
      int from = !started && all > 0 && chars[0] == '\uFEFF' ? 1 : 0;
      started |= all > 0;
      bytes = new String(chars, from, all - from).getBytes(StandardCharsets.UTF_8);
      position = 0;
    }
    int n = Math.min(length, bytes.length - position);
    System.arraycopy(bytes, position, b, offset, n);
    position += n;
    return n;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
