package org.hinomi.core.snmp;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.snmp4j.PDU;

/** Notifications that wait for one target, in their order. Offered by many, taken by one. */
sealed interface Backlog permits Backlog.InMemory, NotificationFile {

  /**
   * Adds one. Never waits.
   *
   * @return false where there is no room
   */
  boolean offer(PDU pdu) throws IOException;

  /** The one that is first; waits until there is one. It stays until {@link #done}. */
  PDU first() throws IOException, InterruptedException;

  /** Forgets the first one. */
  void done() throws IOException;

  /** How many are lost when the program ends now. */
  int close() throws IOException;

  /** Whether what could not be sent is worth another attempt. */
  boolean keeps();

  /** For traps, which nobody answers: what was sent once is gone. */
  final class InMemory implements Backlog {
    private final BlockingQueue<PDU> waiting;

    /**
     * @param capacity &gt; 0
     */
    InMemory(int capacity) {
      waiting = new ArrayBlockingQueue<>(capacity);
    }

    @Override
    public boolean offer(PDU pdu) {
      return waiting.offer(pdu);
    }

    @Override
    public PDU first() throws InterruptedException {
      return waiting.take();
    }

    @Override
    public void done() {
      // Taken already.
    }

    @Override
    public int close() {
      int lost = waiting.size();
      waiting.clear();
      return lost;
    }

    @Override
    public boolean keeps() {
      return false;
    }
  }
}
