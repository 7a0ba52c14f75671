package org.hinomi.collector.decode.service;

/** Reads what one program writes. Never throws for its input. Not thread-safe. */
@FunctionalInterface
interface ServiceReader {

  /**
   * @param text what the program wrote, from {@code from} on
   * @return whether it was understood; what is put before that is known counts all the same
   */
  boolean read(String text, int from, ServiceFields out);
}
