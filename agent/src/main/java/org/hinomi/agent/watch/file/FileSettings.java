package org.hinomi.agent.watch.file;

import java.time.Duration;
import org.hinomi.agent.watch.StartAt;

/**
 * What a file source is told.
 *
 * @param name the source's name
 * @param file a path; its last part may have {@code *} and {@code ?}
 * @param from where to begin with files that are there at the first start ever
 * @param lineLimit bytes of the longest line that is kept whole; of a longer one the first so many
 *     are kept and the others counted
 * @param interval longest time between two looks at a quiet file
 * @param settle how long a renamed file must be quiet before the next one is read
 * @param form what is declared of its lines
 */
public record FileSettings(
    String name,
    String file,
    StartAt from,
    int lineLimit,
    Duration interval,
    Duration settle,
    LineForm form) {
  public static final int LINE_LIMIT = 64 * 1024;
  public static final Duration INTERVAL = Duration.ofSeconds(1);
  public static final Duration SETTLE = Duration.ofSeconds(2);

  public FileSettings(String name, String file, StartAt from) {
    this(name, file, from, LineForm.TOLD);
  }

  public FileSettings(String name, String file, StartAt from, LineForm form) {
    this(name, file, from, LINE_LIMIT, INTERVAL, SETTLE, form);
  }

  public FileSettings(
      String name, String file, StartAt from, int lineLimit, Duration interval, Duration settle) {
    this(name, file, from, lineLimit, interval, settle, LineForm.TOLD);
  }

  /** The same for records of a fixed length. */
  public FileSettings ofRecords(int length) {
    return new FileSettings(name, file, from, length, interval, settle, LineForm.records(length));
  }
}
