package org.hinomi.agent.send;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.hinomi.agent.spool.Spool;
import org.hinomi.agent.spool.Spooled;
import org.hinomi.core.event.Identity;
import org.hinomi.core.relp.Failover;
import org.hinomi.core.relp.RelpClient;
import org.hinomi.core.relp.RelpSettings;
import org.hinomi.core.relp.RelpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is spooled to the collector, and frees it as the collector acknowledges. {@link #run}
 * is for one thread; the rest may be called from any.
 */
public final class Sender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

  private static final Duration IDLE = Duration.ofSeconds(1);

  /** How long a stop waits for answers; what has none is sent again at the next start. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Spool spool;
  private final FrameWriter frames;
  private final Failover collectors;
  private final RandomGenerator random;

  /** Between this and twice as long, so that not all agents go back at once. */
  private final Duration lookBack;

  private final RelpClient client;
  private final AtomicLong positionFailures = new AtomicLong();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;
  private volatile boolean betterIsBack;

  /**
   * @param collectors the first that can be had is used
   * @param lookBack how long, at least, from one look to the next whether a better one is back
   * @param hostName this machine's name, as the collector is to show it
   * @param random jitter of the waits between attempts
   */
  public Sender(
      Spool spool,
      Failover collectors,
      RelpSettings settings,
      Duration lookBack,
      String hostName,
      RandomGenerator random) {
    this.spool = spool;
    this.lookBack = lookBack;
    this.frames = new FrameWriter(hostName);
    this.collectors = collectors;
    this.random = random;
    this.client = RelpClient.of(collectors, settings, random, Identity.class, this::acknowledged);
  }

  /**
   * Sends until {@link #close} or an interrupt.
   *
   * @throws IOException where the spool's disk failed; the agent must be restarted
   */
  public void run() throws IOException {
    Thread.ofVirtual().name("collector-return").start(this::watchForBetter);
    try {
      while (!stopping) {
        if (betterIsBack) {
          betterIsBack = false;
          client.reopen();
        }
        Spooled next = spool.atHand();
        if (next == null) {
          client.flush();
          // Answers may be missing though nothing new comes: a lost session is opened again.
          next = spool.take(client.status().connected() || idle() ? IDLE : Duration.ZERO);
          if (next == null) {
            client.awaitAcknowledged(IDLE);
            continue;
          }
        }
        client.send(frames.write(next), next.identity());
      }
      client.awaitAcknowledged(GRACE);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      client.close();
      ended.countDown();
    }
  }

  /** Looks whether a collector that stands further up in the list is back, and says so. */
  private void watchForBetter() {
    try {
      while (!ended.await(
          lookBack.toMillis() + random.nextLong(lookBack.toMillis()), MILLISECONDS)) {
        if (collectors.current() > 0 && collectors.betterIsBack()) {
          betterIsBack = true;
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean idle() {
    RelpStatus status = client.status();
    return status.sent() - status.resent() == status.acknowledged();
  }

  private void acknowledged(Identity identity) {
    try {
      spool.acknowledge(identity);
    } catch (IOException e) {
      // Kept in memory and written with the next one; after a crash records come twice, not never.
      if (positionFailures.getAndIncrement() == 0) {
        LOG.atWarn()
            .setCause(e)
            .log("Acknowledged positions cannot be written to the state directory.");
      }
    }
  }

  /** How sending stands, for the log and for tests. */
  public RelpStatus status() {
    return client.status();
  }

  /** Times that acknowledged positions could not be written. */
  public long positionFailures() {
    return positionFailures.get();
  }

  /**
   * Makes {@link #run} end: after outstanding answers, for which it waits a few seconds, or at once
   * where nobody is connected.
   */
  @Override
  public void close() {
    stopping = true;
    try {
      if (!client.status().connected() || !ended.await(2 * GRACE.toMillis(), MILLISECONDS)) {
        client.close();
      }
    } catch (InterruptedException e) {
      client.close();
      Thread.currentThread().interrupt();
    }
  }
}
