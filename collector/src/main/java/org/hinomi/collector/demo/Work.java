package org.hinomi.collector.demo;

/**
 * Work on a server that somebody asked for and somebody allowed.
 *
 * @param from when it was to begin, microseconds since 1970
 * @param done whether it was done
 */
record Work(
    String number,
    Person person,
    Server server,
    long from,
    long to,
    String purpose,
    boolean done) {}
