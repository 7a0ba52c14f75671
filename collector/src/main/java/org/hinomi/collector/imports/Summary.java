package org.hinomi.collector.imports;

/**
 * What an import did.
 *
 * @param files read, entries of archives each
 * @param added records that are new
 * @param held records that were in the history before
 * @param problems files that could not be read, or not to their end
 */
public record Summary(long files, long added, long held, long problems) {}
