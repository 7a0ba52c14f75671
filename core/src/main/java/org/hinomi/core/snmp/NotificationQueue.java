package org.hinomi.core.snmp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies any number of targets without ever holding up its caller: each target has a bounded
 * queue and a thread of its own, so that one that cannot be reached delays no other. What does not
 * fit a queue is dropped and counted; a trap is a hint, the record itself goes to the collector by
 * a way that is acknowledged. Thread-safe.
 */
public final class NotificationQueue implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(NotificationQueue.class);

  private final NotificationSender sender;
  private final List<Lane> lanes = new ArrayList<>();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();

  /**
   * @param sender closed with this queue
   * @param capacity how many notifications may wait for one target, &gt; 0
   */
  public NotificationQueue(
      NotificationSender sender, List<NotificationTarget> targets, int capacity) {
    this.sender = sender;
    for (NotificationTarget target : targets) {
      lanes.add(new Lane(target, new ArrayBlockingQueue<>(capacity)));
    }
  }

  /** Starts the threads. */
  public void start() {
    for (Lane lane : lanes) {
      lane.thread = Thread.ofVirtual().name("snmp-notify-" + lane.target.address()).start(lane);
    }
  }

  /** Whether any target gets notifications of this format. */
  public boolean wants(TrapFormat format) {
    return lanes.stream().anyMatch(lane -> lane.target.format() == format);
  }

  /** Queues the notification for every target of its format. Never blocks. */
  public void offer(SnmpNotification notification) {
    for (Lane lane : lanes) {
      if (lane.target.format() == notification.format() && !lane.waiting.offer(notification)) {
        long count = dropped.incrementAndGet();
        if (Long.bitCount(count) == 1) { // the 1st, 2nd, 4th, 8th …
          log.atWarn()
              .addKeyValue("target", lane.target.address())
              .addKeyValue("dropped", count)
              .log("The queue of notifications is full: notifications are dropped.");
        }
      }
    }
  }

  /** Notifications handed to the network, or answered where they are informs; by target. */
  public long sent() {
    return sent.get();
  }

  /** Notifications that could not be sent or were not answered. */
  public long failed() {
    return failed.get();
  }

  /** Notifications that found a queue full. */
  public long dropped() {
    return dropped.get();
  }

  /** Drops what still waits (counted) and closes the sender. */
  @Override
  public void close() throws IOException {
    for (Lane lane : lanes) {
      Thread thread = lane.thread;
      if (thread != null) {
        thread.interrupt();
      }
      dropped.addAndGet(lane.waiting.size());
      lane.waiting.clear();
    }
    sender.close();
  }

  private final class Lane implements Runnable {
    private final NotificationTarget target;
    private final BlockingQueue<SnmpNotification> waiting;
    private volatile @Nullable Thread thread;
    private boolean failing;

    Lane(NotificationTarget target, BlockingQueue<SnmpNotification> waiting) {
      this.target = target;
      this.waiting = waiting;
    }

    @Override
    public void run() {
      try {
        while (!Thread.currentThread().isInterrupted()) {
          deliver(waiting.take());
        }
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
      }
    }

    private void deliver(SnmpNotification notification) {
      try {
        sender.send(notification, target);
        sent.incrementAndGet();
        if (failing) {
          log.atInfo()
              .addKeyValue("target", target.address())
              .log("Notifications to this target are going out again.");
        }
        failing = false;
      } catch (IOException | RuntimeException e) {
        failed.incrementAndGet();
        if (!failing && !Thread.currentThread().isInterrupted()) {
          log.atWarn()
              .addKeyValue("target", target.address())
              .setCause(e)
              .log("A notification could not be sent; further failures are only counted.");
        }
        failing = true;
      }
    }
  }
}
