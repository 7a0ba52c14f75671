package org.hinomi.collector.decode.columns;

import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What could be read of a record of named values.
 *
 * @param timeMicros microseconds since 1970
 * @param host null where it names none
 * @param app program; null where it names none
 * @param severity syslog severity 0..7; -1 where it names none
 * @param fields under their stored names; {@code error.message} where it is not of its format
 */
public record ColumnsReading(
    String message,
    OptionalLong timeMicros,
    @Nullable String host,
    @Nullable String app,
    @Nullable String pid,
    int severity,
    Map<String, Object> fields) {}
