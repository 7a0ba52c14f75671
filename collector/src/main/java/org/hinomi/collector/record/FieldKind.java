package org.hinomi.collector.record;

import java.util.Set;
import org.hinomi.core.event.Fields;

/** How a stored field compares in a question. */
public enum FieldKind {
  /**
   * Compared whole, whatever the letter case; as a number in such a range, as an IP address where
   * one is asked for.
   */
  TEXT,
  /** Looked into: a term is found anywhere in it, whatever the letter case. */
  FULL_TEXT,
  /** A whole number. */
  INTEGER,
  /** Microseconds since 1970, UTC. */
  TIME,
  /** Kept, but no question can be asked of it. */
  OPAQUE;

  private static final Set<String> OPAQUE_FIELDS =
      Set.of(Fields.EVENT_ORIGINAL, Fields.EVENT_ORIGINAL_BASE64);

  public static FieldKind of(String field) {
    if (OPAQUE_FIELDS.contains(field)) {
      return OPAQUE;
    }
    if (field.equals(Fields.ERROR_MESSAGE)) {
      return FULL_TEXT;
    }
    return Column.ofField(field).map(Column::kind).orElse(TEXT);
  }
}
