package org.hinomi.core.event;

import static java.util.Objects.requireNonNull;

import java.util.MissingResourceException;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;

/**
 * Why a watched source stands as it does. The code and its values travel from the agent to the
 * collector; the sentence, with what to do, is made where it is read, in the reader's language.
 *
 * @param code one of the constants here; "" where there is nothing to say
 * @param path the file, folder or log that it is about; "" where none
 * @param detail a number, or what the system says; "" where none
 */
public record SourceReason(String code, String path, String detail) {
  public static final SourceReason NONE = new SourceReason("", "", "");

  /** The file is not there. */
  public static final String MISSING = "missing";

  /** No file fits the pattern. */
  public static final String NO_MATCH = "no-match";

  /** The agent's user may not read it. */
  public static final String PERMISSION = "permission-denied";

  /** A folder stands in the file's place. */
  public static final String DIRECTORY = "directory";

  /** A FIFO, a socket or a device stands in the file's place. */
  public static final String NOT_PLAIN = "not-a-plain-file";

  /** It cannot be read; the detail says why. */
  public static final String UNREADABLE = "unreadable";

  /** The folder of a pattern cannot be listed; the detail says why. */
  public static final String FOLDER = "folder-unreadable";

  /** More files fit the pattern than are watched; the detail is how many are. */
  public static final String TOO_MANY = "too-many-files";

  /** The file was renamed away and its successor has no line yet. */
  public static final String RENAMED = "renamed";

  /** A line does not end; the detail is its length so far, bytes. */
  public static final String UNENDED = "unended-line";

  /** More is written than is read; the detail is what waits in the file, bytes. */
  public static final String BEHIND = "behind";

  /** The file rolls very often; the detail is how often in the last ten minutes. */
  public static final String ROLLING = "rolls-fast";

  /** The spool has no room. */
  public static final String SPOOL_FULL = "spool-full";

  /** The journal cannot be read; the detail says why. */
  public static final String JOURNAL = "journal-unreadable";

  /** Event logs cannot be read; the detail says which and why. */
  public static final String EVENT_LOG = "event-log-unreadable";

  public SourceReason {
    requireNonNull(code, "code");
    requireNonNull(path, "path");
    requireNonNull(detail, "detail");
  }

  /** The sentence; of a code that a newer agent has sent, the bare facts. */
  public String text(Language language) {
    if (code.isEmpty()) {
      return "";
    }
    try {
      return Messages.of(SourceReason.class, language).get("source." + code, path, detail);
    } catch (MissingResourceException e) {
      return String.join(" ", code, path, detail).strip();
    }
  }

  /** The sentence in English, for logs. */
  @Override
  public String toString() {
    return text(Language.EN);
  }
}
