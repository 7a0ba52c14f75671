package org.hinomi.collector.decode.windows;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a Windows event says.
 *
 * @param message the text of a forwarding computer, else what {@link EventMessage} makes
 * @param time TimeCreated
 * @param host the computer that wrote it
 * @param severity as syslog has it, -1 where the event has no level
 * @param processName of the process that it speaks of, without its folder
 * @param processId of the same, decimal
 * @param fields every other field under its stored name; may be written to
 */
public record WindowsReading(
    String message,
    @Nullable Instant time,
    @Nullable String host,
    int severity,
    @Nullable String processName,
    @Nullable String processId,
    Map<String, Object> fields) {}
