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
    @Nullable String pid) {}
