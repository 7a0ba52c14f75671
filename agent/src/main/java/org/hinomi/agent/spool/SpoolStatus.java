package org.hinomi.agent.spool;

/**
 * How the spool stands.
 *
 * @param bytes of all segment files now, with what is still to be written
 * @param pending records that the collector has not acknowledged
 * @param written records taken since the start
 * @param acknowledged records acknowledged since the start
 * @param dropped records that found no room since the start; only what may be dropped (samples) is
 * @param waits times that a source had to wait for room
 */
public record SpoolStatus(
    long bytes, long pending, long written, long acknowledged, long dropped, long waits) {}
