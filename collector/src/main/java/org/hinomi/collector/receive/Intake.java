package org.hinomi.collector.receive;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Where receivers hand over what they framed; the journal implements it. Thread-safe.
 *
 * <p>An accepted chunk becomes durable soon after; {@code whenSynced} then runs once, on a thread
 * of the journal or on the loop that it names, and must not block (hand over to the event loop to
 * write the answer). A sender is answered only from there.
 */
public interface Intake {

  /** Whether there is room for another chunk; the answer may be old when it arrives. */
  boolean writable();

  /** Runs {@code resume} once as soon as there is room again (at once if there is). */
  void whenWritable(Runnable resume);

  /**
   * Takes the chunk if the bytes that wait for the disk stay within their bound.
   *
   * @return false: not taken. A stream receiver stops reading and offers it again when writable; a
   *     datagram receiver counts the drop
   */
  boolean offer(Chunk chunk, Commit whenSynced);

  /** Takes the chunk, and waits for room where there is none: for threads that may block. */
  default void put(Chunk chunk, Commit whenSynced) throws InterruptedException {
    while (!offer(chunk, whenSynced)) {
      CountDownLatch room = new CountDownLatch(1);
      whenWritable(room::countDown);
      room.await();
    }
  }

  /** Told how the sync of a chunk went. */
  interface Commit {
    Commit IGNORED = (firstPosition, failure) -> {};

    /** The same, of a sender that waits for its answer from {@code loop}. */
    static Commit answeredOn(Executor loop, Commit commit) {
      return new Commit() {
        @Override
        public void done(long firstPosition, @Nullable Throwable failure) {
          commit.done(firstPosition, failure);
        }

        @Override
        public void heldBack() {
          commit.heldBack();
        }

        @Override
        public Executor loop() {
          return loop;
        }
      };
    }

    /**
     * @param firstPosition position of the chunk's first record; the others follow; -1 on failure
     * @param failure null when durable; else why not (disk full, I/O error): do not answer
     */
    void done(long firstPosition, @Nullable Throwable failure);

    /**
     * Told on each offer that is not taken because the sender has used up its share of what may
     * wait, for the sake of others that send now; on the thread that offers. Must not block.
     */
    default void heldBack() {}

    /**
     * The event loop that offers the chunk and will answer it, where a sender waits for that: a
     * journal with nothing else to do may write on it, which spares the answer the way to another
     * thread and back. It is blocked for the time of one sync then, so it must have no sockets
     * whose datagrams nobody sends again. Null: not on a loop.
     */
    default @Nullable Executor loop() {
      return null;
    }
  }
}
