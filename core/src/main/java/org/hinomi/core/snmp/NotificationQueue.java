package org.hinomi.core.snmp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.hinomi.core.file.OwnerFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snmp4j.PDU;

/**
 * Notifies any number of targets without ever holding up its caller: each target has a bounded
 * queue and a thread of its own, so that one that cannot be reached delays no other. Traps wait in
 * memory and are sent once. Informs wait in a file, where there is a folder for it, and are sent
 * until they are answered, also after a restart. What does not fit a queue is dropped and counted;
 * a notification is a hint, the record itself goes to the collector by a way of its own.
 * Thread-safe.
 */
public final class NotificationQueue implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(NotificationQueue.class);

  /** Octets of informs that wait for one target: some 20,000. */
  private static final long FILE_LIMIT = 16L << 20;

  private static final Duration END = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final NotificationSender sender;
  private final List<Lane> lanes = new ArrayList<>();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * All in memory.
   *
   * @param sender closed with this queue
   * @param capacity how many notifications may wait for one target, &gt; 0
   */
  public NotificationQueue(
      NotificationSender sender, List<NotificationTarget> targets, int capacity) {
    this.sender = sender;
    for (NotificationTarget target : targets) {
      lanes.add(new Lane(target, new Backlog.InMemory(capacity)));
    }
  }

  /**
   * Informs in files.
   *
   * @param sender closed with this queue
   * @param capacity how many traps may wait for one target, &gt; 0
   * @param folder made where there is something to keep
   * @throws IOException where what waits cannot be read or the folder not written
   */
  public NotificationQueue(
      NotificationSender sender, List<NotificationTarget> targets, int capacity, Path folder)
      throws IOException {
    this.sender = sender;
    Set<String> names = new HashSet<>();
    for (NotificationTarget target : targets) {
      lanes.add(
          new Lane(
              target,
              target.confirmed()
                  ? new NotificationFile(
                      OwnerFiles.folder(folder).resolve(name(target, names)), FILE_LIMIT)
                  : new Backlog.InMemory(capacity)));
    }
    warnOfOthers(folder, names);
  }

  /** What waits for who is no target any more stays, until somebody decides. */
  private static void warnOfOthers(Path folder, Set<String> names) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> !names.contains(file.getFileName().toString()))
          .forEach(
              file ->
                  log.atWarn()
                      .addKeyValue("file", file)
                      .log("Informs may wait here for who gets none any more; it can be deleted."));
    }
  }

  /**
   * By its address, so that it is found again whatever else is set; numbered where several have it.
   */
  private static String name(NotificationTarget target, Set<String> taken) {
    String address = target.address().toString().replaceAll("[^A-Za-z0-9.-]", "_");
    String name = address;
    for (int i = 2; !taken.add(name); i++) {
      name = address + "_" + i;
    }
    return name;
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

  /** Queues the notification for every target of its format. Never waits for a target. */
  public void offer(SnmpNotification notification) {
    for (Lane lane : lanes) {
      if (lane.target.format() == notification.format()) {
        lane.offer(sender.pdu(notification, lane.target));
      }
    }
  }

  /** Notifications handed to the network, or answered where they are informs; by target. */
  public long sent() {
    return sent.get();
  }

  /** Attempts that failed: not sent, not answered, answered with an error. */
  public long failed() {
    return failed.get();
  }

  /** Notifications that found a queue full, or could not be kept. */
  public long dropped() {
    return dropped.get();
  }

  /** Drops traps that still wait (counted) and closes the sender. */
  @Override
  public void close() throws IOException {
    closed.countDown();
    for (Lane lane : lanes) {
      lane.close();
    }
    sender.close();
  }

  private final class Lane implements Runnable {
    private final NotificationTarget target;
    private final Backlog waiting;
    private volatile @Nullable Thread thread;
    private Duration pause = FIRST_PAUSE;
    private boolean failing;

    Lane(NotificationTarget target, Backlog waiting) {
      this.target = target;
      this.waiting = waiting;
    }

    void offer(PDU pdu) {
      boolean taken = false;
      @Nullable IOException failure = null;
      try {
        taken = waiting.offer(pdu);
      } catch (IOException e) {
        failure = e;
      }
      if (taken) {
        return;
      }
      long count = dropped.incrementAndGet();
      if (Long.bitCount(count) == 1) { // the 1st, 2nd, 4th, 8th …
        log.atWarn()
            .addKeyValue("target", target.address())
            .addKeyValue("dropped", count)
            .setCause(failure)
            .log(
                failure == null
                    ? "The queue of notifications is full: notifications are dropped."
                    : "The file of waiting informs cannot be written: notifications are dropped.");
      }
    }

    @Override
    public void run() {
      try {
        while (!Thread.currentThread().isInterrupted()) {
          deliver();
        }
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
      }
    }

    private void deliver() throws InterruptedException {
      try {
        PDU pdu = waiting.first();
        try {
          sender.send(pdu, target);
          sent.incrementAndGet();
          recovered();
        } catch (NotificationSender.RefusedException arrived) {
          failed(arrived);
        }
        waiting.done();
      } catch (IOException | RuntimeException e) {
        failed(e);
        if (waiting.keeps()) {
          if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("closed");
          }
          pause = pause.multipliedBy(2);
          pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        }
      }
    }

    private void recovered() {
      if (failing) {
        log.atInfo()
            .addKeyValue("target", target.address())
            .log("Notifications to this target are going out again.");
      }
      failing = false;
      pause = FIRST_PAUSE;
    }

    private void failed(Exception why) {
      failed.incrementAndGet();
      if (!failing && !Thread.currentThread().isInterrupted()) {
        log.atWarn()
            .addKeyValue("target", target.address())
            .setCause(why)
            .log("A notification could not be sent; further failures are only counted.");
      }
      failing = true;
    }

    void close() throws IOException {
      Thread running = thread;
      if (running != null) {
        running.interrupt();
        try {
          running.join(END);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      dropped.addAndGet(waiting.close());
    }
  }
}
