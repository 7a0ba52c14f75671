package org.hinomi.agent.watch;

/** Takes watched records; the spool is one. Called by the threads of all sources. */
@FunctionalInterface
public interface RecordSink {

  /**
   * Takes the record over. Blocks while there is no room: that is the back-pressure which keeps an
   * unread file unread instead of losing its lines.
   *
   * @throws InterruptedException when the source is being stopped; the record was not taken
   */
  void put(WatchedRecord record) throws InterruptedException;
}
