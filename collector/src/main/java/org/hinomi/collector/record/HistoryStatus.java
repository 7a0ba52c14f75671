package org.hinomi.collector.record;

import java.util.OptionalLong;

/**
 * What the history holds.
 *
 * @param nextPosition first journal position not yet recorded
 * @param lastReceivedMicros when the newest event was received, microseconds since 1970
 */
public record HistoryStatus(
    long nextPosition, long events, long samples, OptionalLong lastReceivedMicros) {}
