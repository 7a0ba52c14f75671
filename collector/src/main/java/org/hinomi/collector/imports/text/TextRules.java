package org.hinomi.collector.imports.text;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the operator says of records of named values; null where he says nothing.
 *
 * @param map which column is which field: {@code COLUMN=FIELD,…}
 * @param pattern with named groups
 * @param start how the first line of a record begins that has several
 * @param delimiter between values
 * @param columns names, where the file has no header
 */
public record TextRules(
    @Nullable String map,
    @Nullable String pattern,
    @Nullable Pattern start,
    @Nullable Character delimiter,
    @Nullable String columns) {
  public static final TextRules NONE = new TextRules(null, null, null, null, null);
}
