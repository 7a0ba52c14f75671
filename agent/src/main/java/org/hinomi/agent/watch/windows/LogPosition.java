package org.hinomi.agent.watch.windows;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where reading of a log goes on: {@code RECORDID TIME BOOKMARK}. Windows' bookmark is what it
 * resumes from; number and time tell what was read where the bookmark is no longer any use.
 *
 * @param recordId of the last record that was read; 0 where none was
 * @param time when that one was written; null where not known
 * @param bookmark its XML; empty where none was read
 */
record LogPosition(long recordId, @Nullable Instant time, String bookmark) {
  static final LogPosition START = new LogPosition(0, null, "");

  private static final Pattern FORM = Pattern.compile("(\\d{1,19}) (\\S+) (.*)", Pattern.DOTALL);

  /** A text that is none is the start: what was read before is read again, nothing is lost. */
  static LogPosition of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return START;
    }
    try {
      Instant time = form.group(2).equals("-") ? null : Instant.parse(form.group(2));
      return new LogPosition(Long.parseLong(form.group(1)), time, form.group(3));
    } catch (DateTimeException | NumberFormatException damaged) {
      return START;
    }
  }

  /** Whether a record was read before this position. */
  boolean covers(long id, @Nullable Instant written) {
    return id <= recordId && written != null && time != null && !written.isAfter(time);
  }

  @Override
  public String toString() {
    return recordId + " " + (time == null ? "-" : time) + " " + bookmark;
  }
}
