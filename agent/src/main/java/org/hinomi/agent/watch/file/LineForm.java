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
 */
public record LineForm(@Nullable Charset charset, @Nullable Pattern start) {
  public static final LineForm TOLD = new LineForm(null, null);
}
