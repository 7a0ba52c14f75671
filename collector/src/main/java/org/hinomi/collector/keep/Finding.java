package org.hinomi.collector.keep;

import java.util.List;
import org.hinomi.collector.record.Part;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;

/**
 * Something that is not as it was written.
 *
 * @param retentionClass of the part; empty where it is none of a class
 * @param day of the part, {@code 2026-11-23}; empty likewise
 * @param where the file, below the data folder
 * @param text key of what is said of it
 * @param values that stand in the text
 */
public record Finding(
    Status status,
    String retentionClass,
    String day,
    String where,
    String text,
    List<Object> values) {

  /** What is wrong with it. */
  public enum Status {
    /** It is there, and not what was written. */
    MODIFIED,
    /** It was written, belongs to the history and is not there. */
    MISSING,
    /** It is there and no step of the history put it there. */
    ADDED,
    /** The newest that was there once is not there. */
    CUT_OFF,
    /** Of a step that is done, or was never finished: no loss and no change. */
    LEFT_OVER;

    /** Whether it says that the history is not as it was written. */
    public boolean wrong() {
      return this != LEFT_OVER;
    }
  }

  public Finding {
    values = List.copyOf(values);
  }

  static Finding of(Status status, Part part, String text, Object... values) {
    return new Finding(
        status, part.retentionClass(), part.day(), "history/" + part.file(), text, List.of(values));
  }

  static Finding of(Status status, String where, String text, Object... values) {
    return new Finding(status, "", "", where, text, List.of(values));
  }

  /** What is said of it, in words. */
  public String detail(Language language) {
    return Messages.of(Finding.class, language).get("finding." + text, values.toArray());
  }

  /** The status in words. */
  public String status(Language language) {
    return Messages.of(Finding.class, language).get("status." + status.name());
  }
}
