package org.hinomi.core.charset;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Tells the charset of each line of a log, or message of a sender: UTF-8 where it is that, else
 * what all look like so far that are not. Not thread-safe.
 */
public final class CharsetTeller {
  private static final int ESC = 0x1b;

  /** Bytes of such lines after which the charset stands: they are held, and files may be many. */
  private static final int ENOUGH = 16 << 10;

  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
  private @Nullable CharsetLook look = new CharsetLook();
  private @Nullable Charset told;
  private long seen;
  private long lookAgain;

  /** Null for UTF-8, which ASCII is too. */
  public @Nullable Charset of(byte[] line) {
    if (isUtf8(line)) {
      return null;
    }
    CharsetLook open = look;
    if (open == null) {
      return told;
    }
    open.line(line, line.length);
    seen += line.length;
    // All is looked at anew each time: at the first lines, then ever more rarely.
    if (seen >= lookAgain) {
      told = open.told();
      lookAgain = 2 * seen;
      if (seen > ENOUGH) {
        look = null;
      }
    }
    return told;
  }

  /** Also false where it may be ISO-2022-JP, whose bytes are all ASCII. */
  private boolean isUtf8(byte[] line) {
    boolean japanese = false;
    for (int i = 0; i < line.length; i++) {
      if (line[i] < 0) {
        return reads(line);
      }
      if (line[i] == ESC) {
        japanese |= CharsetLook.isJapanese(line, i + 1, line.length);
      }
    }
    return !japanese;
  }

  private boolean reads(byte[] line) {
    try {
      return utf8.decode(ByteBuffer.wrap(line)).hasRemaining();
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
