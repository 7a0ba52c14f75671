package org.hinomi.collector.decode.agent;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The record that an agent's frame carries, with what the frame says of it.
 *
 * @param buffer holds it in {@code [start, end)}; only for the call
 * @param frameMicros the frame's time: the record's own, or when the agent read it
 * @param app null where the agent knew none
 */
@SuppressWarnings("ArrayRecordComponent")
record Original(
    byte[] buffer,
    int start,
    int end,
    long frameMicros,
    ZoneId zone,
    @Nullable String app,
    @Nullable String pid) {

  /** Where the text begins: behind a byte order mark of UTF-8, where one stands at its start. */
  int textStart() {
    boolean mark =
        end - start >= 3
            && buffer[start] == (byte) 0xEF
            && buffer[start + 1] == (byte) 0xBB
            && buffer[start + 2] == (byte) 0xBF;
    return mark ? start + 3 : start;
  }
}
