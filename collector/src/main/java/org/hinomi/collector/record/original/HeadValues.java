package org.hinomi.collector.record.original;

import org.jspecify.annotations.Nullable;

/**
 * The columns of an event that an original's head repeats.
 *
 * @param timeMicros the event's time in microseconds since 1970-01-01T00:00:00Z
 * @param offsetMinutes the offset from UTC, in minutes, of the local time that the original shows
 * @param facility 0..23, -1 where there is none
 * @param severity 0..7, -1 where there is none
 */
public record HeadValues(
    long timeMicros,
    int offsetMinutes,
    int facility,
    int severity,
    @Nullable String host,
    @Nullable String app,
    @Nullable String pid,
    @Nullable String msgId) {}
