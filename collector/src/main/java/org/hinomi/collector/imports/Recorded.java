package org.hinomi.collector.imports;

/**
 * Lines of an import that the history holds.
 *
 * @param agentId {@code import:} and the fingerprint of the first {@code lines} lines of a file
 * @param lines how many these are; the incarnation of their identity
 * @param first number of the first line held, from 1
 * @param last number of the last one, all between are held too
 */
public record Recorded(String agentId, long lines, long first, long last) {}
