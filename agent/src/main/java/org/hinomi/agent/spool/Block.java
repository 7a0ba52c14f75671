package org.hinomi.agent.spool;

import java.util.List;

/**
 * Records that stand together in a segment, under one checksum.
 *
 * @param first sequence of the first of them
 * @param end the offset in the file at which the following block starts
 */
record Block(long first, List<SpoolEntry> entries, long end) {}
