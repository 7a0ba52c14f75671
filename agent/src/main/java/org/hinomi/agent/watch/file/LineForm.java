package org.hinomi.agent.watch.file;

import java.nio.charset.Charset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the settings say of the lines of a source.
 *
 * @param charset of their bytes; null: told from them
 * @param start what the first line of a record begins with where a record has several; null: each
 *     line is a record
 * @param recordLength bytes of each record where they have no ends, as in wtmp; 0: lines
 */
public record LineForm(@Nullable Charset charset, @Nullable Pattern start, int recordLength) {
  public static final LineForm TOLD = new LineForm(null, null);

  public LineForm(@Nullable Charset charset, @Nullable Pattern start) {
    this(charset, start, 0);
  }

  /** Records of a fixed length. */
  static LineForm records(int length) {
    return new LineForm(null, null, length);
  }
}
