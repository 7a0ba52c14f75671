package org.hinomi.collector.record;

/**
 * A place in the order of events (by time, then journal position). Events that come in later do not
 * move it.
 *
 * @param time microseconds since 1970
 */
public record EventCursor(long time, long position) {}
