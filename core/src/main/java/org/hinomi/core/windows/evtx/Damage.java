package org.hinomi.core.windows.evtx;

/**
 * One thing in a file that could not be read or is not as it should be.
 *
 * @param offset of the header, chunk or record, or of the faulty byte in its binary XML; in bytes
 *     from the start of the file
 * @param detail the value that was found, and what was expected
 */
public record Damage(long offset, Fault fault, String detail) {}
