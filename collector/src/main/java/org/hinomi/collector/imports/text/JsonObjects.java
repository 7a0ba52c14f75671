package org.hinomi.collector.imports.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.collector.imports.read.Found;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into JSON objects: one a line, over several lines, in a list, or in the list that
 * the answer of an API wraps them in. A line that is no object is given as it is; an object that is
 * never closed ends where the next begins. Not thread-safe.
 */
final class JsonObjects {
  private static final Pattern WRAPPER =
      Pattern.compile(
          "\\s*+\\{(?:\\s*+\"[^\"]{0,100}+\"\\s*+:\\s*+(?:\"(?:[^\"\\\\]|\\\\.)*+\"|[\\w.+-]++)\\s*+,)*+"
              + "\\s*+\"(?:value|items|[Rr]ecords|events)\"\\s*+:\\s*+\\[\\s*+(?=\\{)");

  private final InputStream in;
  private final byte[] read = new byte[64 << 10];
  private final ByteArrayOutputStream record = new ByteArrayOutputStream();
  private final boolean wrapped;
  private int position;
  private int limit;
  private long length;
  private @Nullable IOException damage;

  /**
   * @param head the first bytes of the stream, which it gives too
   */
  JsonObjects(InputStream in, byte[] head) throws IOException {
    this.in = in;
    Matcher wrapper = WRAPPER.matcher(new String(head, StandardCharsets.ISO_8859_1));
    wrapped = wrapper.lookingAt();
    if (wrapped) {
      in.skipNBytes(wrapper.end());
    }
  }

  /** Whether a file begins as the answer of an API that wraps its objects in a list. */
  static boolean isWrapper(String head) {
    return WRAPPER.matcher(head).lookingAt();
  }

  /** Goes to the next record. */
  boolean next() {
    record.reset();
    length = 0;
    int c;
    while ((c = peek()) >= 0) {
      if (c == '{') {
        object();
        return true;
      }
      boolean between =
          c <= ' ' || c == ',' || c == '[' || c == ']' || c == 0xef || c == 0xbb || c == 0xbf;
      if (between) {
        position++;
      } else {
        line();
        if (!wrapped) {
          return true;
        }
        record.reset();
        length = 0;
      }
    }
    return false;
  }

  private void object() {
    int depth = 0;
    boolean text = false;
    boolean escaped = false;
    int before = 0;
    int c;
    while ((c = peek()) >= 0) {
      boolean begins = before == '\n' && c == '{' && depth > 0;
      if (begins || (text && c == '\n')) {
        return;
      }
      take(c);
      before = c;
      if (text) {
        text = escaped || c != '"';
        escaped = !escaped && c == '\\';
      } else if (c == '"') {
        text = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if ((c == '}' || c == ']') && --depth == 0) {
        return;
      }
    }
  }

  private void line() {
    int c;
    while ((c = peek()) >= 0 && c != '\n') {
      take(c);
    }
  }

  private void take(int c) {
    position++;
    length++;
    if (record.size() < Found.LIMIT) {
      record.write(c);
    }
  }

  private int peek() {
    if (position == limit) {
      position = 0;
      limit = 0;
      try {
        limit = damage == null ? Math.max(0, in.read(read, 0, read.length)) : 0;
      } catch (IOException e) {
        damage = e;
      }
    }
    return position < limit ? read[position] & 0xff : -1;
  }

  byte[] bytes() {
    return record.toByteArray();
  }

  /** Bytes of the whole record. */
  long length() {
    return length;
  }

  @Nullable IOException damage() {
    return damage;
  }
}
