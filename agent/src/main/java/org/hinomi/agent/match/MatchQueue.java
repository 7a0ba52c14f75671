package org.hinomi.agent.match;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps matches for a slow listener, which is called on a thread of its own. When it is full,
 * matches are dropped and counted; their records are in the spool all the same.
 */
public final class MatchQueue implements MatchListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MatchQueue.class);

  private final BlockingQueue<RuleMatch> waiting;
  private final AtomicLong dropped = new AtomicLong();
  private final Thread worker;

  /**
   * @param limit matches that may wait
   * @param next may be slow; what it throws is logged
   */
  public MatchQueue(int limit, MatchListener next) {
    this.waiting = new ArrayBlockingQueue<>(limit);
    this.worker = Thread.ofVirtual().name("match-queue").start(() -> work(next));
  }

  @Override
  public void matched(RuleMatch match) {
    if (!waiting.offer(match) && dropped.getAndIncrement() == 0) {
      log.atWarn()
          .addKeyValue("rule", match.rule().key())
          .log("More rule matches than notifications can be sent; some are dropped and counted.");
    }
  }

  /** Matches that the listener was not told of, since the start. */
  public long dropped() {
    return dropped.get();
  }

  private void work(MatchListener next) {
    try {
      while (true) {
        RuleMatch match = waiting.take();
        try {
          next.matched(match);
        } catch (RuntimeException e) {
          log.atWarn()
              .addKeyValue("rule", match.rule().key())
              .setCause(e)
              .log("A rule match could not be notified.");
        }
      }
    } catch (InterruptedException e) {
      log.atDebug().addKeyValue("waiting", waiting.size()).log("stopped");
    }
  }

  @Override
  public void close() {
    worker.interrupt();
  }
}
